// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"
#include "ui/shared/icon_pacer.h"

#include <QMenu>
#include <QTimer>

/// The one menu, the same in the tray and behind the window's menu button. Its structure is fixed.
class BackendMenu : public QMenu
{
    Q_OBJECT
public:
    explicit BackendMenu(QWidget *parent = nullptr);

    void setStatus(const Status &status);
    /// `otherStarter`: who starts Skills Tray already, so that no login entry can be wished; empty: nobody.
    void setStartsAtLogin(bool enabled, const QString &otherStarter = {});
    /// What a client runs that speaks over standard input and output only; empty: nothing is there for it.
    void setStdioCommand(const QStringList &command);

signals:
    void showRequested();
    void startRequested();
    void stopRequested();
    void restartRequested();
    void startAtLoginRequested(bool enabled);
    void settingsRequested();
    void quitRequested();
    /// Something to paste was put on the clipboard; `told` says so in one sentence. The window and the tray icon show
    /// it.
    void copied(const QString &told);

protected:
    void changeEvent(QEvent *event) override;

private:
    void addClients();
    void copy(const QString &text, const QString &told);
    void refreshHeader();
    [[nodiscard]] bool isOpen() const;

    QAction *m_header;
    QAction *m_start;
    QAction *m_stop;
    QAction *m_restart;
    QAction *m_clients;
    QAction *m_stdioClient = nullptr;
    QAction *m_behindClients = nullptr;
    QAction *m_atLogin;
    QStringList m_stdioCommand;
    IconPacer m_pacer;
    QTimer m_openLimit;
    QString m_message;
    QString m_mcpUrl;
};
