// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/settings_keeper.h"

#include <utility>

SettingsKeeper::SettingsKeeper(const QString &file, const Overrides &overrides, QObject *parent)
    : QObject(parent)
    , m_store(file)
    , m_moreArguments(overrides.moreArguments)
{
    const SettingsStore::Loaded loaded = m_store.load();
    m_saved = loaded.settings;
    m_current = overrides.appliedTo(m_saved);
    m_reference = m_current;
    m_window = loaded.window;
    m_notices = loaded.warnings;
    if (!loaded.notice.isEmpty())
        m_notices.prepend(loaded.notice);
}

/// Carries one field over into the saved settings if it was changed.
template<typename Field>
static void takeOver(Settings &saved, const Settings &before, const Settings &after, Field field)
{
    if (after.*field != before.*field)
        saved.*field = after.*field;
}

QStringList SettingsKeeper::withoutCommandLine(QStringList arguments) const
{
    for (auto it = m_moreArguments.crbegin(); it != m_moreArguments.crend(); ++it) {
        if (const qsizetype at = arguments.lastIndexOf(*it); at >= 0)
            arguments.removeAt(at);
    }
    return arguments;
}

void SettingsKeeper::takeOverBackend(Settings &saved, const Settings &before, const Settings &after) const
{
    bool isCustomNew = after.command != before.command;
    if (after.kind != before.kind)
        saved.useKind(after.kind);
    for (const BackendKind kind : AllBackendKinds) {
        if (after.argumentsOf(kind) == before.argumentsOf(kind))
            continue;
        saved.setArgumentsOf(kind, withoutCommandLine(after.argumentsOf(kind)));
        isCustomNew = isCustomNew || kind == BackendKind::Custom;
    }
    // A program and its arguments go together, although the command line may have named one of them; and whoever
    // changes them wants that backend.
    if (!isCustomNew)
        return;
    saved.command = after.command;
    saved.useKind(after.kind);
}

Settings SettingsKeeper::withChanges(Settings saved, const Settings &after) const
{
    const Settings &before = m_reference;
    takeOverBackend(saved, before, after);
    takeOver(saved, before, after, &Settings::host);
    takeOver(saved, before, after, &Settings::port);
    takeOver(saved, before, after, &Settings::config);
    takeOver(saved, before, after, &Settings::graceSeconds);
    takeOver(saved, before, after, &Settings::startAtLaunch);
    takeOver(saved, before, after, &Settings::startTimeout);
    takeOver(saved, before, after, &Settings::silentTimeout);
    takeOver(saved, before, after, &Settings::downloadAllowed);
    takeOver(saved, before, after, &Settings::logMemoryMiB);
    takeOver(saved, before, after, &Settings::iconColours);
    return saved;
}

QString SettingsKeeper::accept(const Settings &changed)
{
    // Somebody may have edited the file meanwhile: what was changed here is changed there, and nothing else.
    const SettingsStore::Loaded onDisk = m_store.look();
    const Settings saved = withChanges(onDisk.isWhole ? onDisk.settings : m_saved, changed);
    m_current = changed;
    const QString problem = m_store.save(onDisk.settings, saved);
    if (problem.isEmpty()) {
        m_saved = saved;
        m_reference = changed;
    }
    emit this->changed(m_current);
    return problem;
}

QString SettingsKeeper::remember(const WindowChoices &window)
{
    const WindowChoices before = std::exchange(m_window, window);
    return m_store.save(before, window);
}
