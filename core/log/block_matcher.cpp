// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/block_matcher.h"

#include "core/log/any_byte.h"
#include "core/log/line_set.h"
#include "core/log/log_snapshot.h"
#include "core/log/many_line_regex.h"
#include "core/log/pcre_program.h"
#include "core/log/text_finder.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

// Each search runs over so many bytes, and at most one line more: small enough to notice a stop soon even where every
// place takes all the steps it may, large enough to cost nothing.
static constexpr qsizetype PortionBytes = 32 * 1024;
// Lines that need more are searched by themselves.
static constexpr uint32_t TogetherStepLimit = 2'000;
// Portions in which that happened before all of them are.
static constexpr int MostCostlyPortions = 16;

struct BlockMatcher::Private
{
    std::optional<PcreProgram> alone; // empty: every line matches
    // One of these two, where all lines can be searched at once.
    std::optional<TextFinder> text;
    std::optional<PcreProgram> together;
    // They take characters beyond ASCII for no letters and no digits: lines that have some are searched again.
    bool onlyAscii = false;
    int costlyPortions = 0;
    int exceededLines = 0;
    qint64 linesByThemselves = 0;

    [[nodiscard]] bool canSearchTogether() const { return text || together; }
    [[nodiscard]] PcreProgram::Outcome next(QByteArrayView texts, qsizetype from, qsizetype &start) const;
};

/// Searches many lines from that byte on; `start` is where the match begins, if there is one.
PcreProgram::Outcome BlockMatcher::Private::next(QByteArrayView texts, qsizetype from, qsizetype &start) const
{
    if (text) {
        start = text->find(texts, from);
        return start < 0 ? PcreProgram::Outcome::NoMatch : PcreProgram::Outcome::Match;
    }
    const PcreProgram::Outcome outcome = together->run(texts, from, TogetherStepLimit);
    if (outcome == PcreProgram::Outcome::Match)
        start = together->match().start;
    return outcome;
}

/// What finds a plain text in many lines at once, where comparing bytes is all there is to it.
static std::optional<TextFinder> finderFor(const QString &pattern, LineMatcher::Options options, bool &onlyAscii)
{
    const QByteArray text = pattern.toUtf8();
    if (options.regex || options.wholeWord || text.contains('\n'))
        return std::nullopt;
    if (!options.caseSensitive) {
        if (anyByte(text, [](uchar c) { return static_cast<uchar>(c & 0x80); }))
            return std::nullopt;
        // The Kelvin sign is a k of another case, the long s an s.
        onlyAscii = anyByte(text, [](uchar c) { return static_cast<uchar>((c | 0x20) == 'k' || (c | 0x20) == 's'); });
    }
    return TextFinder(text, options.caseSensitive);
}

/// What finds in many lines at once the same, but by `onlyAscii` only in lines of ASCII.
static std::optional<PcreSource> sourceForMany(const QString &pattern, LineMatcher::Options options, bool &onlyAscii)
{
    PcreSource source = pcreSource(pattern, options);
    if (!options.regex && !options.wholeWord)
        return source.pattern.contains('\n') ? std::nullopt : std::make_optional(source);
    std::optional<ManyLineRegex> rewritten = forManyLines(source.pattern);
    if (!rewritten)
        return std::nullopt;
    source.pattern = rewritten->pattern;
    source.options |= PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX;
    // A look into Unicode's tables for each character takes five times as long, and most lines need none.
    onlyAscii = rewritten->asksForKinds || options.wholeWord;
    source.options &= ~static_cast<uint32_t>(PCRE2_UCP);
    return source;
}

BlockMatcher::BlockMatcher(const QString &pattern, LineMatcher::Options options)
    : d(std::make_unique<Private>())
{
    if (pattern.isEmpty())
        return;
    d->alone.emplace(pcreSource(pattern, options));
    if (d->alone->error() != 0)
        return;
    d->text = finderFor(pattern, options, d->onlyAscii);
    if (d->text)
        return;
    if (const auto source = sourceForMany(pattern, options, d->onlyAscii)) {
        d->together.emplace(*source);
        // The interpreter counts the steps of a whole portion together: a limit would say nothing about a line.
        if (d->together->error() != 0 || !d->together->hasJit())
            d->together.reset();
    }
}

