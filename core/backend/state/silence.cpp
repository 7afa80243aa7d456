// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/state/silence.h"

#include <QCoreApplication>

static QString tr(const char *text)
{
    return QCoreApplication::translate("Silence", text);
}

QString silenceName(Silence silence)
{
    switch (silence) {
    case Silence::Unknown:
        return {};
    case Silence::Suspended:
        return QStringLiteral("suspended");
    case Silence::Busy:
        return QStringLiteral("busy");
    case Silence::Updating:
        return QStringLiteral("updating");
    case Silence::Idle:
        return QStringLiteral("idle");
    }
    Q_UNREACHABLE();
}

QString silenceText(Silence silence)
{
    switch (silence) {
    case Silence::Unknown:
        return tr("It still runs and may only be busy");
    case Silence::Suspended:
        return tr("It is suspended: somebody has stopped its processes (SIGSTOP)");
    case Silence::Busy:
        return tr("It is busy: its processes compute");
    case Silence::Updating:
        return tr("It is probably updating its skills, as it had announced for this time");
    case Silence::Idle:
        return tr("It runs and does nothing");
    }
    Q_UNREACHABLE();
}
