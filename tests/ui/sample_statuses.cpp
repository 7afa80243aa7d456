// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "sample_statuses.h"

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
                {Remedy::TryAgain, Remedy::UseBuiltin, Remedy::ShowError}};
    return status;
}

static Status failed(FailureKind kind, const QString &message, const QString &detail)
{
    Status status;
    status.state = State::Failed;
    status.backend = BackendKind::ClaudeSkillsMcp;
    status.message = message;
    status.detail = detail;
    status.failure = Failure{kind, message, {}, {}, {}, {}};
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
                             {Remedy::UseAnotherPort, Remedy::AskOwnerToQuit, Remedy::WatchIt}};
    return status;
}

static Status needsDownload()
{
    Status status = failed(FailureKind::NeedsDownload, QStringLiteral("Not started yet"),
                           QStringLiteral("claude-skills-mcp needs a download first"));
    status.trouble =
        Trouble{QStringLiteral("claude-skills-mcp has to be downloaded once: Python packages and PyTorch, several GB."),
                QStringLiteral("41 GB are free. It searches by meaning; the built-in backend starts at once and needs "
                               "nothing."),
                {Remedy::DownloadAndStart, Remedy::UseBuiltin}};
    return status;
}

static Status notFound()
{
    Status status = failed(FailureKind::NotFound, QStringLiteral("Failed: uvx was not found"),
                           QStringLiteral("Looked in /usr/local/bin, /usr/bin, /bin, ~/.local/bin and ~/.cargo/bin"));
    status.trouble = Trouble{QStringLiteral("uvx was not found."),
                             QStringLiteral("Install uv, or use another backend."),
                             {Remedy::OpenSettings, Remedy::TryAgain}};
    return status;
}

static Status backoff()
{
    Status status = running(State::Backoff, QStringLiteral("The backend ended with exit status 1"), 3000);
    status.failure = Failure{FailureKind::Exited, status.message, 1, {}, {}, {}};
    status.attempt = 4;
    status.nextAttemptAtMs = monotonicMs() + 7500;
    return status;
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
                {Remedy::StopWatching}};
    return {{"stopped", stopped()},       {"starting", starting()},
            {"loading", loading()},       {"ready", ready()},
            {"warning", warning()},       {"unresponsive", silent},
            {"stopping", stopping},       {"backoff", backoff()},
            {"port-in-use", portInUse()}, {"needs-download", needsDownload()},
            {"not-found", notFound()},    {"watching", watching}};
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
