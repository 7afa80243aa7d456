// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"
#include "core/settings/paths.h"
#include "core/settings/settings.h"
#include "ui/settings/settings_dialog.h"
#include "ui/settings/sources_dialog.h"

#include <QObject>
#include <QPointer>

class Autostart;
class SettingsKeeper;

/// Opens the settings and the list of skills' sources, one of each, and takes over what is changed there.
class Dialogs : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this object.
    Dialogs(SettingsKeeper &settings, const Autostart &autostart, Paths paths, QObject *parent = nullptr);

    /// Above `window`, which may be null.
    void showSettings(QWidget *window);
    /// The list of sources; `window` likewise.
    void showSources(QWidget *window);
    void setStatus(const Status &status);
    /// Whether we start at login has changed.
    void refreshLogin();

signals:
    void restartRequested();
    void startAtLoginRequested(bool enabled);
    void openConfigRequested();

private:
    void setSourcesChanged(bool changed);
    void setRunning();

    SettingsKeeper &m_settings;
    const Autostart &m_autostart;
    Paths m_paths;
    QPointer<SettingsDialog> m_settingsDialog;
    QPointer<SourcesDialog> m_sourcesDialog;
    Settings m_runningWith;        // what the backend was last started with
    bool m_sourcesChanged = false; // since then
    Status m_status;
};