BlockMatcher::~BlockMatcher() = default;
BlockMatcher::BlockMatcher(BlockMatcher &&) noexcept = default;
BlockMatcher &BlockMatcher::operator=(BlockMatcher &&) noexcept = default;

int BlockMatcher::exceededLines() const
{
    return d->exceededLines;
}

qint64 BlockMatcher::linesByThemselves() const
{
    return d->linesByThemselves;
}

void BlockMatcher::find(const HeldLines &lines, qint64 from, qint64 end, const std::stop_token &stop, LineSet &found)
{
    if (!d->alone)
        return found.insertRange(from, end);
    if (d->alone->error() != 0)
        return;
    while (from < end && !stop.stop_requested() && !isGivenUp()) {
        const QByteArrayView rest = lines.texts(from, end);
        const qint64 until = rest.size() <= PortionBytes ? end : lines.numberAt(rest.data() + PortionBytes, from) + 1;
        if (d->canSearchTogether() && d->costlyPortions < MostCostlyPortions)
            findTogether(lines, from, until, stop, found);
        else
            findOneByOne(lines, from, until, stop, found);
        from = until;
    }
}

void BlockMatcher::findTogether(const HeldLines &lines, qint64 from, qint64 end, const std::stop_token &stop,
                                LineSet &found)
{
    const QByteArrayView texts = lines.texts(from, end);
    for (qint64 line = from; line < end;) {
        const qsizetype at = lines.text(line).data() - texts.data();
        qsizetype start = 0;
        const PcreProgram::Outcome outcome = d->next(texts, at, start);
        if (outcome == PcreProgram::Outcome::NoMatch)
            break;
        if (outcome == PcreProgram::Outcome::TooCostly) {
            ++d->costlyPortions;
            findOneByOne(lines, line, end, stop, found);
            end = line;
            break;
        }
        line = lines.numberAt(texts.data() + start, line);
        found.insert(line);
        ++line;
    }
    if (d->onlyAscii && from < end)
        findOutsideAscii(lines, from, end, stop, found);
}

void BlockMatcher::findOneByOne(const HeldLines &lines, qint64 from, qint64 end, const std::stop_token &stop,
                                LineSet &found)
{
    for (qint64 line = from; line < end && !stop.stop_requested() && !isGivenUp(); ++line) {
        if (matches(lines.text(line)))
            found.insert(line);
    }
}

/// The first byte that is not ASCII; the size when there is none.
static qsizetype firstOutsideAscii(QByteArrayView text, qsizetype from)
{
    constexpr qsizetype Step = 32;
    for (; from + Step <= text.size(); from += Step) {
        std::array<quint64, Step / 8> words;
        std::memcpy(words.data(), text.data() + from, Step);
        if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080U) != 0)
            break;
    }
    while (from < text.size() && static_cast<uchar>(text[from]) < 0x80)
        ++from;
    return from;
}

void BlockMatcher::findOutsideAscii(const HeldLines &lines, qint64 from, qint64 end, const std::stop_token &stop,
                                    LineSet &found)
{
    const QByteArrayView texts = lines.texts(from, end);
    qsizetype at = 0;
    for (qint64 line = from; line < end && !stop.stop_requested() && !isGivenUp(); ++line) {
        at = firstOutsideAscii(texts, at);
        if (at == texts.size())
            return;
        line = lines.numberAt(texts.data() + at, line);
        const QByteArrayView text = lines.text(line);
        if (matches(text))
            found.insert(line);
        else
            found.remove(line);
        at = std::min<qsizetype>(text.data() + text.size() - texts.data() + 1, texts.size());
    }
}

bool BlockMatcher::matches(QByteArrayView line)
{
    ++d->linesByThemselves;
    const PcreProgram::Outcome outcome = d->alone->run(line, 0, LineMatcher::SearchSteps);
    if (outcome == PcreProgram::Outcome::TooCostly)
        ++d->exceededLines;
    return outcome == PcreProgram::Outcome::Match;
}
