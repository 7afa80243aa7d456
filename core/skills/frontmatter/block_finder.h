// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

/// Where the YAML of a SKILL.md lies in it.
struct FoundBlock
{
    bool isThere = false;
    bool isStrict = false; // as the format has it: two lines "---", the first at the very beginning
    QByteArray yaml;       // its lines
    QByteArray body;       // what follows it; without a block the whole file
    int line = 1;          // of the YAML's first line in the file, or of the error
    QString error;
    QStringList leniencies; // what is not as the format wants it, in words
};

/// Finds the block between two lines "---"; behind that, what people and programs make of it: marks and blank lines
/// before it, a code fence around it, no end.
[[nodiscard]] FoundBlock findBlock(const QByteArray &file);

/// For a block that findBlock() found and that is no YAML: it may have no end, and its second line "---" be a rule of
/// Markdown. Not there: the text between does not look so.
[[nodiscard]] FoundBlock findBlockBeforeProse(const QByteArray &file, const FoundBlock &found);

/// Git without links writes a link as a text: the path that it leads to, nothing else. Empty: this is none.
[[nodiscard]] QString checkedOutLink(const QByteArray &file);

inline constexpr qsizetype FrontmatterMaximumSize = 64 * 1024; // a larger one is read, and said to be too large
