// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <optional>

/// A regular expression for a text of many lines.
struct ManyLineRegex
{
    QByteArray pattern;
    /// It asks what kind a character is (\d, \w, \s, \b, [[:alpha:]] ...), which UCP makes Unicode's business.
    bool asksForKinds = false;
};

/// Rewrites a PCRE2 expression that is meant for single lines, so that in a text of many, searched with
/// PCRE2_MULTILINE and PCRE2_ALT_CIRCUMFLEX, it matches in each line what it matches in that line alone.
///
/// For that, nothing in it may take or look at a newline: classes that would are narrowed, \A, \Z and \z become the
/// anchors of a line, (?s) and (?m), which mean nothing within a line, are left out. It gives nothing for what it does
/// not know to be safe; such a pattern has to be asked line by line: verbs such as (*COMMIT), conditions, callouts,
/// (?x),
/// (?^), \G, \K, \R, \X, \n, octal and control characters, backreferences above 9, \Q in a class; and for a broken one.
/// Source: pcre2pattern(3).
[[nodiscard]] std::optional<ManyLineRegex> forManyLines(const QByteArray &regex);
