// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/session_bus.h"

#include <QFile>

void refuseToLaunchSessionBus()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const bool hasBus = !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") ||
                        (!runtime.isEmpty() && QFile::exists(runtime + QStringLiteral("/bus")));
    // No transport has that name, so connecting fails at once (dbus-launch(1), "Automatic launching").
    if (!hasBus)
        qputenv("DBUS_SESSION_BUS_ADDRESS", "disabled:");
}
