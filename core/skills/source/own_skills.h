// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill.h"

#include <QList>

/// The skills that come with the program, compiled in.
[[nodiscard]] QList<std::shared_ptr<const Skill>> ownSkills();
