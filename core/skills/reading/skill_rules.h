// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill.h"

/// The first rule of the Agent Skills format, or of the Skills extension of MCP, that this skill breaks, in words;
/// empty: none. `folder` is what its directory is called. Hosts that speak the extension refuse a whole list for one
/// entry that breaks a rule.
[[nodiscard]] QString brokenRuleOf(const Skill &skill, const QString &folder);

inline constexpr int SkillMaximumFiles = 512;
inline constexpr qint64 SkillMaximumSize = 16 * 1024 * 1024;
