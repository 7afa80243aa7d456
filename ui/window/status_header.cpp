// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/window/status_header.h"

#include "ui/shared/action_button.h"
#include "ui/window/header_texts.h"
#include "ui/shared/possible_actions.h"
#include "ui/shared/readable_colours.h"
#include "ui/shared/text_block.h"
#include "ui/shared/tray_icon_painter.h"
#include "ui/shared/wrap_layout.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

// A second click on Stop, meant for the first, must not kill.
static constexpr qint64 EndNowAfterMs = 1000;

// A sentence is two lines long at most; where the window is narrow or the font is large, it needs more.
static constexpr int MostLines = 2;
static constexpr int MostLinesWhenNarrow = 10;

StatusHeader::StatusHeader(QMenu &menu, QWidget *parent)
    : QWidget(parent)
    , m_menu(menu)
    , m_box(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_icon(new QLabel)
    , m_message(new TextBlock(MostLines))
    , m_facts(new TextBlock(MostLines))
    , m_progress(new QProgressBar)
    , m_buttonArea(new QWidget)
    , m_buttonRow(new WrapLayout(m_buttonArea))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_message->setObjectName(QStringLiteral("message"));
    m_facts->setObjectName(QStringLiteral("facts"));
    m_progress->setObjectName(QStringLiteral("progress"));
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Skills loaded"));
    // It keeps its place, so that nothing below jumps when it comes and goes.
    QSizePolicy policy = m_progress->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(policy);
    m_progress->hide();

    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addStretch(1);
    texts->addWidget(m_message);
    texts->addWidget(m_facts);
    texts->addSpacing(4);
    texts->addWidget(m_progress);
    texts->addStretch(1);
    auto *look = new QHBoxLayout;
    look->addWidget(m_icon, 0, Qt::AlignVCenter);
    look->addSpacing(8);
    look->addLayout(texts, 1);
    m_box->addLayout(look, 1);
    m_box->addWidget(m_buttonArea, 0, Qt::AlignVCenter);
    m_box->setContentsMargins(16, 10, 16, 10);
    buildButtons();

    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        refreshFacts();
        refreshButtons();
    });
    m_toldTimer.setSingleShot(true);
    m_toldTimer.setInterval(5000);
    connect(&m_toldTimer, &QTimer::timeout, this, [this] {
        m_told.clear();
        refreshFacts();
    });
    connect(&m_pacer, &IconPacer::lookChanged, this, &StatusHeader::refreshIcon);
    m_pacer.setPaused(true);
    refreshFonts();
    refreshColours();
    setStatus(Status());
}

void StatusHeader::buildButtons()
{
    m_copy = new ActionButton(tr("&Copy address"));
    m_copy->setObjectName(QStringLiteral("copy"));
    m_copy->setToolTip(tr("Copy the address that clients need (Ctrl+Shift+C)"));
    connect(m_copy, &QPushButton::clicked, this, &StatusHeader::copyAddress);
    m_restart = new ActionButton(tr("&Restart"));
    m_restart->setObjectName(QStringLiteral("restart"));
    m_restart->setToolTip(tr("Stop the backend and start it again (F5)"));
    connect(m_restart, &QPushButton::clicked, this, &StatusHeader::restartRequested);
    m_run = new ActionButton(tr("&Start backend"));
    m_run->setObjectName(QStringLiteral("run"));
    connect(m_run, &QPushButton::clicked, this, &StatusHeader::toggleRunning);
    m_menuButton = new QToolButton;
    m_menuButton->setObjectName(QStringLiteral("menu"));
    m_menuButton->setText(QStringLiteral("☰"));
    m_menuButton->setToolTip(tr("Menu (F10)"));
    m_menuButton->setAccessibleName(tr("Menu"));
    m_menuButton->setFocusPolicy(Qt::StrongFocus);
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    connect(m_menuButton, &QToolButton::clicked, this, &StatusHeader::openMenu);
    for (QWidget *button : {static_cast<QWidget *>(m_copy), static_cast<QWidget *>(m_restart),
                            static_cast<QWidget *>(m_run), static_cast<QWidget *>(m_menuButton)})
        m_buttonRow->addWidget(button);
}

void StatusHeader::setStatus(const Status &status)
{
    if (status.state != State::Stopping)
        m_sinceStopping.invalidate();
    else if (!m_sinceStopping.isValid())
        m_sinceStopping.start();
    m_status = status;
    m_pacer.setStatus(status);
    m_message->setForeignText(status.message.isEmpty() ? tr("Not started yet") : status.message);
    m_icon->setAccessibleName(m_message->text());
    refreshFacts();
    refreshProgress();
    refreshButtons();
    refreshTicking();
}

void StatusHeader::tell(const QString &sentence)
{
    m_told = sentence;
    m_toldTimer.start();
    refreshFacts();
}

void StatusHeader::copyAddress()
{
    if (!possibleActions(m_status).copyAddress)
        return;
    QApplication::clipboard()->setText(m_status.mcpUrl());
    tell(tr("Copied %1").arg(m_status.mcpUrl()));
}

