// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/restart_policy.h"
#include "core/backend/state/silence.h"
#include "core/backend/state/status.h"
#include "core/process/guarded_process.h"
#include "core/process/start_failure.h"
#include "core/settings/settings.h"

#include <QString>

/// What people are told about one thing that went wrong.
///
/// All of these words are written in failure_words.cpp and known_failures.cpp and nowhere else: the window, the
/// tooltip, notifications, `status` and the log take them from the status. docs/reliability.md shows them as a table,
/// which tst_trouble_words compares with the code.
struct FailureWords
{
    QString cause;          // what happened, in one sentence without its full stop
    QString answer;         // what Skills Tray does about it, a sentence; empty: what answerTo() says
    QString advice;         // what the user can do; may be empty
    QList<Remedy> remedies; // as buttons; the first is the suggested one
    bool operator==(const FailureWords &) const = default;
};

/// `details`: what is told to who asks for more; may be empty.
[[nodiscard]] Failure failureOf(FailureKind kind, const FailureWords &words, const QString &details = {});
[[nodiscard]] Trouble troubleOf(const FailureWords &words);
/// What Skills Tray does about a failure in this state, where the failure's own words do not say.
[[nodiscard]] QString answerTo(const Failure &failure, State state);

/// What the backend is called in a sentence: "The built-in backend", "claude-skills-mcp", the program of a custom one.
[[nodiscard]] QString backendInWords(const Settings &settings);
/// "/home/ada/x" is "~/x" for Ada.
[[nodiscard]] QString withTilde(const QString &path);

// Before a start.
[[nodiscard]] FailureWords noProgramWords();
[[nodiscard]] FailureWords nulWords();
[[nodiscard]] FailureWords builtinMissingWords(const QString &place);
[[nodiscard]] FailureWords uvxMissingWords(bool builtinIsThere);
[[nodiscard]] FailureWords programMissingWords(const QString &program);
enum class NoProgram { Directory, NotExecutable, Other };
[[nodiscard]] FailureWords notAProgramWords(const QString &path, NoProgram what);
[[nodiscard]] FailureWords configMissingWords(const QString &file);
/// `fault`: as configFault() tells it.
[[nodiscard]] FailureWords configBrokenWords(const QString &fault, BackendKind kind);
[[nodiscard]] FailureWords uvxBrokenWords(const QString &fault, bool builtinIsThere);
/// `space`: how much is free, a sentence or nothing.
[[nodiscard]] FailureWords downloadWords(const QString &space, bool builtinIsThere);
/// `whoAtLength`: "python3 (process 4711, yours, since 18:02)".
[[nodiscard]] FailureWords portOwnedWords(const PortOwner &owner, int port, const QString &whoAtLength);
[[nodiscard]] FailureWords portOfUserWords(const QString &user, int port);
[[nodiscard]] FailureWords portUnseenWords(int port);
/// Who has taken the port twice by ending our backend; `cause` and `answer` are those of the three above.
[[nodiscard]] FailureWords portWarWords(const QString &cause, const QString &answer);
[[nodiscard]] FailureWords addressWords(const QString &host, int port, const QString &cause);
/// The system refused to start it, or a part of Skills Tray is missing.
[[nodiscard]] FailureWords refusedWords(StartFailure::Kind kind, const QString &cause);
/// Something that is needed for a start could not be made.
[[nodiscard]] FailureWords impossibleWords(const QString &cause);

// When it has ended.
/// "exit code 1", "SIGTERM".
[[nodiscard]] QString endPhrase(const ExitReport &report);
/// `said`: what explains it, in the backend's own words; may be empty.
[[nodiscard]] FailureWords endedWords(const QString &name, const ExitReport &report, const QString &said);
[[nodiscard]] FailureWords backgroundWords(const QString &name);
[[nodiscard]] FailureWords lostPortWords(const QString &name, int port);
[[nodiscard]] FailureWords timeoutWords(const QString &name, qint64 silentMs);
[[nodiscard]] FailureWords silentWords(const QString &name, qint64 silentMs, Silence kind);
/// What happened, when it is not tried again after `failure`; none when it is, or when the failure itself says why.
[[nodiscard]] std::optional<QString> gaveUpCause(RestartPolicy::Verdict verdict, int failures, const QString &cause);
