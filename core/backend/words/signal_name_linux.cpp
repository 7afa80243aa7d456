// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/words/signal_name.h"

#include <cstring>

using namespace Qt::StringLiterals;

QString signalName(int signal)
{
    const char *name = sigabbrev_np(signal);
    return name ? u"SIG"_s + QString::fromLatin1(name) : u"signal %1"_s.arg(signal);
}
