// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_filter.h"
#include "core/settings/settings.h"

#include <QWidget>

class LineField;
class QCheckBox;
class QComboBox;
class QLabel;
class QMenu;
class QToolButton;
struct LineView;

/// The row of widgets that say which lines are shown.
class FilterBar : public QWidget
{
    Q_OBJECT
public:
    /// `menu` opens from the button at the end; it must outlive this object.
    explicit FilterBar(QMenu &menu, QWidget *parent = nullptr);

    /// The last good one; `clearedBefore` is left 0.
    [[nodiscard]] const LogFilter &filter() const { return m_filter; }
    void applyChoices(const WindowChoices &choices);
    void fillChoices(WindowChoices &choices) const;
    /// Everything is shown again, but health checks only where `healthChecksToo`.
    void showEverything(bool healthChecksToo);
    /// Takes away what hides this line, and nothing else; that is for once, and no choice to be remembered.
    void letThrough(const LineView &line);
    void focusText();
    /// Says that the filter takes too long to be answered in full, until it is false.
    void setTooCostly(bool tooCostly);

signals:
    void filterChanged();
    void choicesChanged(); // one of those that are remembered
    void left();           // by Esc in a field that has nothing to clear

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void onKindChanged();
    void readKind();
    // A pattern as it is typed: text, or a regular expression between slashes.
    struct Typed
    {
        QString pattern;
        LineMatcher::Options options;
        QString error;
    };
    [[nodiscard]] static Typed typedIn(LineField &field);
    [[nodiscard]] LineField *addField(const QString &placeholder, const QString &name, const QString &toolTip);
    void onTextChanged();
    void showProblem();

    LogFilter m_filter;
    QString m_patternError;
    bool m_tooCostly = false;
    LineField *m_text;
    LineField *m_hidden;
    QComboBox *m_level;
    QComboBox *m_origin;
    QCheckBox *m_hideHealthChecks;
    QToolButton *m_more;
    QLabel *m_problem;
};
