// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/tray/backend_menu.h"

#include "ui/clients/client_snippets.h"
#include "ui/shared/plain_text.h"
#include "ui/shared/possible_actions.h"
#include "ui/shared/tray_icon_painter.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>

BackendMenu::BackendMenu(QWidget *parent)
    : QMenu(parent)
{
    // The first row is enabled, so that it can be read well, and opens the window that says more.
    m_header = addAction(tr("Skills Tray"), this, &BackendMenu::showRequested);
    QFont bold = font();
    bold.setBold(true);
    m_header->setFont(bold);
    m_header->setIconVisibleInMenu(true);
    addSeparator();
    QAction *show = addAction(tr("Show &log"), this, &BackendMenu::showRequested);
    addSeparator();
    m_start = addAction(tr("&Start backend"), this, &BackendMenu::startRequested);
    m_stop = addAction(tr("S&top backend"), this, &BackendMenu::stopRequested);
    m_restart = addAction(tr("&Restart backend"), this, &BackendMenu::restartRequested);
    addSeparator();
    addClients();
    m_atLogin = addAction(tr("Start at lo&gin"));
    m_atLogin->setCheckable(true);
    // triggered, not toggled: only the user's own click is a wish.
    connect(m_atLogin, &QAction::triggered, this, &BackendMenu::startAtLoginRequested);
    addAction(tr("S&ettings…"), this, &BackendMenu::settingsRequested);
    addSeparator();
    QAction *quit = addAction(tr("&Quit and stop the backend"), this, &BackendMenu::quitRequested);

    m_header->setObjectName(QStringLiteral("header"));
    show->setObjectName(QStringLiteral("show"));
    m_start->setObjectName(QStringLiteral("start"));
    m_stop->setObjectName(QStringLiteral("stop"));
    m_restart->setObjectName(QStringLiteral("restart"));
    m_atLogin->setObjectName(QStringLiteral("atLogin"));
    quit->setObjectName(QStringLiteral("quit"));

    // Some panels never tell that their copy of the menu was closed.
    m_openLimit.setSingleShot(true);
    m_openLimit.setInterval(30'000);
    connect(&m_openLimit, &QTimer::timeout, this, &BackendMenu::refreshHeader);
    connect(this, &QMenu::aboutToShow, &m_openLimit, qOverload<>(&QTimer::start));
    connect(this, &QMenu::aboutToHide, this, [this] {
        m_openLimit.stop();
        // It still counts as visible in this moment.
        QMetaObject::invokeMethod(this, &BackendMenu::refreshHeader, Qt::QueuedConnection);
    });
    connect(&m_pacer, &IconPacer::lookChanged, this, &BackendMenu::refreshHeader);
    m_pacer.setPaused(true); // nothing turns in a menu
    setStatus(Status());
}

void BackendMenu::addClients()
{
    QMenu *clients = addMenu(tr("&Connect a client"));
    m_clients = clients->menuAction();
    m_clients->setObjectName(QStringLiteral("clients"));
    clients->addAction(tr("&Claude Code"), this, [this] {
        copy(claudeCodeSnippet(m_mcpUrl), tr("Copied the command for Claude Code. Paste it into a terminal."));
    });
    clients->addAction(tr("C&ursor"), this, [this] {
        copy(cursorSnippet(m_mcpUrl), tr("Copied the entry for Cursor. Paste it into ~/.cursor/mcp.json."));
    });
    clients->addAction(tr("&VS Code"), this, [this] {
        copy(vsCodeSnippet(m_mcpUrl), tr("Copied the entry for VS Code. Paste it into .vscode/mcp.json."));
    });
    m_stdioClient = new QAction(tr("Client that runs a co&mmand"), this);
    m_stdioClient->setObjectName(QStringLiteral("stdioClient"));
    connect(m_stdioClient, &QAction::triggered, this, [this] {
        copy(commandSnippet(m_stdioCommand),
             tr("Copied the entry for a client that starts its servers itself, such as Claude Desktop."));
    });
    m_behindClients = clients->addSeparator();
    clients->addAction(tr("Copy &address"), this, [this] { copy(m_mcpUrl, tr("Copied %1").arg(m_mcpUrl)); });
}

void BackendMenu::copy(const QString &text, const QString &told)
{
    QGuiApplication::clipboard()->setText(text);
    emit copied(told);
}

void BackendMenu::setStatus(const Status &status)
{
    const PossibleActions possible = possibleActions(status);
    m_start->setEnabled(possible.start);
    m_stop->setEnabled(possible.stop);
    m_restart->setEnabled(possible.restart);
    m_clients->setEnabled(possible.copyAddress);
    m_mcpUrl = status.mcpUrl();
    m_message = status.message;
    m_pacer.setStatus(status);
    refreshHeader();
}

void BackendMenu::setStdioCommand(const QStringList &command)
{
    m_stdioCommand = command;
    if (command.isEmpty())
        m_clients->menu()->removeAction(m_stdioClient);
    else
        m_clients->menu()->insertAction(m_behindClients, m_stdioClient);
}

void BackendMenu::setStartsAtLogin(bool enabled, const QString &otherStarter)
{
    m_atLogin->setChecked(enabled);
    // An entry that is there can be taken away.
    m_atLogin->setEnabled(enabled || otherStarter.isEmpty());
    m_atLogin->setToolTip(otherStarter.isEmpty() ? QString() : toolTipText(otherStarter));
}

bool BackendMenu::isOpen() const
{
    return isVisible() || m_openLimit.isActive();
}

// Some desktops close an open menu when its text changes.
void BackendMenu::refreshHeader()
{
    if (isOpen())
        return;
    const QString text = m_message.isEmpty() ? tr("Skills Tray") : menuText(m_message);
    if (m_header->text() != text)
        m_header->setText(text);
    m_header->setIcon(makeIcon(m_pacer.look(), coloursFor(palette())));
}

void BackendMenu::changeEvent(QEvent *event)
{
    QMenu::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshHeader();
}
