// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/settings_keeper.h"

SettingsKeeper::SettingsKeeper(const QString &file, const Overrides &overrides, QObject *parent)
    : QObject(parent)
    , m_store(file)
{
    const SettingsStore::Loaded loaded = m_store.load();
    m_saved = loaded.settings;
    m_current = overrides.appliedTo(m_saved);
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

/// Arguments are meant for one backend: which one goes with them, although the command line may have named it.
static void takeOverBackend(Settings &saved, const Settings &before, const Settings &after)
{
    const bool same =
        after.kind == before.kind && after.command == before.command && after.arguments == before.arguments;
    if (same)
        return;
    saved.kind = after.kind;
    saved.arguments = after.arguments;
    if (after.kind == BackendKind::Custom)
        saved.command = after.command;
}

QString SettingsKeeper::accept(const Settings &changed)
{
    const Settings before = m_current;
    takeOverBackend(m_saved, before, changed);
    takeOver(m_saved, before, changed, &Settings::host);
    takeOver(m_saved, before, changed, &Settings::port);
    takeOver(m_saved, before, changed, &Settings::config);
    takeOver(m_saved, before, changed, &Settings::graceSeconds);
    takeOver(m_saved, before, changed, &Settings::startAtLaunch);
    takeOver(m_saved, before, changed, &Settings::startTimeout);
    takeOver(m_saved, before, changed, &Settings::downloadAllowed);
    takeOver(m_saved, before, changed, &Settings::logMemoryMiB);
    takeOver(m_saved, before, changed, &Settings::iconColours);
    m_current = changed;
    const QString problem = m_store.save(m_saved);
    emit this->changed(m_current);
    return problem;
}

QString SettingsKeeper::remember(const WindowChoices &window)
{
    if (window == m_window)
        return {};
    m_window = window;
    return m_store.save(window);
}
