// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

#include <bitset>
#include <utility>
#include <vector>

/// A pattern of the shell's kind: * (also over '/'), ?, [abc], [a-z], [!abc].
///
/// The rules are those of Python's fnmatch on Linux, which clients of the original know. It is taken apart once, in
/// time that grows with its length; then a name takes no longer than the product of both lengths, and none if the
/// pattern wants more characters than the name has.
class NamePattern
{
public:
    explicit NamePattern(const QString &pattern);
    /// `name` as a whole.
    [[nodiscard]] bool matches(const QString &name) const;

private:
    struct Element
    {
        enum Kind { Character, Any, Set, Star } kind;
        uint character; // or the set's place in m_sets
    };
    /// What stands between brackets.
    class CharacterSet
    {
    public:
        /// Of the characters from `i` up to `close`.
        CharacterSet(const QList<uint> &rule, qsizetype i, qsizetype close);
        [[nodiscard]] bool contains(uint c) const;

    private:
        void add(uint first, uint last);

        bool m_isNegated = false;
        std::bitset<256> m_small;
        std::vector<std::pair<uint, uint>> m_ranges; // of others, sorted by their beginning, none inside of another
    };
    [[nodiscard]] bool matchesOne(const Element &element, uint c) const;

    std::vector<Element> m_elements;
    std::vector<CharacterSet> m_sets;
    qsizetype m_shortest = 0; // what a name must have, in characters
};
