// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/text_block.h"

#include "ui/shared/plain_text.h"

#include <QPainter>
#include <QStyle>
#include <QTextLayout>

#include <algorithm>

static constexpr int MostCharacters = 1000;

TextBlock::TextBlock(int maximumLines, QWidget *parent)
    : QLabel(parent)
    , m_maximumLines(maximumLines)
{
    setTextFormat(Qt::PlainText);
    setForegroundRole(QPalette::WindowText); // whatever the ground is
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void TextBlock::setMaximumLines(int lines)
{
    if (lines == m_maximumLines)
        return;
    m_maximumLines = lines;
    updateGeometry();
    update();
}

void TextBlock::setForeignText(const QString &text)
{
    const QString clean = oneLine(text, MostCharacters);
    if (clean == QLabel::text())
        return;
    setText(clean);
    setToolTip(clean.size() > 60 ? toolTipText(clean) : QString());
}

QStringList TextBlock::linesFor(int width, bool *cut) const
{
    QStringList lines;
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    QTextLayout layout(text(), font());
    layout.setTextOption(option);
    layout.beginLayout();
    int start = 0;
    while (lines.size() < m_maximumLines) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(std::max(1, width));
        start = line.textStart();
        lines << text().mid(start, line.textLength()).trimmed();
    }
    layout.endLayout();
    const QString rest = text().mid(start).trimmed();
    if (!lines.isEmpty() && lines.back() != rest) {
        lines.back() = fontMetrics().elidedText(rest, Qt::ElideRight, width);
        if (cut)
            *cut = true;
    }
    return lines;
}

bool TextBlock::isCut() const
{
    bool cut = false;
    (void)linesFor(contentsRect().width(), &cut);
    return cut;
}

int TextBlock::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    const qsizetype lines = std::max<qsizetype>(1, linesFor(width - margins.left() - margins.right()).size());
    return int(lines) * fontMetrics().lineSpacing() + margins.top() + margins.bottom();
}

QSize TextBlock::sizeHint() const
{
    // One line, as long as a comfortable row; longer texts wrap.
    const int most = fontMetrics().averageCharWidth() * 70;
    const int width = std::min(fontMetrics().horizontalAdvance(text()) + 2, most);
    return {width, heightForWidth(width)};
}

QSize TextBlock::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 12, fontMetrics().lineSpacing()};
}

void TextBlock::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const QRect box = contentsRect();
    const QStringList lines = linesFor(box.width());
    const int spacing = fontMetrics().lineSpacing();
    int y = box.top() + std::max(0, (box.height() - int(lines.size()) * spacing) / 2);
    for (const QString &line : lines) {
        const QRect row(box.left(), y, box.width(), spacing);
        style()->drawItemText(&painter, row, int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), palette(),
                              isEnabled(), line, foregroundRole());
        y += spacing;
    }
}
