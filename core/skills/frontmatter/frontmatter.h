// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/frontmatter/block_finder.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>

/// A SKILL.md, taken apart.
struct Frontmatter
{
    QJsonObject values;
    QString body;                    // what follows it, line ends as \n, without blank ends
    QString error;                   // empty: it could be read
    int line = 0;                    // of the error in the file, the first is 1
    QString oddity;                  // it could be read, but not every reader would see the same; in words
    QStringList leniencies;          // it could be read, but it is not as the format wants it; in words
    QByteArray yaml;                 // as it stands there
    QHash<QString, QString> written; // the letters of each scalar of the first level
};

/// Takes the bytes of a SKILL.md apart: "---", YAML, "---", Markdown. What is no YAML is read as other agents read it.
[[nodiscard]] Frontmatter readFrontmatter(const QByteArray &file);

/// The body alone, of a file that could be read.
[[nodiscard]] QString bodyOf(const QByteArray &file);
