// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"
#include "ui/shared/icon_pacer.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class ActionButton;
class QBoxLayout;
class QLabel;
class QMenu;
class QProgressBar;
class QToolButton;
class TextBlock;
class WrapLayout;

/// The top of the window: how the backend is at a glance, and the actions, which keep their places.
class StatusHeader : public QWidget
{
    Q_OBJECT
public:
    /// `menu` opens from the menu button and must outlive this object.
    explicit StatusHeader(QMenu &menu, QWidget *parent = nullptr);

    void setStatus(const Status &status);
    /// Shown in place of the facts for some seconds.
    void tell(const QString &sentence);
    void copyAddress();
    void openMenu();
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void startRequested();
    void stopRequested();
    void forceStopRequested();
    void restartRequested();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildButtons();
    void refreshFonts();
    void refreshColours();
    void refreshFacts();
    void refreshProgress();
    void refreshButtons();
    void refreshIcon();
    void refreshTicking();
    void arrange();
    void toggleRunning();

    QMenu &m_menu;
    Status m_status;
    IconPacer m_pacer;
    QElapsedTimer m_sinceStopping; // invalid in every other state
    QTimer m_tick;
    QTimer m_toldTimer;
    QString m_told;
    QBoxLayout *m_box;
    QLabel *m_icon;
    TextBlock *m_message;
    TextBlock *m_facts;
    QProgressBar *m_progress;
    QWidget *m_buttonArea;
    WrapLayout *m_buttonRow;
    ActionButton *m_copy;
    ActionButton *m_restart;
    ActionButton *m_run; // Stop and Start backend, in the same place
    QToolButton *m_menuButton;
    bool m_refreshing = false;
};
