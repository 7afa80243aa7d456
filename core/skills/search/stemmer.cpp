// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/stemmer.h"

#include "core/skills/search/fts5.h"

#include <array>

#include <sqlite3.h>

struct Spelling
{
    QByteArrayView british;
    QByteArrayView american;
};

// The same rule meets the text and the question, so "exercise" and "exercize" being one does no harm.
static constexpr std::array Spellings = {
    Spelling{"isations", "ization"}, Spelling{"isation", "ization"}, Spelling{"ising", "izing"},
    Spelling{"ised", "ized"},        Spelling{"iser", "izer"},       Spelling{"ises", "izes"},
    Spelling{"ise", "ize"},          Spelling{"ysing", "yzing"},     Spelling{"ysed", "yzed"},
    Spelling{"yse", "yze"},          Spelling{"ours", "or"},         Spelling{"oured", "ored"},
    Spelling{"our", "or"},
};

static constexpr qsizetype ShortestStart = 3; // keeps "hour", "four", "noise", "wise"

static void makeAmerican(QByteArray &word)
{
    for (const auto &[british, american] : Spellings) {
        if (word.size() < british.size() + ShortestStart || !word.endsWith(british))
            continue;
        word.chop(british.size());
        word.append(american);
        return;
    }
}

static bool isEnglish(const QByteArray &word)
{
    return std::all_of(word.cbegin(), word.cend(), [](char c) { return c >= 'a' && c <= 'z'; });
}

static int takeToken(void *target, int, const char *token, int size, int, int)
{
    *static_cast<QByteArray *>(target) = QByteArray(token, size);
    return SQLITE_OK;
}

Stemmer::Stemmer(sqlite3 *database)
    : m_porter(std::make_unique<fts5_tokenizer>())
{
    fts5_api *api = fts5ApiOf(database);
    if (!api)
        return;
    void *context = nullptr;
    if (api->xFindTokenizer(api, "porter", &context, m_porter.get()) != SQLITE_OK)
        return;
    const char *arguments[] = {"ascii"};
    if (m_porter->xCreate(context, arguments, 1, &m_instance) != SQLITE_OK)
        m_instance = nullptr;
}

Stemmer::~Stemmer()
{
    if (m_instance)
        m_porter->xDelete(m_instance);
}

QByteArray Stemmer::stem(QStringView word) const
{
    QByteArray text = word.toUtf8();
    if (!m_instance || !isEnglish(text))
        return text;
    makeAmerican(text);
    QByteArray stemmed = text;
    m_porter->xTokenize(m_instance, &stemmed, FTS5_TOKENIZE_DOCUMENT, text.constData(), int(text.size()), takeToken);
    return stemmed;
}
