// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

/// A SKILL.md, taken apart.
struct Frontmatter
{
    QJsonObject values;
    QString body;   // what follows it, line ends as \n, trimmed
    QString error;  // empty: it could be read
    int line = 0;   // of the error in the file, the first is 1
    QString oddity; // it could be read, but not every reader would see the same; in words
};

/// Takes the bytes of a SKILL.md apart: "---", YAML, "---", Markdown.
[[nodiscard]] Frontmatter readFrontmatter(const QByteArray &file);

inline constexpr qsizetype FrontmatterMaximumSize = 64 * 1024;
