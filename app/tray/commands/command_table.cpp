// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/commands/command_table.h"

#include <QtGlobal>

using namespace Qt::StringLiterals;

static constexpr quint32 bit(Verb verb)
{
    return 1U << int(verb);
}

static constexpr quint32 AtStart = bit(Verb::Run);
static constexpr quint32 AtLaunch = bit(Verb::Run) | bit(Verb::Check);

static constexpr auto States = "stopped starting loading ready unresponsive stopping backoff failed settled"_L1;

static QList<OptionRow> options()
{
    return {
        {.id = int(Option::Background),
         .commands = AtStart,
         .name = "--background"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "no window at start"),
         .more = "The login entry uses this."},
        {.id = int(Option::Headless),
         .commands = AtStart,
         .name = "--headless"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "no icon, no window; needs no display"),
         .more =
             "For servers. Commands, log and settings are the same; what a desktop would show as a notification is\n"
             "written to standard error."},
        {.id = int(Option::Stopped),
         .commands = AtStart,
         .name = "--stopped"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "do not start the backend")},
        {.id = int(Option::Backend),
         .commands = AtLaunch,
         .name = "--backend"_L1,
         .value = "KIND"_L1,
         .words = "builtin claude-skills-mcp custom"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "the backend: builtin, claude-skills-mcp or custom; for this run"),
         .more = "Naming\n.B claude-skills-mcp\nhere also agrees to what it has to download."},
        {.id = int(Option::BackendArg),
         .commands = AtLaunch,
         .name = "--backend-arg"_L1,
         .value = "ARG"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "one more argument for the backend (repeatable)"),
         .isRepeatable = true},
        {.id = int(Option::Host),
         .commands = AtLaunch,
         .name = "--host"_L1,
         .value = "H"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "the address the backend listens on, for this run; 127.0.0.1")},
        {.id = int(Option::Port),
         .commands = AtLaunch,
         .name = "--port"_L1,
         .value = "N"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "the port it listens on, for this run; 8765")},
        {.id = int(Option::Config),
         .commands = AtLaunch,
         .name = "--config"_L1,
         .value = "FILE"_L1,
         .words = "FILE"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "the backend's JSON config, for this run")},
        {.id = int(Option::LogToStderr),
         .commands = AtStart,
         .name = "--log-to-stderr"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "the backend's lines also on stderr"),
         .more = "For the journal."},
        {.id = int(Option::Program),
         .commands = AtLaunch,
         .name = "--"_L1,
         .value = "PROGRAM ARG..."_L1,
         .words = "PROGRAM"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine",
                                   "a custom backend; {host}, {port} and {config} in its arguments are filled in")},
        // As X11's session managers write it into what they start at the next login (XSMP, "RestartCommand").
        {.id = int(Option::Session),
         .commands = AtStart,
         .name = "-session"_L1,
         .value = "ID"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "started again by a session manager; as --background"),
         .isForPrograms = true},
        {.id = int(Option::Help),
         .commands = AtStart,
         .name = "--help"_L1,
         .alias = "-h"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "print this help")},
        {.id = int(Option::Version),
         .commands = AtStart,
         .name = "--version"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "print the version")},

        {.id = int(Option::Json),
         .commands = bit(Verb::Status),
         .name = "--json"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "as one JSON object")},
        {.id = int(Option::Lines),
         .commands = bit(Verb::Logs),
         .name = "-n"_L1,
         .alias = "--lines"_L1,
         .value = "N"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "how many lines instead of 100"),
         .more = "It counts what is left after the choice of the options below."},
        {.id = int(Option::Follow),
         .commands = bit(Verb::Logs),
         .name = "-f"_L1,
         .alias = "--follow"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "go on with new lines as they come")},
        {.id = int(Option::All),
         .commands = bit(Verb::Logs),
         .name = "--all"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "every line that is kept, health checks too")},
        {.id = int(Option::Level),
         .commands = bit(Verb::Logs),
         .name = "--level"_L1,
         .value = "LEVEL"_L1,
         .words = "debug info warning error critical"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine",
                                   "only lines of this level and graver ones: debug, info, warning, error or critical"),
         .more = "A line that names no level informs; a traceback has the level of its record."},
        {.id = int(Option::Grep),
         .commands = bit(Verb::Logs),
         .name = "--grep"_L1,
         .value = "PATTERN"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "only lines whose text matches this regular expression"),
         .more = "The language is that of PCRE2. Case matters, unless it begins with\n.BR (?i) .\n"
                 "A pattern that takes too long ends in a message and status 1."},
        {.id = int(Option::Json),
         .commands = bit(Verb::Logs),
         .name = "--json"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "as JSON, one object a line"),
         .more = "With\n.BR number ,\n.B time\n(UTC),\n.B level\n(null: none),\n.BR origin ,\n.BR text ,\n.B source\n"
                 "(null: none),\n.BR continuation ,\n.B health_check\nand\n.BR cut ."},
        {.id = int(Option::Timeout),
         .commands = bit(Verb::Wait),
         .name = "--timeout"_L1,
         .value = "SECONDS"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "give up after so long; without it there is no limit")},
        {.id = int(Option::Json),
         .commands = bit(Verb::Check),
         .name = "--json"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "as JSON")},
    };
}

static QList<CommandRow> commands()
{
    return {
        {.id = int(Verb::Status),
         .name = "status"_L1,
         .heading = QT_TRANSLATE_NOOP("CommandLine", "Commands for the running Skills Tray:"),
         .help = QT_TRANSLATE_NOOP("CommandLine", "say in one sentence how the backend is")},
        {.id = int(Verb::Start),
         .name = "start"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "start the backend"),
         .more = "Returns once the state has changed."},
        {.id = int(Verb::Stop),
         .name = "stop"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "stop the backend"),
         .more = "Returns when its last process is gone."},
        {.id = int(Verb::Restart),
         .name = "restart"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "stop the backend and start it again"),
         .more = "Returns once the state has changed."},
        {.id = int(Verb::Logs),
         .name = "logs"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "print the log's last lines"),
         .more = "A line has four fields: time, level, origin\n.RB ( tray ,\n.B out\nor\n.BR err )\nand text."},
        {.id = int(Verb::Show),
         .name = "show"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "show the window"),
         .more = "With\n.B \\-\\-headless\nthere is none: status 1."},
        {.id = int(Verb::Quit),
         .name = "quit"_L1,
         .help = QT_TRANSLATE_NOOP("CommandLine", "stop the backend and end Skills Tray")},
        {.id = int(Verb::Wait),
         .name = "wait"_L1,
         .operand = "STATE"_L1,
         .words = States,
         .help = QT_TRANSLATE_NOOP("CommandLine",
                                   "return when the backend is stopped, starting, loading, ready, unresponsive, "
                                   "stopping, backoff or failed, or settled, which is ready, stopped or failed")},
        {.id = int(Verb::Check),
         .name = "check"_L1,
         .heading = QT_TRANSLATE_NOOP("CommandLine", "Without a running one:"),
         .help = QT_TRANSLATE_NOOP("CommandLine",
                                   "say what would run and whether it can, without starting it; takes the options "
                                   "that choose the backend, too"),
         .more = "It looks at the program, its version, the config and the port."},
    };
}

const OptionTable &commandTable()
{
    static const OptionTable table = {
        .program = "skills-tray"_L1, .context = "CommandLine", .options = options(), .commands = commands()};
    return table;
}
