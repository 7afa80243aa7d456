// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/dialogs.h"

#include "app/tray/desktop/config_sources.h"
#include "app/tray/program_places.h"
#include "app/tray/settings_keeper.h"
#include "core/backend/launch/backend_command.h"
#include "core/backend/launch/launch_check.h"
#include "core/settings/autostart.h"

Dialogs::Dialogs(SettingsKeeper &settings, const Autostart &autostart, Paths paths, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_autostart(autostart)
    , m_paths(std::move(paths))
    , m_runningWith(settings.current())
{
    // A remedy may have changed what the open dialog shows.
    connect(&settings, &SettingsKeeper::changed, this, [this](const Settings &changed) {
        if (m_settingsDialog)
            m_settingsDialog->setSettings(changed);
    });
}

void Dialogs::setStatus(const Status &status)
{
    // Whoever wished it: a click, a remedy, the end of a delay.
    if (status.state == State::Starting && m_status.state != State::Starting)
        m_runningWith = m_settings.current();
    m_status = status;
    if (status.state == State::Starting && !status.pid)
        setSourcesChanged(false);
    setRunning();
}

void Dialogs::setRunning()
{
    if (m_settingsDialog)
        m_settingsDialog->setRunning(m_status.pid.has_value(), m_runningWith);
}

void Dialogs::refreshLogin()
{
    if (m_settingsDialog)
        m_settingsDialog->setStartsAtLogin(m_autostart.isEnabled(), m_autostart.otherStarter());
}

void Dialogs::showSettings(QWidget *window)
{
    if (m_settingsDialog) {
        m_settingsDialog->raise();
        m_settingsDialog->activateWindow();
        return;
    }
    SettingsDialog::Context context;
    context.commandPreview = [this](const Settings &settings) {
        return commandPreview(settings, m_paths, builtinProgram());
    };
    context.skillSources = [this](const Settings &settings) {
        return skillSourcesInConfig(backendConfigFile(settings, m_paths));
    };
    context.running = m_status.pid.has_value();
    context.startsAtLogin = m_autostart.isEnabled();
    context.otherStarter = m_autostart.otherStarter();
    context.sourcesChanged = m_sourcesChanged;
    m_settingsDialog = new SettingsDialog(m_settings.current(), context, window);
    m_settingsDialog->setAttribute(Qt::WA_DeleteOnClose);
    setRunning();
    connect(m_settingsDialog, &SettingsDialog::settingsAccepted, this, [this](const Settings &settings) {
        m_settingsDialog->setProblem(m_settings.accept(settings));
        setRunning();
    });
    connect(m_settingsDialog, &SettingsDialog::startAtLoginRequested, this, &Dialogs::startAtLoginRequested);
    connect(m_settingsDialog, &SettingsDialog::restartRequested, this, &Dialogs::restartRequested);
    connect(m_settingsDialog, &SettingsDialog::editSourcesRequested, this, [this] { showSources(m_settingsDialog); });
    m_settingsDialog->show();
}

void Dialogs::showSources(QWidget *window)
{
    if (m_sourcesDialog) {
        m_sourcesDialog->raise();
        m_sourcesDialog->activateWindow();
        return;
    }
    const QString file = backendConfigFile(m_settings.current(), m_paths);
    const EditableSources editable = editableSources(file);
    m_sourcesDialog = new SourcesDialog(editable.sources, editable.fault, window);
    m_sourcesDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_sourcesDialog, &SourcesDialog::openFileRequested, this, &Dialogs::openConfigRequested);
    connect(m_sourcesDialog, &SourcesDialog::sourcesAccepted, this,
            [this, file, before = editable.sources](const QList<SkillSourceEntry> &sources) {
                const QString notSaved = saveSources(file, before, sources);
                m_sourcesDialog->setProblem(notSaved);
                if (!notSaved.isEmpty())
                    return;
                m_sourcesDialog->accept();
                setSourcesChanged(true);
            });
    m_sourcesDialog->open();
}

void Dialogs::setSourcesChanged(bool changed)
{
    m_sourcesChanged = changed;
    if (m_settingsDialog)
        m_settingsDialog->setSourcesChanged(changed);
}
