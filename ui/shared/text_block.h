// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>

/// Foreign text in a few lines at most: plain, broken where it must be, with an ellipsis where it does not fit.
class TextBlock : public QLabel
{
    Q_OBJECT
public:
    explicit TextBlock(int maximumLines, QWidget *parent = nullptr);

    void setMaximumLines(int lines);
    /// Cleaned and cut first; the whole of a long text is in the tooltip.
    void setForeignText(const QString &text);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    /// True when the lines that are painted at this width do not show all of the text.
    [[nodiscard]] bool isCut() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QStringList linesFor(int width, bool *cut = nullptr) const;

    int m_maximumLines;
};
