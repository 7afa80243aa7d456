// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/row_words.h"

static constexpr auto Beginning = size_t(SkillField::Beginning);
static constexpr auto Body = size_t(SkillField::Body);

// Nearly every stem stands in the body alone, a few times: one byte has room for both counts of it.
static constexpr unsigned MostPacked = 7;
static constexpr unsigned Unpacked = 0x80;

// Seven bits a byte, the lowest first; the eighth says that more follow.
void RowWords::append(quint32 number)
{
    for (; number >= 0x80; number >>= 7)
        m_bytes.append(char(number | 0x80));
    m_bytes.append(char(number));
}

quint32 RowWords::Reader::number()
{
    quint32 number = 0;
    for (int shift = 0;; shift += 7) {
        const auto byte = quint8(m_bytes.at(m_at++));
        number |= quint32(byte & 0x7F) << shift;
        if (byte < 0x80)
            return number;
    }
}

void RowWords::addWord(int word)
{
    Q_ASSERT(word > m_last);
    append(quint32(word - m_last));
    m_last = word;
}

int RowWords::Reader::word()
{
    m_last += int(number());
    return m_last;
}

void RowWords::addStem(const FieldCounts &counts)
{
    bool isPacked = counts[Beginning] <= MostPacked && counts[Body] <= MostPacked;
    for (size_t i = 0; i < Beginning; ++i)
        isPacked = isPacked && counts[i] == 0;
    if (isPacked) {
        m_bytes.append(char(counts[Beginning] << 3 | counts[Body]));
        return;
    }
    m_bytes.append(char(Unpacked));
    for (const quint16 count : counts)
        append(count);
}

FieldCounts RowWords::Reader::stem()
{
    FieldCounts counts = {};
    const auto byte = quint8(m_bytes.at(m_at++));
    if (byte & Unpacked) {
        for (quint16 &count : counts)
            count = quint16(number());
    } else {
        counts[Beginning] = byte >> 3;
        counts[Body] = byte & MostPacked;
    }
    return counts;
}
