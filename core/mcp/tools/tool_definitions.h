// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonArray>
#include <QString>

inline constexpr QLatin1StringView FindTool("find_helpful_skills");
inline constexpr QLatin1StringView ReadTool("read_skill_document");
inline constexpr QLatin1StringView ListTool("list_skills");

/// What tools/list answers to a client of this protocol version.
[[nodiscard]] QJsonArray toolDefinitions(const QString &version, int defaultTopK);
