// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"
#include "core/settings/settings.h"

#include <QDeadlineTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

class BackendMenu;
class LogRuns;
class LogStore;
class NoticeStrip;
class QMessageBox;
class StatusHeader;
class TroubleStrip;

/// The one window: how the backend is, what to do about it, and its log.
class MainWindow : public QWidget
{
    Q_OBJECT
public:
    /// Both must outlive this object. `menu` opens from the menu button.
    MainWindow(const LogStore &store, BackendMenu &menu, QWidget *parent = nullptr);
    ~MainWindow() override;

    void setStatus(const Status &status);
    /// Closing hides the window where the tray has an icon; elsewhere it asks whether to quit.
    void setTrayAvailable(bool available);
    void applyChoices(const WindowChoices &choices);
    [[nodiscard]] WindowChoices choices() const;
    /// One sentence for the user, shown in a strip that he can dismiss (a broken settings file set aside, ...).
    void showNotice(const QString &text);
    /// Scrolls the log to that line and unfolds its record.
    void showLine(qint64 number);
    /// The answer to previousLogRequested(). The store must live until previousLogClosed(), or the window's end.
    void showPreviousLog(const LogStore &store);
    /// Shows, un-minimises, raises and activates.
    void bringToFront();
    /// A click on the tray icon: hides the window if it was the active one, else brings it to the front.
    void toggle();

signals:
    void startRequested();
    void stopRequested();
    void forceStopRequested(); // while stopping: do not wait any longer
    void restartRequested();
    void remedyRequested(Remedy remedy);
    void quitRequested();
    void previousLogRequested();
    void previousLogClosed();
    void choicesChanged(const WindowChoices &choices);
    /// Hidden by the user. While choices().toldThatClosingHides is still false, he has to be told now; it is true
    /// afterwards.
    void closedToTray();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void moveEvent(QMoveEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addShortcuts();
    void rememberSoon();
    void remember();
    void askWhetherToQuit();

    StatusHeader *m_header;
    TroubleStrip *m_trouble;
    NoticeStrip *m_notice;
    LogRuns *m_log;
    QPointer<QMessageBox> m_question;
    QTimer m_rememberLater;
    Status m_status;
    bool m_trayAvailable = false;
    bool m_toldThatClosingHides = false;
    QDeadlineTimer m_justActive; // a click on a panel takes the focus away first
};
