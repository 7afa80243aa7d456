// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/control_desk.h"

#include "app/tray/control/control_connection.h"
#include "app/tray/control/control_protocol.h"
#include "app/tray/control/control_server.h"
#include "app/tray/control/log_session.h"
#include "app/tray/control/status_session.h"
#include "core/log/log_store.h"

#include <limits>

using namespace Qt::StringLiterals;

// `start` and `restart` are answered when it is known whether there is something to launch, which takes no time unless
// a program is asked for its version.
static constexpr int ChangeLimitMs = 5000;
// After the grace comes SIGKILL; this is for the kernel.
static constexpr int KillAllowanceMs = 3000;

ControlDesk::ControlDesk(ControlServer &server, const LogStore &store, QString logFile, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_store(store)
    , m_logFile(std::move(logFile))
{
    connect(&server, &ControlServer::requested, this, &ControlDesk::handle);
}

void ControlDesk::setStatus(const Status &status)
{
    if (status.state != m_status.state)
        ++m_changes;
    m_status = status;
    emit statusArrived(status);
}

static bool isSettled(State state)
{
    return state == State::Ready || state == State::Stopped || state == State::Failed;
}

/// Why the backend is not ready, in one line.
static QString causeOf(const Status &status)
{
    QString cause = status.failure ? status.failure->text : status.message;
    return cause.replace(u'\n', u' ');
}

void ControlDesk::handle(ControlConnection *connection, const QJsonObject &request)
{
    const QString verb = request.value("do"_L1).toString();
    if (verb == "status"_L1)
        return sendStatus(*connection);
    if (verb == "start"_L1)
        return start(*connection);
    if (verb == "restart"_L1)
        return restart(*connection);
    if (verb == "stop"_L1)
        return stop(*connection);
    if (verb == "wait"_L1)
        return wait(*connection, request);
    if (verb == "logs"_L1)
        return sendLogs(*connection, request);
    if (verb == "quit"_L1)
        return quit(*connection);
    if (verb == "show"_L1 || verb == "hello"_L1)
        return show(*connection, request);
    connection->finish(answer(ExitUsage, tr("Cannot do \"%1\": Skills Tray knows no such command").arg(verb)));
}

void ControlDesk::sendStatus(ControlConnection &connection) const
{
    const bool isGood = m_status.state == State::Ready && m_status.skills.value_or(0) > 0;
    QJsonObject status = toJson(m_status);
    status.insert(u"log"_s, QJsonObject{{u"lines"_s, m_store.received()},
                                        {u"out"_s, m_store.received(Origin::Out)},
                                        {u"err"_s, m_store.received(Origin::Err)},
                                        {u"kept"_s, m_store.count()},
                                        {u"dropped"_s, m_store.dropped()},
                                        {u"file"_s, m_logFile}});
    QJsonObject reply = answer(isGood ? ExitDone : ExitFailed);
    reply.insert(u"status"_s, status);
    connection.finish(reply);
}

bool ControlDesk::refuse(ControlConnection &connection, const QString &act) const
{
    if (m_status.watching)
        connection.finish(answer(
            ExitFailed, tr("Cannot %1 the backend: somebody else started it, Skills Tray only watches it").arg(act)));
    else if (m_ending)
        connection.finish(answer(ExitFailed, tr("Cannot %1 the backend: Skills Tray is quitting").arg(act)));
    return m_status.watching || m_ending;
}

/// The launch is still being checked: whether the program is there, its config, its port.
static bool isBeingChecked(const Status &status)
{
    return status.state == State::Starting && !status.startedAt.isValid() && !status.trouble;
}

void ControlDesk::answerWhenLeft(ControlConnection &connection, qint64 changesBefore)
{
    // Nobody who waits for a settled state afterwards may see the one of before.
    const auto judge = [this, changesBefore](const Status &status) -> std::optional<QJsonObject> {
        if (status.refusal)
            return answer(ExitFailed, QString(*status.refusal).replace(u'\n', u' '));
        const bool isLeft = m_changes != changesBefore || !isSettled(status.state);
        if (isLeft && status.state == State::Failed)
            return answer(ExitFailed, tr("Cannot start the backend: %1").arg(causeOf(status)));
        return isLeft && !isBeingChecked(status) ? std::optional(answer(ExitDone)) : std::nullopt;
    };
    auto *session = new StatusSession(connection, judge);
    connect(this, &ControlDesk::statusArrived, session, &StatusSession::look);
    session->limit(ChangeLimitMs, isBeingChecked(m_status)
                                      ? answer(ExitDone)
                                      : answer(ExitFailed, tr("Cannot start the backend: %1").arg(causeOf(m_status))));
    session->look(m_status);
}

void ControlDesk::start(ControlConnection &connection)
{
    if (refuse(connection, tr("start")))
        return;
    if (isRunning(m_status.state))
        return connection.finish(answer(ExitDone));
    if (!m_server.admitLongStay(connection))
        return;
    const qint64 before = m_changes;
    emit startRequested();
    answerWhenLeft(connection, before);
}

void ControlDesk::restart(ControlConnection &connection)
{
    if (refuse(connection, tr("restart")) || !m_server.admitLongStay(connection))
        return;
    const qint64 before = m_changes;
    emit restartRequested();
    answerWhenLeft(connection, before);
}

void ControlDesk::stop(ControlConnection &connection)
{
    if (m_status.watching && refuse(connection, tr("stop")))
        return;
    if (!m_server.admitLongStay(connection))
        return;
    emit stopRequested();
    const auto judge = [](const Status &status) -> std::optional<QJsonObject> {
        if (status.state == State::Stopped)
            return answer(ExitDone);
        // Somebody wished a start meanwhile: the tree that we were asked about is gone.
        if (isRunning(status.state))
            return answer(ExitFailed, tr("Cannot stop the backend: it was started again meanwhile"));
        return std::nullopt;
    };
    auto *session = new StatusSession(connection, judge);
    connect(this, &ControlDesk::statusArrived, session, &StatusSession::look);
    session->limit(
        m_graceSeconds * 1000 + KillAllowanceMs,
        answer(ExitFailed, tr("Cannot stop the backend: something of it still runs %1 s after it was asked to end")
                               .arg(m_graceSeconds + KillAllowanceMs / 1000)));
    session->look(m_status);
}

void ControlDesk::wait(ControlConnection &connection, const QJsonObject &request)
{
    const QString name = request.value("for"_L1).toString();
    const std::optional<State> wanted = stateFromName(name);
    if (!wanted && name != "settled"_L1)
        return connection.finish(answer(ExitUsage, tr("Cannot wait for \"%1\": there is no such state").arg(name)));
    if (!m_server.admitLongStay(connection))
        return;
    const auto judge = [wanted](const Status &status) -> std::optional<QJsonObject> {
        if (wanted ? status.state == *wanted : isSettled(status.state))
            return answer(ExitDone);
        if (wanted == State::Ready && (status.state == State::Failed || status.state == State::Stopped))
            return answer(ExitFailed, tr("The backend is not ready: %1").arg(causeOf(status)));
        return std::nullopt;
    };
    auto *session = new StatusSession(connection, judge);
    connect(this, &ControlDesk::statusArrived, session, &StatusSession::look);
    session->look(m_status);
    const double timeoutMs = request.value("timeoutMs"_L1).toDouble(-1);
    if (timeoutMs >= 0 && timeoutMs < 1e12 && !connection.isFinished())
        session->limit(
            qint64(timeoutMs),
            answer(ExitTimeout, tr("The backend is not %1 after %2 s").arg(name, QString::number(timeoutMs / 1000))));
}

void ControlDesk::sendLogs(ControlConnection &connection, const QJsonObject &request)
{
    if (!m_server.admitLongStay(connection))
        return;
    LogBatches::Wish wish;
    const QString level = request.value("level"_L1).toString(u"-"_s);
    const std::optional<Level> minimum = levelFromName(level.toLatin1());
    if (!minimum)
        return connection.finish(answer(ExitUsage, tr("Cannot show lines of level %1: there is no such").arg(level)));
    wish.minimum = *minimum;
    wish.records = request.value("records"_L1).toBool();
    wish.all = request.value("all"_L1).toBool();
    wish.lines = qMax(0, request.value("lines"_L1).toInt(wish.all ? std::numeric_limits<int>::max() : wish.lines));
    new LogSession(m_store, connection, wish, request.value("follow"_L1).toBool());
}

void ControlDesk::show(ControlConnection &connection, const QJsonObject &request)
{
    if (m_ending)
        return connection.drop();
    // A second start that wants no window only asks whether we are here.
    const bool isWanted = request.value("do"_L1).toString() == "show"_L1;
    if (isWanted && !m_headless)
        emit showRequested(request.value("token"_L1).toString().toUtf8());
    QJsonObject reply =
        isWanted && m_headless
            ? answer(ExitFailed, tr("Cannot show the window: Skills Tray runs without one (--headless)"))
            : answer(ExitDone);
    reply.insert(u"headless"_s, m_headless);
    connection.finish(reply);
}

void ControlDesk::quit(ControlConnection &connection)
{
    if (!m_server.admitLongStay(connection))
        return;
    m_quitting += &connection;
    emit quitRequested();
}

void ControlDesk::answerQuit(const QJsonObject &answer)
{
    for (const QPointer<ControlConnection> &connection : std::as_const(m_quitting)) {
        if (connection)
            connection->finishWithProcess(answer);
    }
    m_quitting.clear();
}
