// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/bert_words.h"

#include <QChar>
#include <QList>
#include <QString>

// Other control characters that look like white space, such as the form feed, are dropped.
static bool isWhiteSpace(char32_t c)
{
    return c == U'\t' || c == U'\n' || c == U'\r' || (QChar::isSpace(c) && QChar::category(c) != QChar::Other_Control);
}

// The categories that the original's tokenizer knows are those of Unicode 8: newer characters have none there, and
// these had another one.
static QChar::Category categoryOf(char32_t c)
{
    if (c == 0x166D || c == 0x111C9)
        return QChar::Punctuation_Other;
    if (c == 0x1885 || c == 0x1886 || c == 0xA9BD)
        return QChar::Letter_Other;
    if (c == 0x1734)
        return QChar::Mark_NonSpacing;
    return QChar::unicodeVersion(c) > QChar::Unicode_8_0 ? QChar::Other_NotAssigned : QChar::category(c);
}

static bool isControl(char32_t c)
{
    const QChar::Category category = categoryOf(c);
    return category >= QChar::Other_Control && category < QChar::Other_NotAssigned;
}

static bool isChinese(char32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF) ||
           (c >= 0x2A700 && c <= 0x2B73F) || (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

static bool isPunctuation(char32_t c)
{
    const bool isAscii = (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
    const QChar::Category category = categoryOf(c);
    return isAscii || (category >= QChar::Punctuation_Connector && category <= QChar::Punctuation_Other);
}

static QString cleaned(QStringView text)
{
    QString clean;
    clean.reserve(text.size());
    for (const char32_t c : text.toUcs4()) {
        if (c == 0 || c == QChar::ReplacementCharacter || (isControl(c) && !isWhiteSpace(c)))
            continue;
        if (isWhiteSpace(c)) {
            clean += u' ';
        } else if (isChinese(c)) {
            clean += u' ';
            clean += QChar::fromUcs4(c);
            clean += u' ';
        } else {
            clean += QChar::fromUcs4(c);
        }
    }
    return clean;
}

void splitBertWords(QStringView text, const std::function<bool(std::u32string_view word)> &take)
{
    std::u32string word;
    const auto finish = [&word, &take] {
        const bool goOn = word.empty() || take(word);
        word.clear();
        return goOn;
    };
    for (const char32_t c : cleaned(text).normalized(QString::NormalizationForm_D).toUcs4()) {
        if (categoryOf(c) == QChar::Mark_NonSpacing)
            continue;
        const char32_t folded = QChar::toLower(c);
        const bool isAlone = isPunctuation(folded);
        if ((isAlone || isWhiteSpace(folded)) && !finish())
            return;
        if (!isWhiteSpace(folded))
            word += folded;
        if (isAlone && !finish())
            return;
    }
    finish();
}
