// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/commands/second_start.h"

#include "app/tray/commands/activation_token.h"
#include "app/tray/control/control_protocol.h"
#include "app/tray/output.h"

using namespace Qt::StringLiterals;

// A first start on a busy machine may need that long until it listens.
static constexpr int PatienceMs = 10'000;
static constexpr int PatienceElsewhereMs = 2000;
static constexpr int LookAgainMs = 50;

SecondStart::SecondStart(const CommandLine &commandLine, QString socketPath, InstanceLock &lock, QString elsewhere,
                         QObject *parent)
    : QObject(parent)
    , m_commandLine(commandLine)
    , m_path(std::move(socketPath))
    , m_lock(lock)
    , m_elsewhere(std::move(elsewhere))
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &SecondStart::giveUp);
}

void SecondStart::begin()
{
    m_patience.start(m_elsewhere.isEmpty() ? PatienceMs : PatienceElsewhereMs);
    ask();
}

void SecondStart::ask()
{
    m_client = std::make_unique<ControlClient>(m_path);
    connect(m_client.get(), &ControlClient::unreachable, this, &SecondStart::tryAgain, Qt::QueuedConnection);
    connect(m_client.get(), &ControlClient::ended, this, &SecondStart::tryAgain, Qt::QueuedConnection);
    connect(m_client.get(), &ControlClient::answered, this, &SecondStart::onAnswered);
    connect(m_client.get(), &ControlClient::silent, this, &SecondStart::giveUp);
    QJsonObject object = request(wantsWindow() ? u"show"_s : u"hello"_s);
    if (wantsWindow())
        object.insert(u"token"_s, activationToken());
    m_client->ask(object);
}

void SecondStart::onAnswered(const QJsonObject &answer)
{
    m_client->disconnect(this);
    const bool isHeadless = answer.value("headless"_L1).toBool();
    QStringList ignored = m_commandLine.given;
    ignored.removeAll(u"--background"_s);
    if (isHeadless)
        ignored.removeAll(u"--headless"_s);
    QString sentence = tr("Skills Tray runs already");
    if (!m_elsewhere.isEmpty())
        sentence += tr(", with another runtime directory (%1)").arg(m_elsewhere);
    if (isHeadless)
        sentence += tr(", without a window (--headless)");
    if (!ignored.isEmpty())
        sentence += tr("; ignored: %1").arg(ignored.join(u' '));
    const bool isWindowMissing = isHeadless && wantsWindow();
    if (isWindowMissing || !ignored.isEmpty() || !m_elsewhere.isEmpty())
        printError(sentence);
    // That it runs is what a start is for.
    emit finished(isWindowMissing ? ExitDone : answer.value("exit"_L1).toInt(ExitFailed));
}

void SecondStart::tryAgain()
{
    m_client->disconnect(this);
    switch (m_lock.take()) {
    case InstanceLock::Outcome::Taken:
        emit lockTaken();
        return;
    case InstanceLock::Outcome::Impossible:
        printError(m_lock.error());
        emit finished(ExitFailed);
        return;
    case InstanceLock::Outcome::HeldByAnother:
        break;
    }
    QTimer::singleShot(LookAgainMs, this, &SecondStart::ask);
}

void SecondStart::giveUp()
{
    m_client->disconnect(this);
    m_patience.stop();
    if (m_elsewhere.isEmpty()) {
        printError(tr("Cannot show the window: Skills Tray runs, but does not answer on %1").arg(m_path));
    } else {
        const qint64 pid = m_lock.holder().pid;
        printError(tr("Cannot start: Skills Tray runs already as process %1, with another runtime directory (%2), and "
                      "does not answer there")
                       .arg(QString::number(pid), m_elsewhere));
    }
    emit finished(ExitTimeout);
}
