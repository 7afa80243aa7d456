// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

/// A place in a text: a line, and a character (UTF-16 unit) in it, both from 1.
struct TextPlace
{
    int line = 1;
    int character = 1;
    bool operator==(const TextPlace &) const = default;
};

/// What an answer holds of a text that is too long for it.
struct TextPortion
{
    QString text;                  // no line end at its end
    std::optional<TextPlace> next; // where to read on; none: this is the end
};

/// From `from` on at most `limit` characters: all that is left, else up to a heading (of Markdown), an empty line or a
/// line's end, whichever is worth stopping at. A line longer than the limit is cut between two characters.
/// Of a limit of at least 1 `next` lies behind `from`, also where a character is longer than that.
[[nodiscard]] TextPortion portionOf(const QString &text, TextPlace from, qsizetype limit, bool isMarkdown);

[[nodiscard]] int linesOf(const QString &text);

/// The text in one line, of at most `limit` characters; what is cut off ends after a word and with "…".
[[nodiscard]] QString shortened(const QString &text, qsizetype limit);
