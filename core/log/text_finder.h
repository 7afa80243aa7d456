// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <optional>

/// Finds one text in bytes, many bytes at a time.
///
/// Looks for the two bytes of the text that are the rarest in a log at their distance, and compares the rest where
/// both stand. PCRE2 takes four times as long for a text of any case.
class TextFinder
{
public:
    /// `text` is not empty. Without `caseSensitive` its ASCII letters, and no others, match in either case.
    TextFinder(const QByteArray &text, bool caseSensitive);

    /// Where it begins first at or after `from`; -1 when it does not.
    [[nodiscard]] qsizetype find(QByteArrayView bytes, qsizetype from) const;

private:
    // A byte matches when it is `byte` after the bits of `fold` were set in it.
    struct Place
    {
        qsizetype offset = 0; // in the text
        uchar byte = 0;
        uchar fold = 0;
        /// 0 when it matches.
        [[nodiscard]] uchar differs(char c) const { return static_cast<uchar>((static_cast<uchar>(c) | fold) ^ byte); }
    };
    [[nodiscard]] Place rarest(std::optional<char> besides) const;
    [[nodiscard]] bool standsAt(const char *bytes) const;

    QByteArray m_text; // folded
    QByteArray m_fold;
    Place m_first;
    Place m_second; // another byte, where the text has two
};
