// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/word_piece.h"

#include "core/embedding/bert_words.h"

#include <QString>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

static constexpr size_t LongestWord = 100; // characters; longer ones are unknown
static constexpr QByteArrayView Continuation = "##";

WordPiece::WordPiece(QByteArrayView vocabulary)
{
    for (qsizetype start = 0; start < vocabulary.size();) {
        const qsizetype end = vocabulary.indexOf('\n', start);
        const QByteArrayView line = vocabulary.sliced(start, (end < 0 ? vocabulary.size() : end) - start);
        m_pieces.push_back(line.endsWith('\r') ? line.chopped(1) : line);
        start += line.size() + 1;
    }
    m_sorted.resize(m_pieces.size());
    for (size_t id = 0; id < m_sorted.size(); ++id)
        m_sorted[id] = int(id);
    std::stable_sort(m_sorted.begin(), m_sorted.end(),
                     [this](int a, int b) { return m_pieces[size_t(a)] < m_pieces[size_t(b)]; });
    m_unknown = find("[UNK]");
    m_begin = find("[CLS]");
    m_end = find("[SEP]");
    for (const QStringView text : {QStringView(u"[PAD]"), QStringView(u"[UNK]"), QStringView(u"[CLS]"),
                                   QStringView(u"[SEP]"), QStringView(u"[MASK]")}) {
        if (const int id = find(text.toUtf8()); id >= 0)
            m_marks.push_back({text, id});
    }
}

bool WordPiece::isComplete() const
{
    return m_unknown >= 0 && m_begin >= 0 && m_end >= 0;
}

int WordPiece::find(QByteArrayView piece) const
{
    const auto place = std::lower_bound(m_sorted.begin(), m_sorted.end(), piece, [this](int id, QByteArrayView wanted) {
        return m_pieces[size_t(id)] < wanted;
    });
    return place != m_sorted.end() && m_pieces[size_t(*place)] == piece ? *place : -1;
}

// From the left, the longest piece that is there; a word of which any part is not there is unknown as a whole.
void WordPiece::addWord(std::u32string_view word, std::vector<int> &ids) const
{
    const size_t before = ids.size();
    const QByteArray bytes = QString::fromUcs4(word.data(), qsizetype(word.size())).toUtf8();
    const auto continues = [&bytes](qsizetype place) {
        return place < bytes.size() && (uchar(bytes.at(place)) & 0xC0) == 0x80;
    };
    for (qsizetype start = 0; word.size() <= LongestWord && start < bytes.size();) {
        int id = -1;
        qsizetype end = bytes.size();
        for (; end > start; --end) {
            if (continues(end))
                continue;
            const QByteArray part = bytes.mid(start, end - start);
            id = start == 0 ? find(part) : find(Continuation.toByteArray() + part);
            if (id >= 0)
                break;
        }
        if (id < 0) {
            ids.resize(before);
            break;
        }
        ids.push_back(id);
        start = end;
    }
    if (ids.size() == before)
        ids.push_back(m_unknown);
}

void WordPiece::addPlain(QStringView text, size_t most, std::vector<int> &ids) const
{
    splitBertWords(text, [this, most, &ids](std::u32string_view word) {
        addWord(word, ids);
        return ids.size() < most;
    });
}

std::vector<int> WordPiece::idsOf(QStringView text, int most) const
{
    std::vector<int> ids{m_begin};
    const auto room = size_t(most) - 1;
    for (qsizetype start = 0; ids.size() < room;) {
        // The next mark that is written out in the text.
        qsizetype end = text.size();
        const Mark *next = nullptr;
        for (const Mark &mark : m_marks) {
            if (const qsizetype place = text.indexOf(mark.text, start); place >= 0 && place < end) {
                end = place;
                next = &mark;
            }
        }
        addPlain(text.sliced(start, end - start), room, ids);
        if (next == nullptr)
            break;
        ids.push_back(next->id);
        start = end + next->text.size();
    }
    ids.resize(std::min(ids.size(), room));
    ids.push_back(m_end);
    return ids;
}
