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
        return m_slots.empty() ? -1 : m_slots[slotFor(text, hashOf(text))].number;
    }
    /// Its number, and whether it is new.
    std::pair<int, bool> take(View text)
    {
        if (m_slots.size() < 2 * m_ends.size() + 2)
            grow();
        const quint32 hash = hashOf(text);
        Slot &slot = m_slots[slotFor(text, hash)];
        if (slot.number >= 0)
            return {slot.number, false};
        slot = {hash, count()};
        m_pool.append(text);
        m_ends.push_back(quint32(m_pool.size()));
        return {slot.number, true};
    }

private:
    struct Slot
    {
        quint32 hash = 0;
        int number = -1;
    };
    static constexpr size_t FewestSlots = 1024; // a power of two, as every later number of them

    static quint32 hashOf(View text)
    {
        return quint32(qHashBits(text.data(), text.size() * sizeof(Char), size_t(QHashSeed::globalSeed())));
    }
    [[nodiscard]] size_t slotFor(View text, quint32 hash) const
    {
        const size_t mask = m_slots.size() - 1;
        size_t at = hash & mask;
        while (m_slots[at].number >= 0 && (m_slots[at].hash != hash || this->text(m_slots[at].number) != text))
            at = (at + 1) & mask;
        return at;
    }
    void grow()
    {
        const std::vector<Slot> old =
            std::exchange(m_slots, std::vector<Slot>(std::max(FewestSlots, 2 * m_slots.size())));
        const size_t mask = m_slots.size() - 1;
        for (const Slot &slot : old) {
            if (slot.number < 0)
                continue;
            size_t at = slot.hash & mask;
            while (m_slots[at].number >= 0)
                at = (at + 1) & mask;
            m_slots[at] = slot;
        }
    }

    std::basic_string<Char> m_pool;
    std::vector<quint32> m_ends; // of each text in the pool
    std::vector<Slot> m_slots;   // at most half of them used
};
