// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/notice_strip.h"

#include "ui/shared/readable_colours.h"
#include "ui/shared/text_block.h"

#include <QAccessible>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

NoticeStrip::NoticeStrip(QWidget *parent)
    : QFrame(parent)
    , m_text(new TextBlock(4))
    , m_close(new QToolButton)
{
    setAutoFillBackground(true);
    m_close->setAutoRaise(true);
    m_close->setText(QStringLiteral("×"));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss"));
    m_close->setFocusPolicy(Qt::StrongFocus);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        m_text->setForeignText(QString());
    });
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 4, 16, 4);
    row->addWidget(m_text, 1);
    row->addWidget(m_close);
    refreshColours();
    hide();
}

void NoticeStrip::addText(const QString &text)
{
    if (text.isEmpty())
        return;
    m_text->setForeignText(m_text->text().isEmpty() ? text : m_text->text() + u' ' + text);
    setAccessibleName(m_text->text());
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void NoticeStrip::refreshColours()
{
    m_refreshing = true;
    const QPalette strip = noticePalette(QApplication::palette());
    setPalette(strip);
    QPalette button;
    button.setColor(QPalette::ButtonText, strip.color(QPalette::WindowText));
    m_close->setPalette(button);
    m_refreshing = false;
}

void NoticeStrip::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (!m_refreshing && (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange))
        refreshColours();
}
