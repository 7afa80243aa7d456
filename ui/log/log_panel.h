// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/settings.h"
#include "ui/log/log_export.h"
#include "ui/log/log_find.h"
#include "ui/log/log_rows.h"

#include <QMenu>
#include <QTimer>
#include <QWidget>

class FilterBar;
class FindBar;
class LogStore;
class LogView;
class QCheckBox;
class QLabel;

/// The log with all that belongs to it: filters, find bar, lines and the row that counts them.
class LogPanel : public QWidget
{
    Q_OBJECT
public:
    /// `store` must outlive this object.
    explicit LogPanel(const LogStore &store, QWidget *parent = nullptr);
    ~LogPanel() override;

    /// Scrolls to that line, opens its record and selects it; filters that hide it are taken back.
    void showLine(qint64 number);
    void applyChoices(const WindowChoices &choices);
    /// Only the log's own fields are filled: hideHealthChecks, minimumLevel, origin, wrapLines, logFontSize.
    [[nodiscard]] WindowChoices choices() const;
    void focusFilter();
    void openFind();
    /// One more in the menu, at its end, for whoever owns the panel.
    QAction *addExtraCommand(const QString &text, const QString &toolTip);

    // What it is made of, for the window's layout and for tests.
    [[nodiscard]] LogView *view() const { return m_view; }
    [[nodiscard]] const LogRows &rows() const { return m_rows; }
    [[nodiscard]] const LogFind &find() const { return m_find; }

signals:
    void choicesChanged();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    // log_panel_menu.cpp: what the user can do
    void buildMenu();
    void addCopyCommands();
    void addGoCommands();
    void addViewCommands();
    [[nodiscard]] QAction *addCommand(const QString &text, const QList<QKeySequence> &keys, const QString &toolTip);
    void limitToView(QAction *command);
    void clearView();
    void showCleared();
    void chooseFile();
    void askForTime();
    void tellNoError();

    // log_panel.cpp
    void buildStatusRow(QLayout *layout);
    void connectParts();
    void findNext();
    void findPrevious();
    void applyFilter();
    void updateStatus();
    void dimStatus();
    void tellCopied(qint64 lines, bool isAll);
    void showNotice(const QString &text);

    const LogStore &m_store;
    LogRows m_rows;
    LogFind m_find;
    LogExport m_export;
    QMenu m_menu;
    QAction *m_copy = nullptr;
    QAction *m_copyText = nullptr;
    QAction *m_showCleared = nullptr;
    FilterBar *m_filterBar;
    FindBar *m_findBar;
    LogView *m_view;
    QLabel *m_status = nullptr;
    QCheckBox *m_follow = nullptr;
    qint64 m_clearedBefore = 0;
    QString m_notice; // takes the place of the counts for a moment
    QTimer m_noticeTimer;
};
