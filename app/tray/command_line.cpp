// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/command_line.h"

#include "core/backend/state.h"
#include "core/log/line_matcher.h"
#include "core/log/log_format.h"

#include <QCoreApplication>
#include <QDir>
#include <QHostAddress>

#include <cmath>

using namespace Qt::StringLiterals;

static const QList<std::pair<QString, Verb>> &verbs()
{
    static const QList<std::pair<QString, Verb>> list = {
        {u"status"_s, Verb::Status},   {u"start"_s, Verb::Start}, {u"stop"_s, Verb::Stop},
        {u"restart"_s, Verb::Restart}, {u"logs"_s, Verb::Logs},   {u"show"_s, Verb::Show},
        {u"quit"_s, Verb::Quit},       {u"wait"_s, Verb::Wait},   {u"check"_s, Verb::Check},
    };
    return list;
}

static QString verbName(Verb verb)
{
    for (const auto &[name, known] : verbs()) {
        if (known == verb)
            return name;
    }
    return {};
}

/// Which commands an option belongs to; Run stands for starting the application.
static QList<Verb> verbsOf(const QString &option)
{
    static const QStringList launch = {u"--backend"_s, u"--backend-arg"_s, u"--host"_s, u"--port"_s, u"--config"_s};
    if (launch.contains(option))
        return {Verb::Run, Verb::Check};
    if (option == "--json"_L1)
        return {Verb::Status, Verb::Check, Verb::Logs};
    static const QStringList logs = {u"-n"_s, u"-f"_s, u"--all"_s, u"--level"_s, u"--grep"_s};
    if (logs.contains(option))
        return {Verb::Logs};
    if (option == "--timeout"_L1)
        return {Verb::Wait};
    return {Verb::Run}; // --background, --headless, --stopped, --log-to-stderr
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
        for (const auto &[name, verb] : verbs()) {
            if (argument == name && m_result.verb == Verb::Run) {
                m_result.verb = verb;
                return;
            }
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
        if (name == "--lines"_L1)
            name = u"-n"_s;
        if (name == "--follow"_L1)
            name = u"-f"_s;
        m_usedOptions += name;
        if (readSwitch(name)) {
            if (attached)
                fail(tr("Cannot use %1: it takes no value").arg(name));
            m_result.given += argument;
            return;
        }
        static const QStringList valued = {u"--backend"_s, u"--backend-arg"_s, u"--host"_s,
                                           u"--port"_s,    u"--config"_s,      u"-n"_s,
                                           u"--level"_s,   u"--grep"_s,        u"--timeout"_s};
        if (!valued.contains(name))
            return fail(tr("Cannot use %1: there is no such option; see skills-tray --help").arg(argument));
        if (!attached && m_next < m_arguments.size()) {
            attached = m_arguments.at(m_next++);
            m_result.given += argument + u' ' + *attached;
        } else {
            m_result.given += argument;
        }
        if (!attached)
            return fail(tr("Cannot use %1: it needs a value").arg(name));
        readValue(name, *attached);
    }

    bool readSwitch(const QString &name)
    {
        if (name == "-h"_L1 || name == "--help"_L1) {
            m_result.verb = Verb::Help;
            m_done = true;
        } else if (name == "--version"_L1) {
            m_result.verb = Verb::Version;
            m_done = true;
        } else if (name == "--background"_L1) {
            m_result.background = true;
        } else if (name == "--headless"_L1) {
            m_result.headless = true;
        } else if (name == "--stopped"_L1) {
            m_result.stopped = true;
        } else if (name == "--log-to-stderr"_L1) {
            m_result.logToStderr = true;
        } else if (name == "--json"_L1) {
            m_result.json = true;
        } else if (name == "-f"_L1) {
            m_result.follow = true;
        } else if (name == "--all"_L1) {
            m_result.all = true;
        } else {
            return false;
        }
        return true;
    }

    void readValue(const QString &name, const QString &value)
    {
        if (name == "--backend"_L1)
            return readKind(value);
        if (name == "--backend-arg"_L1)
            return m_result.overrides.moreArguments.append(value);
        if (name == "--host"_L1)
            return readHost(value);
        if (name == "--port"_L1)
            return readPort(value);
        if (name == "--config"_L1) {
            if (value.isEmpty())
                return fail(tr("Cannot use --config: the file name is empty"));
            m_result.overrides.config = QDir::cleanPath(QDir::current().absoluteFilePath(value));
            return;
        }
        if (name == "-n"_L1)
            return readLines(value);
        if (name == "--level"_L1)
            return readLevel(value);
        if (name == "--grep"_L1)
            return readPattern(value);
        readTimeout(value);
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
            const QList<Verb> allowed = option == "--"_L1 ? QList<Verb>{Verb::Run, Verb::Check} : verbsOf(option);
            if (allowed.contains(m_result.verb))
                continue;
            if (m_result.verb == Verb::Run)
                return fail(tr("Cannot use %1: it belongs to the command %2")
                                .arg(option, verbName(allowed.first() == Verb::Run ? Verb::Check : allowed.first())));
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

Settings Overrides::appliedTo(Settings settings) const
{
    if (kind && *kind != settings.kind) {
        // The arguments in the settings were meant for the other backend.
        settings.kind = *kind;
        settings.arguments.clear();
    }
    if (program) {
        settings.command = program->first();
        settings.arguments = program->mid(1);
    }
    settings.arguments += moreArguments;
    if (kind == BackendKind::ClaudeSkillsMcp)
        settings.downloadAllowed = true;
    settings.host = host.value_or(settings.host);
    settings.port = port.value_or(settings.port);
    settings.config = config.value_or(settings.config);
    return settings;
}

QString helpText()
{
    return QCoreApplication::translate(
        "CommandLine", "Usage: skills-tray [OPTIONS] [-- PROGRAM ARG...]\n"
                       "Starts Skills Tray; if it runs already, shows its window.\n"
                       "\n"
                       "  --background        no window at start\n"
                       "  --headless          no icon, no window; needs no display\n"
                       "  --stopped           do not start the backend\n"
                       "  --backend KIND      builtin, claude-skills-mcp or custom, for this run\n"
                       "  --backend-arg ARG   one more argument for the backend (repeatable)\n"
                       "  --host H, --port N  where the backend listens; 127.0.0.1 and 8765\n"
                       "  --config FILE       the backend's JSON config\n"
                       "  --log-to-stderr     the backend's lines also on stderr\n"
                       "  -- PROGRAM ARG...   a custom backend; {host} {port} {config} are filled in\n"
                       "  --help, --version\n"
                       "\n"
                       "Commands for the running Skills Tray:\n"
                       "  status [--json]                  how the backend is\n"
                       "  start, stop, restart             the backend\n"
                       "  logs [-n N] [-f] [--all]         its lines: the last N (100), -f follows,\n"
                       "                                   --all every kept one, health checks too\n"
                       "       [--level LEVEL]             debug, info, warning, error or critical: those and\n"
                       "                                   graver ones\n"
                       "       [--grep PATTERN] [--json]   that match a regular expression; as JSON, one a line\n"
                       "  wait STATE [--timeout SECONDS]   STATE: stopped starting loading ready unresponsive\n"
                       "                                   stopping backoff failed, or settled: ready,\n"
                       "                                   stopped or failed\n"
                       "  show, quit                       the window; Skills Tray and the backend\n"
                       "Without a running one:\n"
                       "  check [--json] [OPTIONS]         what would run, and whether it can\n"
                       "\n"
                       "Exit status: 0 done (status: ready, with skills); 1 failed; 2 wrong usage;\n"
                       "3 Skills Tray is not running; 4 wait ran out of time.\n");
}
