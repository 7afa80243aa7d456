// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/window/trouble_strip.h"

#include "ui/shared/action_button.h"
#include "ui/window/header_texts.h"
#include "ui/shared/plain_text.h"
#include "ui/shared/readable_colours.h"
#include "ui/shared/text_block.h"
#include "ui/shared/wrap_layout.h"

#include <QAccessibleWidget>
#include <QApplication>
#include <QEvent>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

// As in the header: sentences are short, but fonts can be large and windows narrow.
static constexpr int MostLines = 4;
static constexpr int MostLinesWhenNarrow = 12;
static constexpr int DetailLines = 7;
static constexpr int LongestDetail = 2000;

/// Each line made harmless, and none joined to the next.
static QString plainLines(const QString &text)
{
    QStringList lines = text.split(u'\n');
    for (QString &line : lines)
        line = oneLine(line, LongestDetail);
    return lines.join(u'\n');
}

// To a screen reader the strip is an alert, not a pane.
static QAccessibleInterface *alertInterface(const QString &className, QObject *object)
{
    if (className != QLatin1String("TroubleStrip") || !object || !object->isWidgetType())
        return nullptr;
    return new QAccessibleWidget(qobject_cast<QWidget *>(object), QAccessible::AlertMessage);
}

TroubleStrip::TroubleStrip(QWidget *parent)
    : QFrame(parent)
    , m_title(new TextBlock(MostLines))
    , m_text(new TextBlock(MostLines))
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_more(new QToolButton)
    , m_details(new QPlainTextEdit)
    , m_buttonArea(new QWidget)
    , m_buttonRow(new WrapLayout(m_buttonArea))
{
    static const bool installed = [] {
        QAccessible::installFactory(alertInterface);
        return true;
    }();
    Q_UNUSED(installed)
    setAutoFillBackground(true);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addStretch(1);
    texts->addWidget(m_title);
    texts->addWidget(m_text);
    texts->addStretch(1);
    m_row->addLayout(texts, 1);
    m_row->addWidget(m_buttonArea, 0, Qt::AlignVCenter);
    m_more->setObjectName(QStringLiteral("more"));
    m_more->setText(tr("Deta&ils"));
    m_more->setToolTip(tr("Where was looked, and what the backend said last"));
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setArrowType(Qt::RightArrow);
    m_more->setAutoRaise(true);
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    connect(m_more, &QToolButton::toggled, this, &TroubleStrip::showDetails);
    m_details->setObjectName(QStringLiteral("details"));
    m_details->setReadOnly(true);
    m_details->setTabChangesFocus(true);
    m_details->setAccessibleName(tr("Details"));
    m_details->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 16, 8);
    column->setSpacing(2);
    column->addLayout(m_row);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    column->addWidget(m_details);
    refreshColours();
    hide();
}

void TroubleStrip::setTrouble(const std::optional<Trouble> &trouble)
{
    if (trouble == m_trouble)
        return;
    const bool sameButtons = trouble && m_trouble && trouble->remedies == m_trouble->remedies;
    m_trouble = trouble;
    if (!trouble) {
        m_more->setChecked(false);
        hide();
        return;
    }
    m_title->setForeignText(trouble->title);
    m_text->setForeignText(trouble->text);
    m_text->setVisible(!trouble->text.isEmpty());
    if (!sameButtons) // they may have the focus, or the pointer on them
        rebuildButtons(trouble->remedies);
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_text->text());
    m_more->setVisible(!trouble->details.isEmpty());
    if (trouble->details.isEmpty())
        m_more->setChecked(false);
    m_details->setPlainText(plainLines(trouble->details));
    arrange();
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void TroubleStrip::showDetails(bool shown)
{
    m_more->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
    m_details->setFixedHeight(m_details->fontMetrics().lineSpacing() * DetailLines);
    m_details->setVisible(shown);
}

void TroubleStrip::rebuildButtons(const QList<Remedy> &remedies)
{
    // Later, because this may be the answer to a click on one of them.
    for (ActionButton *old : std::as_const(m_buttons)) {
        old->hide();
        old->deleteLater();
    }
    m_buttons.clear();
    while (QLayoutItem *item = m_buttonRow->takeAt(0))
        delete item;
    for (const Remedy remedy : remedies) {
        auto *button = new ActionButton(remedyText(remedy), m_buttonArea);
        button->setToolTip(remedyToolTip(remedy));
        button->setSuggested(m_buttons.isEmpty());
        connect(button, &QPushButton::clicked, this, [this, remedy] { emit remedyRequested(remedy); });
        m_buttonRow->addWidget(button);
        m_buttons << button;
        button->show();
    }
    m_buttonArea->setVisible(!remedies.isEmpty());
}

void TroubleStrip::arrange()
{
    const int beside = m_buttonRow->sizeHint().width() + fontMetrics().averageCharWidth() * 50;
    m_row->setDirection(width() >= beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_row->setAlignment(m_buttonArea, width() >= beside ? Qt::AlignVCenter : Qt::Alignment());
    for (TextBlock *text : {m_title, m_text})
        text->setMaximumLines(width() >= beside ? MostLines : MostLinesWhenNarrow);
}

// Beside each other they need more; but then arrange() puts them below each other, if only the window may shrink.
QSize TroubleStrip::minimumSizeHint() const
{
    const QMargins margins = layout()->contentsMargins();
    return {stackedMinimumSize(*m_row).width() + margins.left() + margins.right(),
            layout()->totalMinimumSize().height()};
}

void TroubleStrip::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    arrange();
}

void TroubleStrip::refreshColours()
{
    m_refreshing = true;
    const QPalette strip = amberPalette(QApplication::palette());
    setPalette(strip);
    QPalette quiet;
    quiet.setColor(QPalette::WindowText, quietOn(strip.color(QPalette::Window), strip.color(QPalette::WindowText)));
    m_text->setPalette(quiet);
    m_refreshing = false;
}

void TroubleStrip::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (m_refreshing)
        return;
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        refreshColours();
    else if (event->type() == QEvent::FontChange) {
        QFont bold = font();
        bold.setBold(true);
        m_title->setFont(bold);
        arrange();
    }
}
