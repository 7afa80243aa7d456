// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/text_finder.h"

#include <string_view>

// What an ASCII letter in upper case lacks to be one in lower case.
static constexpr uchar CaseBit = 0x20;

static bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The greater, the rarer in a log. Letters by their frequency in English. Digits come behind most of them: beside a
/// letter of the same word another letter says little.
static size_t rarity(char folded)
{
    static constexpr std::string_view CommonestFirst = " etaoinsrlhdcumfp.0123456789gwyb:-/_vkxjqz";
    return CommonestFirst.find(folded); // npos, the greatest of all, for what is not in it
}

TextFinder::TextFinder(const QByteArray &text, bool caseSensitive)
    : m_text(text)
    , m_fold(text.size(), '\0')
{
    Q_ASSERT(!text.isEmpty());
    for (qsizetype i = 0; i < m_text.size() && !caseSensitive; ++i) {
        if (!isLetter(m_text.at(i)))
            continue;
        m_fold[i] = static_cast<char>(CaseBit);
        m_text[i] = static_cast<char>(static_cast<uchar>(m_text.at(i)) | CaseBit);
    }
    m_first = rarest(std::nullopt);
    m_second = rarest(static_cast<char>(m_first.byte));
}

/// Of the bytes that are others than `besides`; of all where there are none.
TextFinder::Place TextFinder::rarest(std::optional<char> besides) const
{
    qsizetype found = 0;
    for (qsizetype i = 1; i < m_text.size(); ++i) {
        const bool isOut = besides == m_text.at(found);
        if (besides != m_text.at(i) && (isOut || rarity(m_text.at(i)) > rarity(m_text.at(found))))
            found = i;
    }
    return {found, static_cast<uchar>(m_text.at(found)), static_cast<uchar>(m_fold.at(found))};
}

qsizetype TextFinder::find(QByteArrayView bytes, qsizetype from) const
{
    // The length of the inner loop is known and it does not branch: then compilers take many bytes at a time (AnyByte).
    static constexpr qsizetype BlockBytes = 32;
    const qsizetype end = bytes.size() - m_text.size() + 1; // of the places where it may begin
    const char *const data = bytes.data();
    qsizetype at = from;
    for (; at + BlockBytes <= end; at += BlockBytes) {
        const char *const first = data + at + m_first.offset;
        const char *const second = data + at + m_second.offset;
        uchar candidates = 0;
        for (qsizetype i = 0; i < BlockBytes; ++i) {
            const auto differs = static_cast<uchar>(m_first.differs(first[i]) | m_second.differs(second[i]));
            candidates = static_cast<uchar>(candidates | (differs == 0 ? 1 : 0));
        }
        if (candidates == 0)
            continue;
        for (qsizetype i = 0; i < BlockBytes; ++i) {
            if ((m_first.differs(first[i]) | m_second.differs(second[i])) == 0 && standsAt(data + at + i))
                return at + i;
        }
    }
    for (; at < end; ++at) {
        if (standsAt(data + at))
            return at;
    }
    return -1;
}

bool TextFinder::standsAt(const char *bytes) const
{
    for (qsizetype i = 0; i < m_text.size(); ++i) {
        const uchar folded = static_cast<uchar>(static_cast<uchar>(bytes[i]) | static_cast<uchar>(m_fold.at(i)));
        if (folded != static_cast<uchar>(m_text.at(i)))
            return false;
    }
    return true;
}
