// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"

#include <QFrame>

#include <optional>

class ActionButton;
class QBoxLayout;
class QPlainTextEdit;
class QToolButton;
class TextBlock;
class WrapLayout;

/// The amber strip under the header: trouble, the buttons that solve it, and details that are folded until somebody
/// asks. Announced as an alert.
class TroubleStrip : public QFrame
{
    Q_OBJECT
public:
    explicit TroubleStrip(QWidget *parent = nullptr);

    /// None hides the strip.
    void setTrouble(const std::optional<Trouble> &trouble);
    [[nodiscard]] QList<ActionButton *> buttons() const { return m_buttons; }
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void remedyRequested(Remedy remedy);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refreshColours();
    void rebuildButtons(const QList<Remedy> &remedies);
    void arrange();
    void showDetails(bool shown);

    TextBlock *m_title;
    TextBlock *m_text;
    QBoxLayout *m_row;
    QToolButton *m_more;
    QPlainTextEdit *m_details;
    QWidget *m_buttonArea;
    WrapLayout *m_buttonRow;
    QList<ActionButton *> m_buttons;
    std::optional<Trouble> m_trouble;
    bool m_refreshing = false;
};
