// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ui/log/log_selection.h"

#include <QAccessibleWidget>
#include <QObject>
#include <QTimer>

#include <map>

class LogView;

/// A log view as screen readers see it: a list with an item for each row, which is made when it is asked for.
class AccessibleLog : public QAccessibleWidget
{
public:
    explicit AccessibleLog(LogView *view);
    ~AccessibleLog() override;
    Q_DISABLE_COPY_MOVE(AccessibleLog)

    /// From now on log views are told of by this class.
    static void install();

    [[nodiscard]] int childCount() const override;
    [[nodiscard]] QAccessibleInterface *child(int index) const override;
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override;
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override;
    [[nodiscard]] QAccessibleInterface *focusChild() const override;

private:
    void forgetSome() const;

    LogView *m_view;
    mutable std::map<qint64, QAccessible::Id> m_children; // by line number
};

/// Tells screen readers what changes in a log view: the row with the focus and the selection at once, new lines at most
/// once a second.
class LogNews : public QObject, private QAccessible::ActivationObserver
{
    Q_OBJECT
public:
    /// `view` must outlive this object.
    explicit LogNews(LogView &view);
    ~LogNews() override;
    Q_DISABLE_COPY_MOVE(LogNews)

signals:
    /// The row's index, or -1 for the whole list.
    void told(QAccessible::Event type, int child);

private:
    void accessibilityActiveChanged(bool active) override { m_active = active; }
    void onCursorChanged();
    void onRefreshed();
    void tellOfRows();
    void tellOfFocus();
    void tell(QAccessible::Event type, int child = -1);

    LogView &m_view;
    bool m_active; // somebody listens
    LogSelection m_selection;
    qint64 m_toldEnd = 0; // rows up to there
    qint64 m_toldFocus = -1;
    qint64 m_toldCount = 0;
    QTimer m_pause;
};
