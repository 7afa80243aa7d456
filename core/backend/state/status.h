// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/silence.h"
#include "core/backend/state/state.h"
#include "core/settings/settings.h"

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>

#include <optional>

enum class FailureKind {
    NotFound,
    NotExecutable,
    CannotRun,
    BadConfig,
    NeedsDownload,
    Exited,
    Crashed,
    PortInUse,
    StartTimeout,
    GuardLost,
    GaveUp
};
/// "not-found", "not-executable", ... as in `status --json`.
[[nodiscard]] QString failureKindName(FailureKind kind);

struct PortOwner
{
    std::optional<qint64> pid; // none: /proc does not tell
    QString program;
    QString user;
    bool ownUser = false;
    QDateTime since;
    bool operator==(const PortOwner &) const = default;
};

/// Why the backend is in Backoff or Failed.
struct Failure
{
    FailureKind kind = FailureKind::Exited;
    QString text;    // one sentence, without its full stop
    QString details; // for who asks for more: where was looked, what is set; may be empty
    std::optional<int> exitCode;
    std::optional<int> signal;
    QStringList lastLines; // up to 20, oldest first
    std::optional<PortOwner> portOwner;
    bool operator==(const Failure &) const = default;
};

/// What can be done about trouble; each is a button in the strip.
enum class Remedy {
    UseAnotherPort,
    AskOwnerToQuit,
    WatchIt,
    StopWatching,
    DownloadAndStart,
    UseBuiltin,
    TryAgain,
    AddFolder,
    ShowError,
    OpenConfig,
    OpenSettings
};

/// The amber strip under the header: what Skills Tray does about trouble, and what can be done.
struct Trouble
{
    QString title;          // what Skills Tray does, or what the trouble means; a sentence, ends with a full stop
    QString text;           // what the user can do; may be empty
    QList<Remedy> remedies; // the first is the suggested one
    QString details;        // folded until somebody asks; lines; may be empty
    bool operator==(const Trouble &) const = default;
};

/// Everything that people, scripts and the window are told about the backend. A plain value.
struct Status
{
    State state = State::Stopped;
    bool watching = false;
    BackendKind backend = BackendKind::Builtin;
    std::optional<QStringList> command; // as run; none before the first launch
    std::optional<qint64> pid;
    std::optional<qint64> guardPid;
    QString host = QStringLiteral("127.0.0.1");
    int port = 8765;

    std::optional<QString> version;
    std::optional<int> skills;
    std::optional<int> skillsExpected;
    bool expectedIsExact = false; // told by the backend, not remembered
    std::optional<bool> modelsLoaded;
    std::optional<bool> loadingComplete;

    QString message; // one sentence for people: tooltip, window, menu
    QString detail;  // the window's second line: last line of output, what happens next; may be empty
    std::optional<QString> warning;
    std::optional<Failure> failure; // set in Backoff and Failed
    std::optional<Trouble> trouble; // the strip, when there is one
    // A restart was asked for and refused, because it would have failed: why, in one sentence. What runs goes on. Unset
    // again by the next restart, and when it stops.
    std::optional<QString> refusal;
    std::optional<QString> healthError;
    Silence silence = Silence::Unknown; // Unresponsive: what a backend of ours is at
    // Number in the log store of what explains a warning or failure best: the last ERROR record, or last words.
    std::optional<qint64> errorLine;

    int attempt = 0;
    std::optional<qint64> nextAttemptAtMs; // on monotonicMs()
    QDateTime startedAt;                   // UTC, invalid when unset
    QDateTime readyAt;
    QDateTime stateSince;
    std::optional<qint64> startedAtMs; // on monotonicMs(), for elapsed times on screen
    bool stalled = false;              // no progress for five minutes: worth one notification

    [[nodiscard]] QString mcpUrl() const; // http://HOST:PORT/mcp, where it can be reached from this computer
    bool operator==(const Status &) const = default;
};

/// Milliseconds on the monotonic clock, the same origin throughout this process.
[[nodiscard]] qint64 monotonicMs();

/// What INTERFACE.md's table lists, apart from `log`, which the application adds.
[[nodiscard]] QJsonObject toJson(const Status &status);
