// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/first_turn.h"

#include "core/backend/launch/backend_command.h"
#include "core/backend/launch/config_check.h"
#include "core/settings/autostart.h"
#include "core/settings/settings.h"
#include "core/settings/version_memory.h"

#include <QCoreApplication>
#include <QFile>

using namespace Qt::StringLiterals;

FirstTurn::FirstTurn(const Paths &paths, const Settings &settings, Autostart &autostart)
    : m_paths(paths)
    , m_settings(settings)
    , m_autostart(autostart)
{
}

QStringList FirstTurn::prepareFiles() const
{
    const ConfigPreparation prepared = prepareConfigFile(backendConfigFile(m_settings, m_paths));
    QStringList notices{prepared.error, prepared.warning, m_autostart.repair()};
    notices.removeAll(QString());
    return notices;
}

FirstTurn::Update FirstTurn::update() const
{
    const VersionMemory memory(m_paths.versionFile());
    const std::optional<QString> before = memory.last();
    const QString now = QCoreApplication::applicationVersion();
    // What cannot be remembered would be told at each start.
    if (before == now || !memory.remember(now).isEmpty() || !before)
        return {};
    Update update;
    QFile changelog(u":/changelog/CHANGELOG.md"_s);
    if (changelog.open(QIODevice::ReadOnly))
        update.changes = changesBetween(changelog.readAll(), *before, now);
    update.sentence =
        update.changes.isEmpty()
            ? QCoreApplication::translate("FirstTurn", "This is Skills Tray %2; before it was %1").arg(*before, now)
            : QCoreApplication::translate("FirstTurn", "Skills Tray was updated from %1 to %2").arg(*before, now);
    return update;
}
