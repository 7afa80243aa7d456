// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/commands/parsed_command_line.h"

#include "core/backend/state/state.h"
#include "core/log/line_matcher.h"
#include "core/log/log_format.h"

#include <QCoreApplication>
#include <QDir>
#include <QHostAddress>
#include <QtAlgorithms>

#include <cmath>

using namespace Qt::StringLiterals;

static QString verbName(Verb verb)
{
    for (const CommandRow &row : commandTable().commands) {
        if (row.id == int(verb))
            return row.name;
    }
    return {};
}

/// Walks over the arguments once.
class CommandLineReader
{
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
public:
    explicit CommandLineReader(const QStringList &arguments)
        : m_arguments(arguments)
    {
    }

    CommandLine read()
    {
        while (m_next < m_arguments.size() && m_result.error.isEmpty() && !m_done)
            readOne(m_arguments.at(m_next++));
        if (m_result.error.isEmpty() && !m_done)
            checkTogether();
        return m_result;
    }

private:
    void fail(const QString &error) { m_result.error = error; }

    void readOne(const QString &argument)
    {
        if (argument == "--"_L1)
            return readProgram();
        if (argument.size() > 1 && argument.startsWith(u'-'))
            return readOption(argument);
        const CommandRow *command = commandTable().command(argument);
        if (command && m_result.verb == Verb::Run) {
            m_result.verb = Verb(command->id);
            return;
        }
        if (m_result.verb == Verb::Wait && m_result.waitFor.isEmpty() && !argument.isEmpty())
            return readState(argument);
        if (m_result.verb == Verb::Run)
            return fail(tr("Cannot do \"%1\": there is no such command; see skills-tray --help").arg(argument));
        fail(tr("Cannot do %1: it takes no argument \"%2\"").arg(verbName(m_result.verb), argument));
    }

    void readProgram()
    {
        m_result.overrides.program = m_arguments.mid(m_next);
        m_result.given += u"-- "_s + m_arguments.mid(m_next).join(u' ');
        m_usedOptions += u"--"_s;
        m_next = m_arguments.size();
        if (m_result.overrides.program->value(0).isEmpty())
            fail(tr("Cannot start a custom backend: no program follows \"--\""));
    }

    void readState(const QString &name)
    {
        if (name != "settled"_L1 && !stateFromName(name))
            return fail(tr("Cannot wait for \"%1\": it is none of stopped, starting, loading, ready, unresponsive, "
                           "stopping, backoff, failed, settled")
                            .arg(name));
        m_result.waitFor = name;
    }

    void readOption(const QString &argument)
    {
        QString name = argument;
        std::optional<QString> attached;
        const qsizetype equals = argument.indexOf(u'=');
        if (argument.startsWith("--"_L1) && equals > 0) {
            name = argument.left(equals);
            attached = argument.mid(equals + 1);
        } else if (argument.startsWith("-n"_L1) && argument.size() > 2) {
            name = u"-n"_s;
            attached = argument.mid(2);
        }
        const OptionRow *row = commandTable().find(name);
        if (!row || row->id == int(Option::Program))
            return fail(tr("Cannot use %1: there is no such option; see skills-tray --help").arg(argument));
        name = row->name;
        m_usedOptions += name;
        if (row->isSwitch()) {
            readSwitch(Option(row->id));
            if (attached)
                fail(tr("Cannot use %1: it takes no value").arg(name));
            m_result.given += argument;
            return;
        }
        QString given = argument;
        if (!attached && m_next < m_arguments.size()) {
            attached = m_arguments.at(m_next++);
            given += u' ' + *attached;
        }
        if (!row->isForPrograms)
            m_result.given += given;
        if (!attached)
            return fail(tr("Cannot use %1: it needs a value").arg(name));
        readValue(Option(row->id), *attached);
    }

    void readSwitch(Option option)
    {
        switch (option) {
        case Option::Help:
            m_result.verb = Verb::Help;
            m_done = true;
            return;
        case Option::Version:
            m_result.verb = Verb::Version;
            m_done = true;
            return;
        case Option::Background:
            m_result.background = true;
            return;
        case Option::Headless:
            m_result.headless = true;
            return;
        case Option::Stopped:
            m_result.stopped = true;
            return;
        case Option::LogToStderr:
            m_result.logToStderr = true;
            return;
        case Option::Json:
            m_result.json = true;
            return;
        case Option::Follow:
            m_result.follow = true;
            return;
        case Option::All:
            m_result.all = true;
            return;
        case Option::Backend:
        case Option::BackendArg:
        case Option::Host:
        case Option::Port:
        case Option::Config:
        case Option::Program:
        case Option::Session:
        case Option::Lines:
        case Option::Level:
        case Option::Grep:
        case Option::Timeout:
            break;
        }
        Q_UNREACHABLE(); // their rows have a value
    }

