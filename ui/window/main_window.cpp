// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/window/main_window.h"

#include "ui/tray/backend_menu.h"
#include "ui/log/log_panel.h"
#include "ui/log/log_runs.h"
#include "ui/shared/notice_strip.h"
#include "ui/shared/possible_actions.h"
#include "ui/window/status_header.h"
#include "ui/shared/tray_icon_painter.h"
#include "ui/window/trouble_strip.h"

#include <QCloseEvent>
#include <QFrame>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <functional>

static QFrame *separator()
{
    auto *line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    return line;
}

MainWindow::MainWindow(const LogStore &store, BackendMenu &menu, QWidget *parent)
    : QWidget(parent)
    , m_header(new StatusHeader(menu))
    , m_trouble(new TroubleStrip)
    , m_notice(new NoticeStrip)
    , m_log(new LogRuns(store))
{
    setWindowTitle(tr("Skills Tray"));
    setWindowIcon(::windowIcon());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(separator());
    column->addWidget(m_trouble);
    column->addWidget(m_notice);
    column->addWidget(m_log, 1);
    resize(fontMetrics().averageCharWidth() * 150, fontMetrics().height() * 38);

    connect(m_header, &StatusHeader::startRequested, this, &MainWindow::startRequested);
    connect(m_header, &StatusHeader::stopRequested, this, &MainWindow::stopRequested);
    connect(m_header, &StatusHeader::forceStopRequested, this, &MainWindow::forceStopRequested);
    connect(m_header, &StatusHeader::restartRequested, this, &MainWindow::restartRequested);
    connect(&menu, &BackendMenu::copied, m_header, &StatusHeader::tell);
    connect(m_trouble, &TroubleStrip::remedyRequested, this, &MainWindow::remedyRequested);
    connect(m_log, &LogRuns::choicesChanged, this, &MainWindow::rememberSoon);
    connect(m_log, &LogRuns::previousRequested, this, &MainWindow::previousLogRequested);
    connect(m_log, &LogRuns::previousClosed, this, &MainWindow::previousLogClosed);
    m_rememberLater.setSingleShot(true);
    m_rememberLater.setInterval(500);
    connect(&m_rememberLater, &QTimer::timeout, this, &MainWindow::remember);
    addShortcuts();
    m_log->setFocus(); // no button is pressed by the first key
}

MainWindow::~MainWindow() = default;

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, const std::function<void()> &act) {
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    add(Qt::CTRL | Qt::Key_L, [this] { m_log->shown().focusFilter(); });
    add(Qt::CTRL | Qt::SHIFT | Qt::Key_C, [this] { m_header->copyAddress(); });
    add(Qt::CTRL | Qt::Key_W, [this] { close(); });
    add(Qt::CTRL | Qt::Key_Q, [this] { emit quitRequested(); });
    add(Qt::Key_F10, [this] { m_header->openMenu(); });
    add(Qt::Key_F5, [this] {
        if (possibleActions(m_status).restart)
            emit restartRequested();
    });
}

void MainWindow::setStatus(const Status &status)
{
    m_status = status;
    m_header->setStatus(status);
    m_trouble->setTrouble(status.trouble);
}

void MainWindow::setTrayAvailable(bool available)
{
    m_trayAvailable = available;
}

void MainWindow::applyChoices(const WindowChoices &choices)
{
    if (!choices.geometry.isEmpty())
        restoreGeometry(choices.geometry);
    m_toldThatClosingHides = choices.toldThatClosingHides;
    m_log->applyChoices(choices);
    m_rememberLater.stop(); // these are what is remembered already
}

WindowChoices MainWindow::choices() const
{
    WindowChoices choices = m_log->choices();
    choices.geometry = saveGeometry();
    choices.toldThatClosingHides = m_toldThatClosingHides;
    return choices;
}

void MainWindow::showNotice(const QString &text)
{
    m_notice->addText(text);
}

void MainWindow::showLine(qint64 number)
{
    m_log->showThisRun();
    m_log->thisRun().showLine(number);
}

void MainWindow::showPreviousLog(const LogStore &store)
{
    m_log->showPrevious(store);
}

void MainWindow::bringToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::toggle()
{
    const bool wasActive = isActiveWindow() || !m_justActive.hasExpired();
    if (isVisible() && !isMinimized() && wasActive)
        close();
    else
        bringToFront();
}

void MainWindow::rememberSoon()
{
    if (isVisible())
        m_rememberLater.start();
}

void MainWindow::remember()
{
    m_rememberLater.stop();
    emit choicesChanged(choices());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_trayAvailable) {
        event->ignore();
        askWhetherToQuit();
        return;
    }
    event->accept();
    emit closedToTray();
    m_toldThatClosingHides = true;
    remember();
}

void MainWindow::askWhetherToQuit()
{
    if (m_question) {
        m_question->raise();
        m_question->activateWindow();
        return;
    }
    m_question = new QMessageBox(this);
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    m_question->setIcon(QMessageBox::Question);
    m_question->setWindowTitle(tr("Skills Tray"));
    m_question->setTextFormat(Qt::PlainText);
    m_question->setText(tr("Quit Skills Tray and stop the backend?"));
    m_question->setInformativeText(
        tr("This desktop shows no tray icon. Without this window Skills Tray could not be seen."));
    QPushButton *quit = m_question->addButton(tr("&Quit and stop the backend"), QMessageBox::AcceptRole);
    QPushButton *keep = m_question->addButton(tr("&Keep it open"), QMessageBox::RejectRole);
    m_question->setDefaultButton(keep);
    m_question->setEscapeButton(keep);
    connect(quit, &QPushButton::clicked, this, &MainWindow::quitRequested);
    m_question->open();
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && !isActiveWindow())
        m_justActive.setRemainingTime(300);
}

void MainWindow::moveEvent(QMoveEvent *event)
{
    QWidget::moveEvent(event);
    rememberSoon();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    rememberSoon();
}
