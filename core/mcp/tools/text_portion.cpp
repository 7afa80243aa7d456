// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/text_portion.h"

#include <algorithm>

/// Where the line after the one at `begin` begins; the text's end if there is none.
static qsizetype nextLine(const QString &text, qsizetype begin)
{
    const qsizetype end = text.indexOf(u'\n', begin);
    return end < 0 ? text.size() : end + 1;
}

static qsizetype offsetOf(const QString &text, TextPlace place)
{
    qsizetype begin = 0;
    for (int line = 1; line < place.line && begin < text.size(); ++line)
        begin = nextLine(text, begin);
    qsizetype end = text.indexOf(u'\n', begin);
    if (end < 0)
        end = text.size();
    const qsizetype offset = std::min(begin + place.character - 1, end);
    const bool splitsACharacter = offset > begin && offset < end && text[offset].isLowSurrogate();
    return splitsACharacter ? offset - 1 : offset;
}

static TextPlace placeOf(const QString &text, qsizetype offset)
{
    const QStringView before = QStringView(text).first(offset);
    return {int(before.count(u'\n')) + 1, int(offset - (before.lastIndexOf(u'\n') + 1)) + 1};
}

/// The fence of a code block that this line begins or ends; empty: none.
static QStringView fenceOf(QStringView line)
{
    line = line.trimmed();
    const QChar mark = line.isEmpty() ? QChar() : line.front();
    if (mark != u'`' && mark != u'~')
        return {};
    qsizetype length = 0;
    while (length < line.size() && line[length] == mark)
        ++length;
    return length >= 3 ? line.first(length) : QStringView();
}

static bool isHeading(QStringView line)
{
    qsizetype level = 0;
    while (level < line.size() && line[level] == u'#')
        ++level;
    return level >= 1 && level <= 6 && level < line.size() && line[level] == u' ';
}

/// The last places before `limit` where a text can be cut; 0: there is none.
struct Cuts
{
    qsizetype heading = 0, paragraph = 0, line = 0;
};

static Cuts cutsBetween(const QString &text, qsizetype from, qsizetype limit, bool isMarkdown)
{
    Cuts cuts;
    QStringView openFence;
    bool wasEmpty = false;
    for (qsizetype begin = 0; begin <= limit && begin < text.size(); begin = nextLine(text, begin)) {
        const QStringView line = QStringView(text).sliced(begin, nextLine(text, begin) - begin);
        const bool isBetween = begin > from;
        if (isBetween)
            cuts.line = begin;
        if (isBetween && wasEmpty && openFence.isEmpty())
            cuts.paragraph = begin;
        if (isBetween && isMarkdown && openFence.isEmpty() && isHeading(line))
            cuts.heading = begin;
        const QStringView fence = isMarkdown ? fenceOf(line) : QStringView();
        if (openFence.isEmpty())
            openFence = fence;
        else if (!fence.isEmpty() && fence.front() == openFence.front() && fence.size() >= openFence.size())
            openFence = {};
        wasEmpty = line.trimmed().isEmpty();
    }
    return cuts;
}

static qsizetype cutBefore(const QString &text, qsizetype from, qsizetype limit, bool isMarkdown)
{
    const Cuts cuts = cutsBetween(text, from, limit, isMarkdown);
    const qsizetype room = limit - from;
    if (cuts.heading > from + room / 2)
        return cuts.heading;
    if (cuts.paragraph > from + room / 2)
        return cuts.paragraph;
    if (cuts.line > from + room / 4)
        return cuts.line;
    if (!text[limit - 1].isHighSurrogate())
        return limit;
    // A character as a whole, even if it is one too many: else the next portion would begin where this one did.
    return limit - 1 > from ? limit - 1 : limit + 1;
}

TextPortion portionOf(const QString &text, TextPlace from, qsizetype limit, bool isMarkdown)
{
    const qsizetype begin = offsetOf(text, from);
    qsizetype textEnd = text.size();
    while (textEnd > begin && text[textEnd - 1].isSpace())
        --textEnd;
    if (textEnd - begin <= limit)
        return {text.sliced(begin, textEnd - begin), {}};
    const qsizetype end = cutBefore(text, begin, begin + limit, isMarkdown);
    qsizetype shownEnd = end;
    while (shownEnd > begin && text[shownEnd - 1] == u'\n')
        --shownEnd;
    return {text.sliced(begin, shownEnd - begin), placeOf(text, end)};
}

int linesOf(const QString &text)
{
    return int(text.count(u'\n')) + (text.isEmpty() || text.endsWith(u'\n') ? 0 : 1);
}

QString shortened(const QString &text, qsizetype limit)
{
    const QString line = text.simplified();
    if (line.size() <= limit)
        return line;
    qsizetype end = limit - 1; // room for "…"
    if (const qsizetype blank = line.lastIndexOf(u' ', end); blank > limit / 2)
        end = blank;
    while (end > limit / 2 && (line[end - 1].isSpace() || line[end - 1].isPunct()))
        --end;
    if (end > 0 && line[end - 1].isHighSurrogate())
        --end;
    return line.first(end) + QChar(0x2026);
}
