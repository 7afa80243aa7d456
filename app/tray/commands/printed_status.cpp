// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/commands/printed_status.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

QString statusText(const QJsonObject &status)
{
    QStringList lines{status.value("message"_L1).toString()};
    QStringList facts{status.value("mcp_url"_L1).toString()};
    const QString version = status.value("version"_L1).toString();
    facts += status.value("backend"_L1).toString() + (version.isEmpty() ? QString() : u' ' + version);
    if (const int pid = status.value("pid"_L1).toInt(); pid > 0)
        facts += QCoreApplication::translate("StatusText", "process %1").arg(pid);
    lines += facts.join(u", "_s);
    if (const QString warning = status.value("warning"_L1).toString(); !warning.isEmpty())
        lines += QCoreApplication::translate("StatusText", "Warning: %1").arg(warning);
    const QString failure = status.value("failure"_L1).toObject().value("text"_L1).toString();
    if (!failure.isEmpty() && failure != lines.first())
        lines += failure;
    return lines.join(u'\n') + u'\n';
}
