// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/desktop/file_opener.h"
#include "core/backend/state/status.h"
#include "core/settings/paths.h"

#include <QObject>
#include <QPointer>

class QWidget;
class PortDialog;
class SettingsKeeper;
class Supervisor;
class Wishes;

/// Does what the buttons in the strip of trouble offer.
class Remedies : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this object.
    Remedies(const Supervisor &supervisor, Wishes &wishes, SettingsKeeper &settings, Paths paths,
             QObject *parent = nullptr);

    /// `window`: above which a question is asked.
    void apply(Remedy remedy, QWidget *window);
    /// Opens the backend's config in the user's editor.
    void openConfig();

signals:
    void lineRequested(qint64 number); // of the log
    void settingsRequested();
    void sourcesRequested();
    void problem(const QString &sentence); // something did not work; for people

private:
    void useAnotherPort(QWidget *window);
    void askOwnerToQuit(QWidget *window);
    void startWith(const Settings &settings);
    void onNotOpened(const QString &file);

    const Supervisor &m_supervisor;
    Wishes &m_wishes;
    SettingsKeeper &m_settings;
    Paths m_paths;
    FileOpener m_opener;
    QPointer<PortDialog> m_portDialog;
};
