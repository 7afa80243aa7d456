// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/fake_backend/options.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

const char *const helpText = R"(fake_backend: stands in for claude-skills-mcp-backend, and for uvx, in tests.

Options come from the file PROGRAM.args beside it (one a line), from FAKE_BACKEND_ARGS, then from the command line.
They compose. --name=value and --name value are the same.

As the real one:  --host H  --port N  --config FILE  --verbose  --version  --example-config
  A taken port: uvicorn's line on stderr, exit 3. Access lines on stdout, rich lines and uvicorn's on stderr.
Address:
  --bind=H               listen on H, whatever --host says
  --listen-after=SEC     open the port so late
  --no-listen            never open it
Health (default ok):
  --skills=N             how many in the end (12)      --load-seconds=S   0..N within S seconds (0: complete at once)
  --skills-total         add "skills_total" to /health --own-backend      add "backend":"skills-tray"
  --counts=A,B,...       skills_loaded of poll 1, 2, ...; the last one stays
  --update-errors=A|B    texts of update_errors        --version-text=V   (1.0.6)
  --health=MODE          ok none refused hang slow-headers slow-body huge-body huge-headers endless-100 garbage http09
                         truncated bad-chunk invalid-json array null empty bom deep duplicate many-keys
                         string-count fraction nan huge-number string-complete missing-keys negative huge-count
                         redirect=URL status=N reset ignore-second flip
  --health-body=TEXT     this body with status 200     --health-file=FILE the file's content, read at each poll
  --health-from=K        the mode from poll K on (1)   --health-until=K   the mode only for the first K polls
  --health-delay=MS      before each answer            --block-loop-at=SEC --block-loop-for=SEC  silent meanwhile
  --request-log=FILE     "#CONNECTION.REQUEST" and the head of each request
  /mcp is an event stream that stays open; any other path is 404.
Logs (all on stderr unless --log-to=out|err|both):
  --log=MODE             none lines flood ansi partial cr crlf nul invalid-utf8 split-utf8 long osc html
  --lines=N --line-bytes=N   for lines and flood (flood without --lines never ends)
  --log-every=MS         one line again and again      --say=TEXT one line on stderr   --say-out=TEXT on stdout
  --quiet                no lines of a normal life
  --replay=FILE.err --replay-out=FILE.out  byte for byte, then --exit-code if given, else it serves on
  --replay-speed=BYTES   per second (0: at once)
  --loud-skills          "Loaded skill: ..." lines while loading (on unless --quiet)
Life and death:
  --exit-after=SEC --exit-code=N    --die-signal=NAME|N (after --exit-after, else at once)    --exit-after-log
  --ignore-term  --slow-term=MS  --term-exit-code=N (else dies of SIGTERM as uvicorn does)  --stop-self
  --abort-words=TEXT     on SIGABRT this on stderr before it dies of it, as Python's faulthandler does
  --burn                 a thread that computes and never ends
  --one-term             exits with 96 when a second SIGTERM came while it was ending
  --wait-for-streams     on SIGTERM wait until open event streams are closed
Tree:
  --children=N           copies that sleep (they ignore SIGTERM when --ignore-term)
  --grandchild=KIND      setsid doublefork envwipe unmarked respawn storm zombie (repeatable with commas)
  --grandchild-ignore-term     --storm-ms=MS how long each of a storm lives (200)
  --hold-stdout          a setsid child keeps our stdout and stderr open
  --tag=TEXT             does nothing but stand in the command line of all of them
Telling about itself, on stdout (then it goes on; usually with --exit-after=0):
  --print-argv-json --print-env --print-fds --print-signals --print-cwd --print-pid   --pid-file=FILE
Posing as uvx (its file name is uvx): uvx's own arguments are skipped, the backend runs as a child, SIGTERM is passed
on, its death by signal N becomes 128 + N. --version and --offline ... --help are answered as told:
  --uvx-version=TEXT  --uvx-version-exit=N  --uvx-hang  --uvx-offline-exit=N  --uvx-exit=N (exits instead of running)
)";

