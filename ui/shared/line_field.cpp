// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/line_field.h"

#include "ui/shared/readable_colours.h"

#include <QApplication>
#include <QEvent>
#include <QInputMethodEvent>
#include <QTextCharFormat>

#include <algorithm>

LineField::LineField(QWidget *parent)
    : QLineEdit(parent)
{
    refreshColours();
}

void LineField::refreshColours()
{
    const QPalette around = QApplication::palette(this);
    const QColor ground = around.color(QPalette::Base);
    const QColor wanted = around.color(QPalette::PlaceholderText);
    const auto mixed = [&](int over, int under) { return int(under + (over - under) * wanted.alphaF()); };
    const QColor seen(mixed(wanted.red(), ground.red()), mixed(wanted.green(), ground.green()),
                      mixed(wanted.blue(), ground.blue()));
    QPalette own;
    // Placeholders are meant to be quiet: less contrast than other text has.
    if (contrast(seen, ground) < 2.5)
        own.setColor(QPalette::PlaceholderText, quietOn(ground, around.color(QPalette::Text)));
    m_refreshing = true;
    setPalette(own);
    m_refreshing = false;
}

void LineField::markFault(qsizetype position)
{
    const bool wrong = position >= 0 && !text().isEmpty();
    // Somebody's input method may be in the middle of a word.
    if (!wrong && !m_marked)
        return;
    m_marked = wrong;
    // The one way to format a part of a QLineEdit: as input methods do, counted from the cursor.
    QList<QInputMethodEvent::Attribute> attributes;
    if (wrong) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(readableOn(palette().color(QPalette::Base), Qt::red));
        const auto at = static_cast<int>(std::min(position, text().size() - 1));
        attributes.append({QInputMethodEvent::TextFormat, at - cursorPosition(), 1, format});
    }
    QInputMethodEvent event(QString(), attributes);
    inputMethodEvent(&event);
}

void LineField::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    const bool coloursChanged =
        event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange;
    if (coloursChanged && !m_refreshing)
        refreshColours();
}
