// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/status.h"

#include <optional>

/// A failure whose cause we recognise in the backend's own words.
struct KnownFailure
{
    QString text;           // for Failure::text or the warning; no full stop
    Trouble trouble;        // what it means, what can be done
    bool fatal = true;      // the same would happen again: no further restarts after two in a row
    bool portTaken = false; // the backend could not bind its port
    bool operator==(const KnownFailure &) const = default;
};

/// Why it ended at its start, told from its last lines.
[[nodiscard]] std::optional<KnownFailure> knownStartFailure(const QStringList &lastLines, int port);
/// Why it has no skills, told from its ERROR and WARNING records and /health's update_errors.
[[nodiscard]] std::optional<KnownFailure> knownCauseOfNoSkills(const QStringList &lines, bool builtinIsThere);
