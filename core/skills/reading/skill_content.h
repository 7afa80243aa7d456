// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill.h"

#include <optional>

/// What the SKILL.md of a skill says behind its frontmatter. None: the file is not what was read any more.
[[nodiscard]] std::optional<QString> contentOf(const Skill &skill);
