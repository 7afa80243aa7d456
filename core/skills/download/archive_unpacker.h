// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/download/archive_policy.h"

#include <atomic>

/// Unpacks a .tar.gz into `folder`, which has to be new and ours alone. An error in words; empty: done. `cancelled`
/// is looked at again and again.
[[nodiscard]] QString unpackArchive(const QString &archive, const QString &folder, const ArchiveLimits &limits,
                                    const std::atomic<bool> &cancelled);
