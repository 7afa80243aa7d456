// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit>

/// A line edit whose placeholder can be read on every palette, and that can show where its text is wrong.
///
/// Some dark palettes say nothing about placeholders; they then stay black.
class LineField : public QLineEdit
{
    Q_OBJECT
public:
    explicit LineField(QWidget *parent = nullptr);

    /// Underlines the character at `position`, the last one where that is behind the end; -1: none. To be
    /// told again when the text changes.
    void markFault(qsizetype position);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refreshColours();

    bool m_refreshing = false;
    bool m_marked = false;
};