void StatusHeader::openMenu()
{
    // popup(), not setMenu(): the menu belongs to the tray icon too.
    const QSize size = m_menu.sizeHint();
    const QPoint corner =
        m_menuButton->mapToGlobal(QPoint(m_menuButton->width() - size.width(), m_menuButton->height()));
    m_menu.popup(corner);
}

void StatusHeader::toggleRunning()
{
    if (m_status.state == State::Stopping)
        emit forceStopRequested();
    else if (possibleActions(m_status).stop)
        emit stopRequested();
    else
        emit startRequested();
}

void StatusHeader::refreshFacts()
{
    m_facts->setForeignText(m_told.isEmpty() ? factsLine(m_status, monotonicMs()) : m_told);
}

void StatusHeader::refreshProgress()
{
    const int total = m_status.state == State::Loading ? m_status.skillsExpected.value_or(0) : 0;
    if (total > 0) {
        m_progress->setRange(0, total);
        m_progress->setValue(std::clamp(m_status.skills.value_or(0), 0, total));
    }
    // A bar for "nobody knows how long" looks full in some styles; the text tells the time that has passed.
    m_progress->setVisible(total > 0);
}

void StatusHeader::refreshButtons()
{
    const PossibleActions possible = possibleActions(m_status);
    m_copy->setEnabled(possible.copyAddress);
    m_restart->setEnabled(possible.restart);
    if (m_status.state == State::Stopping) {
        m_run->setText(tr("&End now"));
        m_run->setToolTip(tr("Do not wait until the backend has ended by itself"));
        m_run->setEnabled(m_sinceStopping.isValid() && m_sinceStopping.hasExpired(EndNowAfterMs - 1));
    } else if (possible.stop) {
        m_run->setText(tr("&Stop"));
        m_run->setToolTip(tr("Stop the backend and all its processes"));
        m_run->setEnabled(true);
    } else {
        m_run->setText(tr("&Start backend"));
        m_run->setToolTip(tr("Start the backend"));
        m_run->setEnabled(possible.start);
    }
    // One button stands out: the strip's, where there is one.
    const bool stripSuggests = m_status.trouble && !m_status.trouble->remedies.isEmpty();
    m_run->setSuggested(possible.start && !possible.stop && !stripSuggests);
}

void StatusHeader::refreshTicking()
{
    const bool tick = isVisible() && (factsTick(m_status) || m_status.state == State::Stopping);
    if (tick && !m_tick.isActive())
        m_tick.start();
    else if (!tick)
        m_tick.stop();
    m_pacer.setPaused(!isVisible());
}

void StatusHeader::refreshIcon()
{
    const int side = std::clamp(fontMetrics().height() * 7 / 2, 48, 112);
    const QColor ground = palette().color(backgroundRole());
    const IconColours colours = ground.lightness() < 128 ? IconColours::Dark : IconColours::Light;
    m_icon->setPixmap(makeIcon(m_pacer.look(), colours).pixmap(QSize(side, side), devicePixelRatioF()));
}

void StatusHeader::refreshFonts()
{
    m_refreshing = true;
    QFont large = font();
    large.setBold(true);
    if (large.pointSizeF() > 0)
        large.setPointSizeF(large.pointSizeF() * 1.25);
    m_message->setFont(large);
    m_progress->setMaximumHeight(std::max(6, fontMetrics().height() / 2));
    // As wide as its longest text: the buttons beside it stay where they are.
    int widest = 0;
    for (const QString &text : {tr("&Start backend"), tr("&Stop"), tr("&End now")}) {
        m_run->setText(text);
        m_run->setMinimumWidth(0);
        widest = std::max(widest, m_run->sizeHint().width());
    }
    m_run->setMinimumWidth(widest);
    const int side = m_copy->sizeHint().height();
    m_menuButton->setMinimumSize(side, side);
    refreshButtons();
    refreshIcon();
    m_refreshing = false;
}

void StatusHeader::refreshColours()
{
    m_refreshing = true;
    const QPalette around = QApplication::palette();
    QPalette quiet;
    quiet.setColor(QPalette::WindowText, quietOn(around.color(backgroundRole()), around.color(QPalette::WindowText)));
    m_facts->setPalette(quiet);
    refreshIcon();
    m_refreshing = false;
}

void StatusHeader::arrange()
{
    const QMargins margins = m_box->contentsMargins();
    const int beside = m_buttonRow->sizeHint().width() + m_icon->sizeHint().width() +
                       fontMetrics().averageCharWidth() * 36 + margins.left() + margins.right();
    const bool wide = width() >= beside;
    m_box->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_box->setAlignment(m_buttonArea, wide ? Qt::AlignVCenter : Qt::Alignment());
    for (TextBlock *text : {m_message, m_facts})
        text->setMaximumLines(wide ? MostLines : MostLinesWhenNarrow);
}

void StatusHeader::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (m_refreshing)
        return;
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        refreshFonts();
        arrange();
    } else if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange) {
        refreshColours();
    }
}

// Beside each other they need more; but then arrange() puts them below each other, if only the window may shrink.
QSize StatusHeader::minimumSizeHint() const
{
    return stackedMinimumSize(*m_box);
}

void StatusHeader::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void StatusHeader::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refreshFacts();
    refreshButtons();
    refreshTicking();
    refreshIcon();
}

void StatusHeader::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    refreshTicking();
}
