// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "sample_statuses.h"

#include "core/backend/status_of.h"
#include "core/backend/words/failure_words.h"

#include <csignal>
#include <cstring>

static Status running(State state, const QString &message, qint64 forMs)
{
    Status status;
    status.state = state;
    status.backend = BackendKind::ClaudeSkillsMcp;
    status.command = QStringList{QStringLiteral("/usr/bin/uvx"), QStringLiteral("claude-skills-mcp-backend==1.0.6")};
    status.message = message;
    status.startedAtMs = monotonicMs() - forMs;
    status.stateSince = QDateTime::currentDateTimeUtc().addMSecs(-forMs);
    return status;
}

static Status ready()
{
    Status status = running(State::Ready, QStringLiteral("Ready: 151 skills"), (2 * 3600 + 14 * 60 + 5) * 1000LL);
    status.version = QStringLiteral("1.0.6");
    status.skills = status.skillsExpected = 151;
    status.loadingComplete = true;
    return status;
}

static Status loading()
{
    Status status = running(State::Loading, QStringLiteral("Loading skills: 94 of about 151"), 9000);
    status.detail = QStringLiteral("Loaded skill: diffdock");
    status.skills = 94;
    status.skillsExpected = 151;
    return status;
}

static Status starting()
{
    Status status = running(State::Starting, QStringLiteral("Starting"), 4000);
    status.detail = QStringLiteral("Initializing search engine...");
    return status;
}

static Status warning()
{
    Status status = running(State::Ready, QStringLiteral("No skills: the search model could not be downloaded"), 60000);
    status.detail = QStringLiteral("The backend runs, but has nothing to offer to clients");
    status.skills = 0;
    status.warning = QStringLiteral("No skills were loaded");
    status.trouble =
        Trouble{QStringLiteral("It could not reach the network, and the model is not in its cache."),
                QStringLiteral("Try again when you are online, or use the built-in backend, which needs no "
                               "model."),
                {Remedy::TryAgain, Remedy::UseBuiltin, Remedy::ShowError},
                {}};
    return status;
}

static Status failed(FailureKind kind, const QString &message, const QString &detail)
{
    Status status;
    status.state = State::Failed;
    status.backend = BackendKind::ClaudeSkillsMcp;
    status.message = message;
    status.detail = detail;
    status.failure = failureOf(kind, {.cause = message, .answer = {}, .advice = {}, .remedies = {}});
    return status;
}

static Status portInUse()
{
    Status status = failed(FailureKind::PortInUse, QStringLiteral("Waiting for port 8765"),
                           QStringLiteral("The backend starts as soon as the port is free"));
    status.failure->portOwner =
        PortOwner{4711, QStringLiteral("python3"), QStringLiteral("ada"), true, QDateTime::currentDateTime()};
    status.trouble = Trouble{QStringLiteral("python3 (process 4711, yours, since 18:02) uses port 8765."),
                             QStringLiteral("Skills Tray does not end programs it did not start."),
                             {Remedy::UseAnotherPort, Remedy::AskOwnerToQuit, Remedy::WatchIt},
                             {}};
    return status;
}

/// As the supervisor tells it, in the words that people read.
static Status told(State state, FailureKind kind, const FailureWords &words, BackendKind backend,
                   const QString &details = {}, const QStringList &lastLines = {})
{
    Known known;
    known.machine.state = state;
    known.settings.kind = backend;
    known.failure = failureOf(kind, words, details);
    known.failure->lastLines = lastLines;
    known.trouble = troubleOf(words);
    known.failures = 4;
    if (!lastLines.isEmpty())
        known.errorLine = 0;
    if (state == State::Backoff)
        known.nextAttemptAtMs = monotonicMs() + 7500;
    return statusOf(known);
}

static Status needsDownload()
{
    return told(State::Failed, FailureKind::NeedsDownload, downloadWords(QStringLiteral("41 GB are free."), true),
                BackendKind::ClaudeSkillsMcp);
}

