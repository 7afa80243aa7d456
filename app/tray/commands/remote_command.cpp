// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/commands/remote_command.h"

#include "app/tray/commands/activation_token.h"
#include "app/tray/commands/printed_status.h"
#include "app/tray/control/control_protocol.h"
#include "app/tray/control/log_batches.h"
#include "app/tray/output.h"
#include "core/log/log_format.h"
#include "core/settings/paths.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QSocketNotifier>

using namespace Qt::StringLiterals;

// The running instance keeps the time; this is for one that hangs.
static constexpr qint64 TimeoutAllowanceMs = 500;

// Without a filter the running instance counts the last lines itself.
static bool isFiltered(const CommandLine &commandLine)
{
    return commandLine.minimumLevel || !commandLine.pattern.isEmpty();
}

static LogPrinter::Wish printerWish(const CommandLine &commandLine)
{
    LogPrinter::Wish wish{.pattern = commandLine.pattern, .last = std::nullopt, .json = commandLine.json};
    if (isFiltered(commandLine) && (commandLine.lines || !commandLine.all))
        wish.last = commandLine.lines.value_or(DefaultLogLines);
    return wish;
}

RemoteCommand::RemoteCommand(CommandLine commandLine, const Paths &paths, QObject *parent)
    : QObject(parent)
    , m_commandLine(std::move(commandLine))
    , m_client(paths.controlSocket())
    , m_printer(printerWish(m_commandLine))
    , m_archive(paths.logFile(), LogStore::DefaultCapBytes, nullptr, 0)
{
    connect(&m_client, &ControlClient::answered, this, &RemoteCommand::onAnswered);
    connect(&m_client, &ControlClient::ended, this, &RemoteCommand::onEnded);
    connect(&m_client, &ControlClient::unreachable, this, &RemoteCommand::onUnreachable);
    connect(&m_archive, &PreviousLog::loaded, this, &RemoteCommand::printArchive);
    connect(&m_archive, &PreviousLog::failed, this, [this](const QString &text) {
        finish(ExitNotRunning, m_archive.isUnreadable() ? tr("Skills Tray is not running. %1").arg(text)
                                                        : tr("Skills Tray is not running"));
    });
    connect(&m_client, &ControlClient::partCame, this, &RemoteCommand::onPart);
    connect(&m_client, &ControlClient::silent, this, &RemoteCommand::onSilent);
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        finish(ExitTimeout,
               tr("Skills Tray did not answer within %1 s").arg(double(m_commandLine.timeoutMs.value_or(0)) / 1000));
    });
}

static QString verbToSend(Verb verb)
{
    switch (verb) {
    case Verb::Status:
        return u"status"_s;
    case Verb::Start:
        return u"start"_s;
    case Verb::Stop:
        return u"stop"_s;
    case Verb::Restart:
        return u"restart"_s;
    case Verb::Logs:
        return u"logs"_s;
    case Verb::Show:
        return u"show"_s;
    case Verb::Quit:
        return u"quit"_s;
    case Verb::Wait:
        return u"wait"_s;
    case Verb::Run:
    case Verb::Check:
    case Verb::Help:
    case Verb::Version:
        break;
    }
    Q_UNREACHABLE();
}

QJsonObject RemoteCommand::request() const
{
    QJsonObject object = ::request(verbToSend(m_commandLine.verb));
    if (m_commandLine.verb == Verb::Wait) {
        object.insert(u"for"_s, m_commandLine.waitFor);
        if (m_commandLine.timeoutMs)
            object.insert(u"timeoutMs"_s, *m_commandLine.timeoutMs);
    }
    if (m_commandLine.verb == Verb::Logs) {
        object.insert(u"follow"_s, m_commandLine.follow);
        object.insert(u"all"_s, m_commandLine.all);
        object.insert(u"records"_s, m_printer.needsRecords());
        if (m_commandLine.minimumLevel)
            object.insert(u"level"_s, QString::fromLatin1(levelName(*m_commandLine.minimumLevel)));
        if (isFiltered(m_commandLine))
            object.insert(u"lines"_s, std::numeric_limits<int>::max());
        else if (m_commandLine.lines)
            object.insert(u"lines"_s, *m_commandLine.lines);
    }
    if (m_commandLine.verb == Verb::Show)
        object.insert(u"token"_s, activationToken());
    return object;
}

