// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/words/failure_words.h"

#include <QStringList>

#include <optional>

/// A cause that we recognise in a backend's own words.
enum class KnownCause {
    // of an end at the start
    McpTooNew,
    WrongPython,
    BrokenPython,
    Offline,
    NoSolution,
    NoSpace,
    ReadOnly,
    Certificate,
    ProxyPassword,
    CacheHeld,
    DownloadFailed,
    BadVariable,
    ModelAtStart,
    ConfigEntry,
    PortLost,
    // of having no skills
    ModelMissing,
    TokenRefused,
    GitHubLimit,
    NoRepository,
    GitHubUnreachable,
    FolderMissing
};
inline constexpr int KnownCauseCount = 21;

struct KnownFailure
{
    KnownCause cause = KnownCause::McpTooNew;
    FailureWords words;
    bool fatal = true;      // the same would happen again: no further restarts after two in a row
    bool portTaken = false; // the backend could not bind its port
    bool operator==(const KnownFailure &) const = default;
};

/// The words for a cause. `found`: what was found in the backend's words, as many as the cause needs; `builtinIsThere`
/// where it is offered instead.
[[nodiscard]] FailureWords wordsOf(KnownCause cause, const QStringList &found, bool builtinIsThere = false);

/// Why it ended at its start, told from its last lines. `variables`: of its environment, those that may meddle.
[[nodiscard]] std::optional<KnownFailure> knownStartFailure(const QStringList &lastLines, int port,
                                                            const QStringList &variables = {});
/// Why it has no skills, told from its ERROR and WARNING records and /health's update_errors.
[[nodiscard]] std::optional<KnownFailure> knownCauseOfNoSkills(const QStringList &lines, bool builtinIsThere);
