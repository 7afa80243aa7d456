// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonArray>
#include <QString>

inline constexpr QLatin1StringView FindTool("find_helpful_skills");
inline constexpr QLatin1StringView ReadTool("read_skill_document");
inline constexpr QLatin1StringView ListTool("list_skills");

// What tools/list answers to a client of this protocol version.

/// With the original's arguments and answers; answers are structured, too.
[[nodiscard]] QJsonArray originalTools(const QString &version, int defaultTopK);
/// Answers are text alone. `language`: that of the skills; empty: not known.
[[nodiscard]] QJsonArray briefTools(const QString &version, int defaultTopK, const QString &language);
