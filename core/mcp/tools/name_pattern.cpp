// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/name_pattern.h"

#include <algorithm>

// No path is longer on Linux, so what wants more matches nothing, and need not be taken apart.
static constexpr qsizetype LongestName = 4096;

/// Where a set that begins behind '[' could end at the earliest: a ']' directly at the start is a member.
static qsizetype behindFirst(const QList<uint> &rule, qsizetype i)
{
    if (i < rule.size() && rule[i] == U'!')
        ++i;
    if (i < rule.size() && rule[i] == U']')
        ++i;
    return i;
}

NamePattern::NamePattern(const QString &pattern)
{
    const QList<uint> rule = pattern.toUcs4(); // whole characters: '?' must match an emoji, too
    qsizetype close = 0;                       // the first ']' from some place on; it only ever moves forward
    for (qsizetype i = 0; i < rule.size() && m_shortest <= LongestName; ++i) {
        const uint c = rule[i];
        if (c == U'*') {
            if (m_elements.empty() || m_elements.back().kind != Element::Star)
                m_elements.push_back({Element::Star, c});
            continue;
        }
        ++m_shortest;
        if (c == U'[') {
            const auto end = std::find(rule.cbegin() + std::max(close, behindFirst(rule, i + 1)), rule.cend(), U']');
            close = end - rule.cbegin();
            if (end != rule.cend()) { // else it stands for itself
                m_elements.push_back({Element::Set, uint(m_sets.size())});
                m_sets.emplace_back(rule, i + 1, close);
                i = close;
                continue;
            }
        }
        m_elements.push_back({c == U'?' ? Element::Any : Element::Character, c});
    }
}

NamePattern::CharacterSet::CharacterSet(const QList<uint> &rule, qsizetype i, qsizetype close)
    : m_isNegated(rule[i] == U'!')
{
    if (m_isNegated)
        ++i;
    while (i < close) {
        // A hyphen makes a range only between two members. A range that runs backwards has no members.
        if (i + 2 < close && rule[i + 1] == U'-') {
            if (rule[i] <= rule[i + 2])
                add(rule[i], rule[i + 2]);
            i += 3;
        } else {
            add(rule[i], rule[i]);
            ++i;
        }
    }
    std::sort(m_ranges.begin(), m_ranges.end());
    std::vector<std::pair<uint, uint>> merged;
    for (const auto &range : m_ranges) {
        if (!merged.empty() && range.first <= merged.back().second)
            merged.back().second = std::max(merged.back().second, range.second);
        else
            merged.push_back(range);
    }
    m_ranges = std::move(merged);
}

void NamePattern::CharacterSet::add(uint first, uint last)
{
    for (uint c = first; c < m_small.size() && c <= last; ++c)
        m_small.set(c);
    if (last >= m_small.size())
        m_ranges.emplace_back(std::max<uint>(first, m_small.size()), last);
}

bool NamePattern::CharacterSet::contains(uint c) const
{
    if (c < m_small.size())
        return m_small[c] != m_isNegated;
    const auto next = std::upper_bound(m_ranges.begin(), m_ranges.end(), c,
                                       [](uint value, const auto &range) { return value < range.first; });
    return (next != m_ranges.begin() && c <= std::prev(next)->second) != m_isNegated;
}

bool NamePattern::matchesOne(const Element &element, uint c) const
{
    switch (element.kind) {
    case Element::Character:
        return element.character == c;
    case Element::Any:
        return true;
    case Element::Set:
        return m_sets[element.character].contains(c);
    case Element::Star:
        break;
    }
    return false;
}

bool NamePattern::matches(const QString &name) const
{
    if (m_shortest >
        std::min(name.size(), LongestName)) // the size counts some characters twice, so it is never too little
        return false;
    const QList<uint> text = name.toUcs4();
    const size_t elements = m_elements.size();
    qsizetype t = 0;
    size_t r = 0;
    size_t afterStar = 0; // of the last '*' seen: only this one ever needs another try; 0: none
    qsizetype starText = 0;
    while (t < text.size()) {
        if (r < elements && m_elements[r].kind == Element::Star) {
            afterStar = ++r;
            starText = t;
        } else if (r < elements && matchesOne(m_elements[r], text[t])) {
            ++r;
            ++t;
        } else if (afterStar > 0) {
            r = afterStar;
            t = ++starText;
        } else {
            return false;
        }
    }
    while (r < elements && m_elements[r].kind == Element::Star)
        ++r;
    return r == elements;
}
