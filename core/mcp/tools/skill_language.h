// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill.h"

#include <QStringList>

/// The language a text is written in, by its script and its smallest words, by its English name; empty: it does not
/// show.
[[nodiscard]] QString languageOf(const QString &text);

/// In which languages the skills are described, the most frequent first; those of less than a tenth are left out.
[[nodiscard]] QStringList languagesOf(const SkillSet &skills);

/// "English", "English or German", "English, German or Chinese".
[[nodiscard]] QString eitherOf(const QStringList &languages);
