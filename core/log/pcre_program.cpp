// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/pcre_program.h"

#include <algorithm>

// The default of 32 KiB is too little for (a|b)* on a long line.
static constexpr size_t FirstStackBytes = 32 * 1024;
static constexpr size_t MostStackBytes = 1024 * 1024;

static QByteArray escaped(const QByteArray &text)
{
    QByteArray result;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           static_cast<uchar>(c) >= 0x80 || c == '\0';
        if (!plain)
            result += '\\';
        if (c == '\0')
            result += "\\x{0}";
        else
            result += c;
    }
    return result;
}

PcreSource pcreSource(const QString &pattern, LineMatcher::Options options)
{
    PcreSource source;
    source.pattern = pattern.toUtf8();
    // Lines are ours and valid, but a caller's slice may begin within a character: never undefined behaviour.
    source.options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF;
    if (!options.caseSensitive)
        source.options |= PCRE2_CASELESS;
    if (options.regex) {
        source.options |= PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
        source.extra = options.wholeWord ? PCRE2_EXTRA_MATCH_WORD : 0;
    } else if (options.wholeWord) {
        source.options |= PCRE2_UCP;
        // Looks around instead of \b, so that "-n" is found as a word too.
        source.pattern = "(?<!\\w)(?:" + escaped(source.pattern) + ")(?!\\w)";
    } else {
        source.options |= PCRE2_LITERAL;
    }
    return source;
}

/// Where the character is that is wrong. PCRE2 10.42 stops before it, 10.46 behind it.
static qsizetype wrongCharacter(const QByteArray &pattern, int code, qsizetype offset)
{
    QByteArrayView wrong;
    if (code == PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS)
        wrong = ")";
    else if (code == PCRE2_ERROR_QUANTIFIER_INVALID)
        wrong = "*+?{";
    const auto isWrong = [&](qsizetype at) { return at >= 0 && at < pattern.size() && wrong.contains(pattern.at(at)); };
    return !isWrong(offset) && isWrong(offset - 1) ? offset - 1 : offset;
}

PcreProgram::PcreProgram(const PcreSource &source)
{
    const std::unique_ptr<pcre2_compile_context, FreedBy<pcre2_compile_context_free>> context(
        pcre2_compile_context_create(nullptr));
    pcre2_set_compile_extra_options(context.get(), source.extra);
    // What ends a line is ours to say, not the library's build.
    pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
    int code = 0;
    size_t offset = 0;
    m_code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(source.pattern.constData()),
                               static_cast<size_t>(source.pattern.size()), source.options, &code, &offset,
                               context.get()));
    if (!m_code) {
        m_error = code;
        m_errorOffset =
            wrongCharacter(source.pattern, code, std::min(static_cast<qsizetype>(offset), source.pattern.size()));
        return;
    }
    // Where there is no JIT the interpreter does it, slower.
    m_hasJit = pcre2_jit_compile(m_code.get(), PCRE2_JIT_COMPLETE) == 0;
    m_matchData.reset(pcre2_match_data_create(1, nullptr));
    m_matchContext.reset(pcre2_match_context_create(nullptr));
    m_stack.reset(pcre2_jit_stack_create(FirstStackBytes, MostStackBytes, nullptr));
    pcre2_jit_stack_assign(m_matchContext.get(), nullptr, m_stack.get());
}

PcreProgram::Outcome PcreProgram::run(QByteArrayView subject, qsizetype from, uint32_t stepLimit) const
{
    // PCRE2 wants an address even for nothing.
    const char *bytes = subject.isNull() ? "" : subject.data();
    pcre2_set_match_limit(m_matchContext.get(), stepLimit);
    const int found =
        pcre2_match(m_code.get(), reinterpret_cast<PCRE2_SPTR>(bytes), static_cast<size_t>(subject.size()),
                    static_cast<size_t>(from), 0, m_matchData.get(), m_matchContext.get());
    if (found >= 0)
        return Outcome::Match;
    return found == PCRE2_ERROR_NOMATCH ? Outcome::NoMatch : Outcome::TooCostly;
}

LineMatcher::Match PcreProgram::match() const
{
    const size_t *range = pcre2_get_ovector_pointer(m_matchData.get());
    // \K can set the start behind the end.
    const size_t start = std::min(range[0], range[1]);
    return {static_cast<qsizetype>(start), static_cast<qsizetype>(std::max(range[0], range[1]) - start)};
}
