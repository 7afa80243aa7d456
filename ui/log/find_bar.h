// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/line_matcher.h"

#include <QWidget>

class LogFind;
class QLabel;
class LineField;
class QToolButton;

/// Asks what to find and says which of how many matches is shown.
class FindBar : public QWidget
{
    Q_OBJECT
public:
    /// `find` must outlive this object.
    explicit FindBar(const LogFind &find, QWidget *parent = nullptr);

    /// Shows itself with the keyboard in its field; a `text` that is not empty is proposed.
    void open(const QString &text);
    void close();
    [[nodiscard]] QString pattern() const;
    [[nodiscard]] LineMatcher::Options options() const;

signals:
    void patternChanged(); // also when it was closed, which finds nothing any more
    void closed();
    void nextRequested();
    void previousRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QToolButton *addButton(const QString &text, const QString &toolTip, bool checkable);
    void updateCount();
    void updateProblem();

    const LogFind &m_find;
    LineField *m_text;
    QLabel *m_count;
    QLabel *m_problem; // a row of its own, which may be long
    QToolButton *m_previous;
    QToolButton *m_next;
    QToolButton *m_case;
    QToolButton *m_word;
    QToolButton *m_regex;
};
