// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>

/// What one YAML document of a SKILL.md says, as JSON.
struct YamlReading
{
    QJsonObject values;
    QString error;  // empty: it could be read
    int line = 0;   // of the error, the first is 1
    QString oddity; // it could be read, but not every reader of JSON or YAML would see the same; in words
    QHash<QString, QString> written; // the letters of each scalar of the first level
    QStringList leniencies;          // what was mended to read it, in words
};

/// Reads a YAML document whose root is a mapping. Plain scalars become null, booleans and numbers by YAML 1.2's core
/// schema; quoted ones stay texts. Depth, size and what aliases may unfold to are limited.
[[nodiscard]] YamlReading readYaml(const QByteArray &yaml);

inline constexpr int YamlMaximumDepth = 16;
inline constexpr int YamlMaximumNodes = 4096;
inline constexpr qsizetype YamlMaximumText = 256 * 1024; // of all that is read, and of all scalars, aliases unfolded