static Status notFound()
{
    return told(State::Failed, FailureKind::NotFound, uvxMissingWords(true), BackendKind::ClaudeSkillsMcp,
                QStringLiteral("Looked in /usr/local/bin, /usr/bin, /bin, /usr/local/games, /usr/games, "
                               "/home/ada/.local/bin, /home/ada/.cargo/bin, /home/ada/bin, "
                               "/home/ada/.local/share/mise/shims, /home/ada/.asdf/shims, /snap/bin"));
}

static Status badConfig()
{
    return told(State::Failed, FailureKind::BadConfig,
                configBrokenWords(QStringLiteral("~/.config/skills-tray/skills.json, line 4, column 1: a comma is "
                                                 "missing"),
                                  BackendKind::Builtin),
                BackendKind::Builtin);
}

static ExitReport exited(std::optional<int> code, std::optional<int> signal)
{
    ExitReport report;
    report.exitCode = code;
    report.signal = signal;
    return report;
}

static Status backoff()
{
    return told(State::Backoff, FailureKind::Exited, endedWords(QStringLiteral("/bin/false"), exited(1, {}), QString()),
                BackendKind::Custom);
}

static Status killed()
{
    return told(State::Backoff, FailureKind::Crashed,
                endedWords(QStringLiteral("The built-in backend"), exited({}, SIGKILL), QString()),
                BackendKind::Builtin, {},
                {QStringLiteral("skills-backend listens on http://127.0.0.1:8765/mcp"),
                 QStringLiteral("Skill new from ~/.claude/skills is not used: there is one of that name already")});
}

static Status gaveUp()
{
    FailureWords words = endedWords(QStringLiteral("/bin/false"), exited(1, {}), QString());
    words.cause = gaveUpCause(RestartPolicy::Verdict::TooManyInARow, 8, words.cause).value_or(QString());
    return told(State::Failed, FailureKind::GaveUp, words, BackendKind::Custom);
}

static Status samples()
{
    Known known;
    known.machine.state = State::Ready;
    known.run.emplace();
    known.run->health.report = HealthReport{.version = QStringLiteral("0.9.0"),
                                            .skillsLoaded = 3,
                                            .skillsTotal = 3,
                                            .modelsLoaded = true,
                                            .loadingComplete = true,
                                            .nextUpdate = {},
                                            .samples = 3,
                                            .updateErrors = {}};
    known.run->troubleRecords = {QStringLiteral("GitHub a/b cannot be reached (Host api.github.com not found)")};
    return statusOf(known);
}

static Status stopped()
{
    Status status;
    status.message = QStringLiteral("Stopped");
    return status;
}

QList<SampleStatus> sampleStatuses()
{
    Status stopping = running(State::Stopping, QStringLiteral("Stopping"), 2000);
    stopping.detail = QStringLiteral("Waiting for 3 processes to end");
    Status silent = running(State::Unresponsive, QStringLiteral("The backend does not answer"), 700'000);
    silent.detail = QStringLiteral("It is busy");
    Status watching = ready();
    watching.watching = true;
    watching.message = QStringLiteral("Watching: 151 skills");
    watching.detail = QStringLiteral("python3 (process 4711, yours, since 18:02)");
    watching.command.reset();
    watching.startedAtMs.reset();
    watching.trouble =
        Trouble{QStringLiteral("Somebody else started this backend: python3 (process 4711, yours, since 18:02)."),
                QStringLiteral("Skills Tray only watches it: no start, no stop, and its log is not here."),
                {Remedy::StopWatching},
                {}};
    return {{"stopped", stopped()},       {"starting", starting()},
            {"loading", loading()},       {"ready", ready()},
            {"warning", warning()},       {"unresponsive", silent},
            {"stopping", stopping},       {"backoff", backoff()},
            {"port-in-use", portInUse()}, {"needs-download", needsDownload()},
            {"not-found", notFound()},    {"bad-config", badConfig()},
            {"killed", killed()},         {"gave-up", gaveUp()},
            {"samples", samples()},       {"watching", watching}};
}

Status sampleStatus(const char *name)
{
    const QList<SampleStatus> all = sampleStatuses();
    for (const SampleStatus &sample : all) {
        if (std::strcmp(sample.name, name) == 0)
            return sample.status;
    }
    Q_UNREACHABLE();
}
