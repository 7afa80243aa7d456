// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/line_matcher.h"

#include <QByteArray>

#include <memory>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/// What PCRE2 is told: a pattern in UTF-8, its options of compiling and the extra ones.
struct PcreSource
{
    QByteArray pattern;
    uint32_t options = 0;
    uint32_t extra = 0;
};

/// So that it finds in one line what the user asked for.
[[nodiscard]] PcreSource pcreSource(const QString &pattern, LineMatcher::Options options);

/// A compiled PCRE2 pattern with what running it takes. For the matchers only: this header brings PCRE2's macros.
class PcreProgram
{
public:
    explicit PcreProgram(const PcreSource &source);

    /// 0, or PCRE2's code for what is wrong, which is at that byte of the pattern.
    [[nodiscard]] int error() const { return m_error; }
    [[nodiscard]] qsizetype errorOffset() const { return m_errorOffset; }
    /// With it the step limit counts for each place where a match may begin, without it for all of them together.
    [[nodiscard]] bool hasJit() const { return m_hasJit; }

    enum class Outcome { Match, NoMatch, TooCostly };
    /// Searches `subject` from that byte on; TooCostly when it took more than `stepLimit` steps or too deep a stack.
    [[nodiscard]] Outcome run(QByteArrayView subject, qsizetype from, uint32_t stepLimit) const;
    /// Where the match is.
    [[nodiscard]] LineMatcher::Match match() const;

private:
    template<auto Free>
    struct FreedBy
    {
        template<typename T>
        void operator()(T *pointer) const
        {
            Free(pointer);
        }
    };

    std::unique_ptr<pcre2_code, FreedBy<pcre2_code_free>> m_code;
    std::unique_ptr<pcre2_match_data, FreedBy<pcre2_match_data_free>> m_matchData;
    std::unique_ptr<pcre2_match_context, FreedBy<pcre2_match_context_free>> m_matchContext;
    std::unique_ptr<pcre2_jit_stack, FreedBy<pcre2_jit_stack_free>> m_stack;
    int m_error = 0;
    qsizetype m_errorOffset = 0;
    bool m_hasJit = false;
};
