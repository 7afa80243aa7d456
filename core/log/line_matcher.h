// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

#include <memory>
#include <optional>

/// Finds one pattern, text or regular expression, in UTF-8 lines. PCRE2 with JIT and a match limit.
class LineMatcher
{
public:
    struct Options
    {
        bool regex = false;
        bool caseSensitive = false;
        bool wholeWord = false;
        bool operator==(const Options &) const = default;
    };
    /// What a line may take for each place where a match may begin. To search: half a millisecond, far above what a
    /// sane pattern needs. To look at a line while somebody waits: a twentieth of that.
    static constexpr uint32_t SearchSteps = 200'000;
    static constexpr uint32_t GlanceSteps = 10'000;

    /// An empty pattern matches every line with an empty match.
    LineMatcher(const QString &pattern, Options options, uint32_t stepLimit = SearchSteps);
    ~LineMatcher();
    LineMatcher(LineMatcher &&) noexcept;
    LineMatcher &operator=(LineMatcher &&) noexcept;

    /// Empty, or what is wrong with the pattern and at which character (from 1), for people.
    [[nodiscard]] QString error() const;
    /// Where in the pattern that is, in QChars from 0; its length where something is missing at the end; -1: no error.
    [[nodiscard]] qsizetype errorPosition() const;

    struct Match
    {
        qsizetype start = 0; // byte offsets
        qsizetype length = 0;
    };
    /// The first match at or after `from`; none also when the pattern is bad or the line exceeded the match limit.
    [[nodiscard]] std::optional<Match> match(QByteArrayView line, qsizetype from = 0) const;
    /// Some line took too many steps, so "no match" there means "not known": the pattern is too costly.
    [[nodiscard]] bool exceededLimit() const;

private:
    // Keeps the PCRE2 header, with its macros, out of everybody else's code.
    struct Private;
    std::unique_ptr<Private> d;
};
