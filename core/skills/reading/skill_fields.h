// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/frontmatter/frontmatter.h"
#include "core/skills/reading/skill.h"

/// Fills in what the frontmatter says of a skill in the folder that is called `folder`; where it says nothing, the
/// folder's name and the body's first paragraph stand in. Returns why it cannot be a skill; empty: it is one.
[[nodiscard]] QString fillFields(Skill &skill, const Frontmatter &frontmatter, const QString &folder);

/// What is to be said where the name is what somebody is to fill in: a template is no skill yet. Empty: it is none.
[[nodiscard]] QString placeholderFault(const QByteArray &yaml);