void RemoteCommand::run()
{
    if (m_commandLine.timeoutMs && *m_commandLine.timeoutMs < std::numeric_limits<int>::max() - TimeoutAllowanceMs)
        m_timeout.start(int(*m_commandLine.timeoutMs + TimeoutAllowanceMs));
    if (m_commandLine.verb == Verb::Logs && m_commandLine.follow && stdoutHasReader())
        watchReader();
    m_client.ask(request());
}

void RemoteCommand::watchReader()
{
    // A pipe's writing end becomes "readable" when the other end closes; so `logs -f | head` ends at once.
    auto *notifier = new QSocketNotifier(1, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        finish(ExitDone);
    });
}

void RemoteCommand::onUnreachable()
{
    // What it said before it ended, or crashed, stands in its file.
    if (m_commandLine.verb == Verb::Logs)
        return m_archive.load();
    finish(ExitNotRunning, tr("Skills Tray is not running"));
}

void RemoteCommand::printArchive()
{
    LogBatches::Wish wish{.lines = std::numeric_limits<int>::max(),
                          .all = m_commandLine.all,
                          .minimum = m_commandLine.minimumLevel.value_or(Level::None),
                          .records = m_printer.needsRecords()};
    if (!isFiltered(m_commandLine))
        wish.lines = m_commandLine.lines.value_or(wish.all ? wish.lines : DefaultLogLines);
    LogBatches batches(m_archive.store(), wish);
    while (!batches.isAtEnd() && !m_finished) {
        if (const std::optional<QJsonObject> part = fromLine(batches.next()))
            onPart(*part);
    }
    const QByteArray text = m_finished ? QByteArray() : m_printer.finish();
    if (!text.isEmpty() && !printOut(text))
        return finish(ExitDone);
    if (!m_printer.problem().isEmpty())
        return finish(ExitFailed, m_printer.problem());
    // Nothing will follow.
    finish(m_commandLine.follow ? ExitNotRunning : ExitDone,
           tr("Skills Tray is not running; this is the end of its last run, from %1").arg(m_archive.path()));
}

void RemoteCommand::onPart(const QJsonObject &part)
{
    if (m_finished)
        return;
    const QByteArray text = m_printer.take(part);
    // The reader went away: that is how a pipe ends, no failure.
    if (!text.isEmpty() && !printOut(text))
        return finish(ExitDone);
    if (m_printer.isTooCostly())
        finish(ExitFailed, m_printer.problem());
}

void RemoteCommand::onAnswered(const QJsonObject &answer)
{
    m_answer = answer;
    // `quit` is done when the process is gone, which ends the connection.
    if (m_commandLine.verb != Verb::Quit)
        onEnded();
}

void RemoteCommand::onSilent()
{
    // `quit` has been answered, and the end of the process takes its time.
    if (!m_answer.isEmpty())
        return onEnded();
    finish(ExitTimeout, tr("Skills Tray runs, but has not answered for %1 s").arg(SilenceMs / 1000));
}

void RemoteCommand::onEnded()
{
    if (m_answer.isEmpty())
        return finish(ExitNotRunning, tr("Skills Tray ended before it answered"));
    const int status = m_answer.value("exit"_L1).toInt(ExitFailed);
    if (m_answer.contains("status"_L1) && !m_finished) {
        const QJsonObject object = m_answer.value("status"_L1).toObject();
        const QByteArray text =
            m_commandLine.json ? QJsonDocument(object).toJson(QJsonDocument::Indented) : statusText(object).toUtf8();
        if (!printOut(text))
            return finish(ExitFailed, tr("Cannot print the status: stdout is closed"));
    }
    if (const QByteArray text = m_finished ? QByteArray() : m_printer.finish(); !text.isEmpty() && !printOut(text))
        return finish(ExitDone);
    if (status == ExitDone && !m_printer.problem().isEmpty())
        return finish(ExitFailed, m_printer.problem());
    finish(status, m_answer.value("error"_L1).toString());
}

void RemoteCommand::finish(int exitStatus, const QString &error)
{
    if (m_finished)
        return;
    m_finished = true;
    m_timeout.stop();
    if (!error.isEmpty())
        printError(error);
    emit finished(exitStatus);
}

int runRemoteCommand(int &argc, char **argv, const CommandLine &commandLine)
{
    QCoreApplication app(argc, argv);
    RemoteCommand command(commandLine, Paths::fromEnvironment());
    // Queued: the answer may come before exec().
    QObject::connect(
        &command, &RemoteCommand::finished, &app, [](int status) { QCoreApplication::exit(status); },
        Qt::QueuedConnection);
    command.run();
    return app.exec();
}
