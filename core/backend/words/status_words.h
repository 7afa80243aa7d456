// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/health_report.h"
#include "core/backend/state/restart_policy.h"
#include "core/backend/state/status.h"
#include "core/backend/words/known_failures.h"

/// What the texts need to know beyond the status itself.
struct TextFacts
{
    QString lastLine;           // of the backend's output
    QString lastSkill;          // that it said it loaded
    bool launched = false;      // Starting: the checks are behind us
    bool cleaning = false;      // Starting: ending what an earlier run left
    bool startWhenGone = false; // Stopping: a start is remembered
    QString noSkillsCause;      // Ready without skills: why, in one sentence; empty when unknown
    int samples = 0;            // Ready: so many of our own skills are all that is served
    bool nobodyAsks = false;    // Failed for want of a yes: the sentence says how to give it
    bool firstDownload = false; // Starting: it was never ready before, and its parts may have to be downloaded
    bool slow = false;          // Starting: for longer than most take
    QString stuck;              // Stopping: what cannot be killed
    QString silence;            // Unresponsive: what it is at, in one clause
    QString watched;            // watching: whose backend it is, as far as can be seen
};

/// The header's sentence; also tooltip and `status`.
[[nodiscard]] QString statusMessage(const Status &status, const TextFacts &facts);
/// The header's second line.
[[nodiscard]] QString statusDetail(const Status &status, const TextFacts &facts);

/// "94 of about 151", "94 of 151", "94".
[[nodiscard]] QString skillsProgress(const Status &status);
[[nodiscard]] QString skillsProgress(const HealthReport &report, std::optional<int> remembered);
/// "1 skill", "151 skills".
[[nodiscard]] QString skillsCounted(int skills);
/// "12.9 s", "3 min 20 s".
[[nodiscard]] QString durationInWords(qint64 ms);

/// The strip while somebody else's backend is watched.
[[nodiscard]] Trouble watchTrouble(const QString &watched);
/// The strip for a backend that runs with a warning.
[[nodiscard]] std::optional<Trouble> warningTrouble(const Status &status);
/// The strip for one that lives and cannot be reached where it is expected.
[[nodiscard]] Trouble astrayTrouble(const QString &astray, const Settings &settings);
/// The warning while nothing of the user's is found, and our own skills are served instead.
[[nodiscard]] QString samplesWarning(int samples);
/// Its strip; `cause`: why a source has none, when that is known.
[[nodiscard]] Trouble samplesTrouble(int samples, std::optional<KnownCause> cause);
/// The warning for a start that makes no progress.
[[nodiscard]] QString stallWarning(qint64 silentMs);
/// The warning that goes with a host that other computers reach; none for loopback.
[[nodiscard]] std::optional<QString> exposureWarning(const QString &host);