static const std::set<std::string> &flags()
{
    static const std::set<std::string> names = {
        "verbose",     "example-config", "no-listen",       "skills-total",     "own-backend",
        "quiet",       "exit-after-log", "ignore-term",     "stop-self",        "one-term",
        "hold-stdout", "print-fds",      "print-argv-json", "print-env",        "print-signals",
        "print-cwd",   "print-pid",      "uvx-hang",        "wait-for-streams", "loud-skills",
        "help",        "burn",           "version",         "sleep-forever",    "grandchild-ignore-term"};
    return names;
}

static const std::set<std::string> &valued()
{
    static const std::set<std::string> names = {"host",
                                                "port",
                                                "config",
                                                "bind",
                                                "listen-after",
                                                "skills",
                                                "load-seconds",
                                                "counts",
                                                "update-errors",
                                                "version-text",
                                                "health",
                                                "health-body",
                                                "health-file",
                                                "health-from",
                                                "health-until",
                                                "health-delay",
                                                "block-loop-at",
                                                "block-loop-for",
                                                "request-log",
                                                "log",
                                                "log-to",
                                                "lines",
                                                "line-bytes",
                                                "log-every",
                                                "say",
                                                "say-out",
                                                "replay",
                                                "replay-out",
                                                "replay-speed",
                                                "exit-after",
                                                "exit-code",
                                                "die-signal",
                                                "slow-term",
                                                "term-exit-code",
                                                "children",
                                                "grandchild",
                                                "storm-ms",
                                                "tag",
                                                "abort-words",
                                                "pid-file",
                                                "uvx-version",
                                                "uvx-version-exit",
                                                "uvx-offline-exit",
                                                "uvx-exit"};
    return names;
}

void Options::take(const std::vector<std::string> &arguments, bool strict)
{
    for (size_t i = 0; i < arguments.size(); ++i) {
        const std::string &argument = arguments[i];
        if (argument.rfind("--", 0) != 0)
            continue;
        const size_t equals = argument.find('=');
        const std::string name = argument.substr(2, equals == std::string::npos ? std::string::npos : equals - 2);
        if (flags().count(name)) {
            m_values[name] = "1";
        } else if (valued().count(name)) {
            if (equals != std::string::npos)
                m_values[name] = argument.substr(equals + 1);
            else if (i + 1 < arguments.size())
                m_values[name] = arguments[++i];
        } else if (strict) {
            std::cerr << "fake_backend: unknown option " << argument << std::endl;
            _Exit(2);
        }
    }
}

void Options::read(const std::string &program, const std::vector<std::string> &arguments)
{
    std::vector<std::string> fromFile;
    std::ifstream file(program + ".args");
    for (std::string line; std::getline(file, line);) {
        if (!line.empty())
            fromFile.push_back(line);
    }
    take(fromFile, true);

    if (const char *value = std::getenv("FAKE_BACKEND_ARGS")) {
        std::vector<std::string> fromEnvironment;
        std::istringstream stream{std::string(value)};
        const char separator = std::string(value).find('\n') == std::string::npos ? ' ' : '\n';
        for (std::string word; std::getline(stream, word, separator);) {
            if (!word.empty())
                fromEnvironment.push_back(word);
        }
        take(fromEnvironment, true);
    }

    // Whoever asks for its arguments back passes all kinds of strange ones.
    bool strict = true;
    for (const std::string &argument : arguments)
        strict = strict && argument != "--print-argv-json";
    take(arguments, strict && !has("print-argv-json"));
}

std::string Options::text(const std::string &name, const std::string &otherwise) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? otherwise : found->second;
}

double Options::number(const std::string &name, double otherwise) const
{
    return has(name) ? std::atof(text(name).c_str()) : otherwise;
}

int Options::integer(const std::string &name, int otherwise) const
{
    return has(name) ? std::atoi(text(name).c_str()) : otherwise;
}
