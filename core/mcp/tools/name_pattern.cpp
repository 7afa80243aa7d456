// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/name_pattern.h"

#include <QList>

/// The index of the ']' that closes the set opened at `open`, or -1: then '[' stands for itself.
static qsizetype closingBracket(const QList<uint> &pattern, qsizetype open)
{
    qsizetype i = open + 1;
    if (i < pattern.size() && pattern[i] == U'!')
        ++i;
    if (i < pattern.size() && pattern[i] == U']') // directly at the start it is a member
        ++i;
    while (i < pattern.size() && pattern[i] != U']')
        ++i;
    return i < pattern.size() ? i : -1;
}

static bool inSet(const QList<uint> &pattern, qsizetype open, qsizetype close, uint c)
{
    qsizetype i = open + 1;
    const bool negated = pattern[i] == U'!';
    if (negated)
        ++i;
    bool found = false;
    while (i < close) {
        // A hyphen makes a range only between two members. A range that runs backwards has no members.
        if (i + 2 < close && pattern[i + 1] == U'-') {
            found |= pattern[i] <= c && c <= pattern[i + 2];
            i += 3;
        } else {
            found |= pattern[i] == c;
            ++i;
        }
    }
    return found != negated;
}

/// Matches one element of the pattern at `p` against `c`; `next` is the element after it.
static bool matchesOne(const QList<uint> &pattern, qsizetype p, uint c, qsizetype &next)
{
    next = p + 1;
    if (pattern[p] == U'?')
        return true;
    if (pattern[p] == U'[') {
        const qsizetype close = closingBracket(pattern, p);
        if (close >= 0) {
            next = close + 1;
            return inSet(pattern, p, close, c);
        }
    }
    return pattern[p] == c;
}

bool matchesPattern(const QString &name, const QString &pattern)
{
    // Whole characters: '?' must match an emoji, too.
    const QList<uint> text = name.toUcs4();
    const QList<uint> rule = pattern.toUcs4();
    qsizetype t = 0;
    qsizetype r = 0;
    qsizetype star = -1; // the last '*' seen: only this one ever needs another try
    qsizetype starText = 0;
    while (t < text.size()) {
        qsizetype next = 0;
        if (r < rule.size() && rule[r] == U'*') {
            star = r++;
            starText = t;
        } else if (r < rule.size() && matchesOne(rule, r, text[t], next)) {
            r = next;
            ++t;
        } else if (star >= 0) {
            r = star + 1;
            t = ++starText;
        } else {
            return false;
        }
    }
    while (r < rule.size() && rule[r] == U'*')
        ++r;
    return r == rule.size();
}
