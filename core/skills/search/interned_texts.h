// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QHashFunctions>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Keeps each text once and gives it a number, counted from 0.
///
/// All texts lie in one piece of memory: with an allocation for each word, most of the memory would be administration.
template<typename Char>
class InternedTexts
{
public:
    using View = std::basic_string_view<Char>;

    [[nodiscard]] int count() const { return int(m_ends.size()); }
    /// Valid until the next take().
    [[nodiscard]] View text(int number) const
    {
        const size_t start = number == 0 ? 0 : m_ends[size_t(number) - 1];
        return View(m_pool).substr(start, m_ends[size_t(number)] - start);
    }
    [[nodiscard]] int find(View text) const // -1: not there
    {
        return m_slots.empty() ? -1 : numberIn(m_slots[slotFor(text, hashOf(text))]);
    }
    [[nodiscard]] static quint32 hashOf(View text)
    {
        return quint32(qHashBits(text.data(), text.size() * sizeof(Char), size_t(QHashSeed::globalSeed())));
    }
    /// A text of that hash is looked for soon: in a large collection its slot is in no cache.
    void expect(quint32 hash) const
    {
        if (!m_slots.empty())
            __builtin_prefetch(&m_slots[hash & (m_slots.size() - 1)]);
    }
    /// Its number, and whether it is new.
    std::pair<int, bool> take(View text) { return take(text, hashOf(text)); }
    std::pair<int, bool> take(View text, quint32 hash)
    {
        if (3 * m_slots.size() < 4 * (m_ends.size() + 1))
            grow();
        const size_t slot = slotFor(text, hash);
        if (m_slots[slot] != Free)
            return {numberIn(m_slots[slot]), false};
        const int number = count();
        m_slots[slot] = slotOf(number, hash);
        m_pool.append(text);
        m_ends.push_back(quint32(m_pool.size()));
        return {number, true};
    }
    /// Forgets all texts, and keeps the room for as many.
    void clear()
    {
        m_pool.clear();
        m_ends.clear();
        std::fill(m_slots.begin(), m_slots.end(), Free);
    }

private:
    // A number plus one, and above it a few bits of the hash, which spare most looks at texts. Not the whole hash:
    // there are up to three slots for each text.
    using Slot = quint32;
    static constexpr Slot Free = 0;
    static constexpr int NumberBits = 26;
    static constexpr Slot NumberMask = (Slot(1) << NumberBits) - 1;
    static constexpr size_t FewestSlots = 1024; // a power of two, as every later number of them

    static Slot slotOf(int number, quint32 hash) { return Slot(number + 1) | (hash & ~NumberMask); }
    static int numberIn(Slot slot) { return int(slot & NumberMask) - 1; } // -1: free
    [[nodiscard]] size_t slotFor(View text, quint32 hash) const
    {
        const size_t mask = m_slots.size() - 1;
        size_t at = hash & mask;
        const auto isOther = [&](Slot slot) {
            return ((slot ^ hash) & ~NumberMask) != 0 || this->text(numberIn(slot)) != text;
        };
        while (m_slots[at] != Free && isOther(m_slots[at]))
            at = (at + 1) & mask;
        return at;
    }
    void grow()
    {
        m_slots = std::vector<Slot>(std::max(FewestSlots, 2 * m_slots.size()));
        const size_t mask = m_slots.size() - 1;
        for (int number = 0; number < count(); ++number) {
            const quint32 hash = hashOf(text(number));
            size_t at = hash & mask;
            while (m_slots[at] != Free)
                at = (at + 1) & mask;
            m_slots[at] = slotOf(number, hash);
        }
    }

    std::basic_string<Char> m_pool;
    std::vector<quint32> m_ends; // of each text in the pool
    std::vector<Slot> m_slots;   // at most three of four used
};
