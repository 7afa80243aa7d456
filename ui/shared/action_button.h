// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QPushButton>

/// A button in the window; the suggested one of a group stands out in the palette's highlight.
class ActionButton : public QPushButton
{
    Q_OBJECT
public:
    explicit ActionButton(const QString &text, QWidget *parent = nullptr);

    void setSuggested(bool suggested);
    [[nodiscard]] bool isSuggested() const { return m_suggested; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void refreshColours();

    bool m_suggested = false;
    bool m_refreshing = false;
};