    void readValue(Option option, const QString &value)
    {
        switch (option) {
        case Option::Backend:
            return readKind(value);
        case Option::BackendArg:
            return m_result.overrides.moreArguments.append(value);
        case Option::Host:
            return readHost(value);
        case Option::Port:
            return readPort(value);
        case Option::Config:
            return readConfig(value);
        case Option::Session:
            m_result.session = value;
            m_result.background = true;
            return;
        case Option::Lines:
            return readLines(value);
        case Option::Level:
            return readLevel(value);
        case Option::Grep:
            return readPattern(value);
        case Option::Timeout:
            return readTimeout(value);
        case Option::Background:
        case Option::Headless:
        case Option::Stopped:
        case Option::LogToStderr:
        case Option::Program:
        case Option::Help:
        case Option::Version:
        case Option::Json:
        case Option::Follow:
        case Option::All:
            break;
        }
        Q_UNREACHABLE(); // their rows have none
    }

    void readConfig(const QString &value)
    {
        if (value.isEmpty())
            return fail(tr("Cannot use --config: the file name is empty"));
        m_result.overrides.config = QDir::cleanPath(QDir::current().absoluteFilePath(value));
    }

    void readKind(const QString &value)
    {
        for (const BackendKind kind : {BackendKind::Builtin, BackendKind::ClaudeSkillsMcp, BackendKind::Custom}) {
            if (value == backendKindName(kind)) {
                m_result.overrides.kind = kind;
                return;
            }
        }
        fail(tr("Cannot use --backend %1: it is none of builtin, claude-skills-mcp, custom").arg(value));
    }

    void readHost(const QString &value)
    {
        if (value == "localhost"_L1) {
            // The name can mean two addresses with two different servers behind them.
            m_result.overrides.host = u"127.0.0.1"_s;
            return;
        }
        const QHostAddress address(value);
        if (address.isNull())
            return fail(tr("Cannot use --host %1: it is not an IP address").arg(value));
        m_result.overrides.host = address.toString();
    }

    void readPort(const QString &value)
    {
        bool isNumber = false;
        const int port = value.toInt(&isNumber);
        if (!isNumber || port < 1024 || port > 65535)
            return fail(tr("Cannot use --port %1: a port is a number from 1024 to 65535").arg(value));
        m_result.overrides.port = port;
    }

    void readLines(const QString &value)
    {
        bool isNumber = false;
        const int lines = value.toInt(&isNumber);
        if (!isNumber || lines < 0)
            return fail(tr("Cannot use -n %1: it is not a number of lines").arg(value));
        m_result.lines = lines;
    }

    void readLevel(const QString &value)
    {
        const std::optional<Level> level = levelFromName(value.toUpper().toUtf8());
        if (!level || *level == Level::None)
            return fail(tr("Cannot use --level %1: it is none of debug, info, warning, error, critical").arg(value));
        m_result.minimumLevel = level;
    }

    void readPattern(const QString &value)
    {
        const QString error = LineMatcher(value, {.regex = true, .caseSensitive = true}).error();
        if (!error.isEmpty())
            // What follows "Cannot search: ".
            return fail(tr("Cannot use --grep %1: %2").arg(value, error.section(u": "_s, 1)));
        m_result.pattern = value;
    }

    void readTimeout(const QString &value)
    {
        bool isNumber = false;
        const double seconds = value.toDouble(&isNumber);
        // A year, so that milliseconds always fit.
        if (!isNumber || !std::isfinite(seconds) || seconds < 0 || seconds > 366.0 * 86400)
            return fail(tr("Cannot use --timeout %1: it is not a number of seconds").arg(value));
        m_result.timeoutMs = qRound64(seconds * 1000);
    }

    void checkTogether()
    {
        for (const QString &option : std::as_const(m_usedOptions)) {
            const quint32 allowed = commandTable().commandsWith(option);
            if (allowed & (1U << int(m_result.verb)))
                continue;
            if (m_result.verb == Verb::Run)
                return fail(tr("Cannot use %1: it belongs to the command %2")
                                .arg(option, verbName(Verb(qCountTrailingZeroBits(allowed)))));
            return fail(tr("Cannot do %1: it does not take %2").arg(verbName(m_result.verb), option));
        }
        if (m_result.verb == Verb::Wait && m_result.waitFor.isEmpty())
            return fail(tr("Cannot wait: say for which state, or \"settled\""));
        if (m_result.overrides.program) {
            if (m_result.overrides.kind.value_or(BackendKind::Custom) != BackendKind::Custom)
                return fail(tr("Cannot use --backend %1 together with a program after \"--\": that is a custom backend")
                                .arg(backendKindName(*m_result.overrides.kind)));
            m_result.overrides.kind = BackendKind::Custom;
        }
    }

    QStringList m_arguments;
    qsizetype m_next = 0;
    bool m_done = false;
    QStringList m_usedOptions;
    CommandLine m_result;
};

CommandLine parseCommandLine(const QStringList &arguments)
{
    return CommandLineReader(arguments).read();
}

QString helpText()
{
    const QString usage =
        QCoreApplication::translate("CommandLine", "Usage: skills-tray [OPTIONS] [-- PROGRAM ARG...]\n"
                                                   "       skills-tray COMMAND [OPTIONS]\n"
                                                   "Starts Skills Tray; if it runs already, shows its window.\n");
    const QString statuses =
        QCoreApplication::translate("CommandLine", "Exit status: 0 done (status: ready, with skills); 1 failed; "
                                                   "2 wrong usage;\n"
                                                   "3 Skills Tray is not running; 4 wait ran out of time.\n");
    return usage + u'\n' + rowsForHelp(commandTable()) + u'\n' + statuses;
}
