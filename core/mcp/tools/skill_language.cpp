// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/skill_language.h"

#include <QHash>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

/// Words that are frequent in one of these languages and rare in the others.
struct SmallWords
{
    const char *language;
    const char *words;
};

static constexpr std::array Latin{
    SmallWords{"English",
               "the and of to with for when from how what that this are is use using your or which can do my "
               "into it not data files"},
    SmallWords{"German",
               "der die das und oder mit für von zu auf ein eine einen einer wie ich nicht ist im aus den dem "
               "wenn bei werden kann als auch"},
    SmallWords{"French", "le les des et ou avec pour dans une un du est sur comment je que qui ce cette aux quand mes "
                         "vous nous par"},
    SmallWords{"Spanish",
               "el los las y o con para una un del es en cómo como que por mi se al cuando más sus qué puedo"},
    SmallWords{"Italian",
               "il gli dei e con per una un della nel come che non di da sono quando mio più alla delle degli "
               "posso"},
    SmallWords{"Portuguese",
               "os as e ou com para uma um do da em como que não por meu se ao quando dos das posso mais"},
    SmallWords{"Dutch", "het een en of met voor van op hoe ik niet is de wanneer bij worden kan ook naar mijn uit te"},
    SmallWords{"Polish", "i lub z do dla w na jak nie jest się że od po który gdy przez oraz"},
    SmallWords{"Turkish", "ve veya ile için bir bu nasıl ne değil olarak da de mı mi çok daha"},
};

/// What the letters alone tell; nothing: they are Latin ones, or none.
static QString languageOfScript(QChar::Script script)
{
    switch (script) {
    case QChar::Script_Han:
        return u"Chinese"_s;
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
        return u"Japanese"_s;
    case QChar::Script_Hangul:
        return u"Korean"_s;
    case QChar::Script_Cyrillic:
        return u"Russian"_s;
    case QChar::Script_Greek:
        return u"Greek"_s;
    case QChar::Script_Arabic:
        return u"Arabic"_s;
    case QChar::Script_Hebrew:
        return u"Hebrew"_s;
    case QChar::Script_Devanagari:
        return u"Hindi"_s;
    case QChar::Script_Thai:
        return u"Thai"_s;
    default:
        return {};
    }
}

/// The language of most letters that are not Latin; nothing: most are Latin. A word of Han takes the room of several.
static QString languageOfScripts(const QString &text)
{
    QHash<QString, int> letters;
    int latin = 0;
    for (const char32_t c : text.toUcs4()) {
        if (!QChar::isLetter(c))
            continue;
        const QString language = languageOfScript(QChar::script(c));
        if (language.isEmpty())
            ++latin;
        else
            letters[language] += language == "Chinese"_L1 ? 3 : 2;
    }
    // Japanese is written with Han, too.
    if (letters.contains(u"Japanese"_s))
        letters[u"Japanese"_s] += letters.take(u"Chinese"_s);
    QString best;
    for (auto it = letters.cbegin(); it != letters.cend(); ++it) {
        if (it.value() > std::max(latin, letters.value(best)))
            best = it.key();
    }
    return best;
}

/// Each word with the languages it tells of, as bits.
static const QHash<QString, unsigned> &smallWords()
{
    static const QHash<QString, unsigned> words = [] {
        QHash<QString, unsigned> all;
        for (std::size_t i = 0; i < Latin.size(); ++i) {
            for (const QString &word : QString::fromUtf8(Latin[i].words).split(u' '))
                all[word] |= 1U << i;
        }
        return all;
    }();
    return words;
}

QString languageOf(const QString &text)
{
    // The beginning tells enough: descriptions can be as long as a book.
    const QString beginning = text.left(2000).toLower();
    if (const QString language = languageOfScripts(beginning); !language.isEmpty())
        return language;
    std::array<int, Latin.size()> hits{};
    QString word;
    const auto count = [&] {
        const unsigned languages = smallWords().value(word);
        for (std::size_t i = 0; i < hits.size(); ++i)
            hits[i] += (languages >> i) & 1U;
        word.clear();
    };
    for (const QChar c : beginning) {
        if (c.isLetter())
            word += c;
        else
            count();
    }
    count();
    const auto best = std::max_element(hits.begin(), hits.end());
    const bool isClear = *best >= 2 && std::count(hits.begin(), hits.end(), *best) == 1;
    return isClear ? QString::fromLatin1(Latin[std::size_t(best - hits.begin())].language) : QString();
}

QStringList languagesOf(const SkillSet &skills)
{
    // A few hundred, taken evenly, tell of thousands.
    constexpr qsizetype Looked = 300;
    const qsizetype step = std::max<qsizetype>(skills.skills.size() / Looked, 1);
    QHash<QString, int> counts;
    int known = 0;
    for (qsizetype i = 0; i < skills.skills.size(); i += step) {
        const QString language = languageOf(skills.skills[i]->description);
        if (!language.isEmpty()) {
            ++counts[language];
            ++known;
        }
    }
    QStringList languages;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        if (it.value() * 10 >= known)
            languages.append(it.key());
    }
    std::sort(languages.begin(), languages.end(), [&](const QString &left, const QString &right) {
        return std::pair(-counts[left], left) < std::pair(-counts[right], right);
    });
    return languages;
}

QString eitherOf(const QStringList &languages)
{
    if (languages.size() < 2)
        return languages.join(QString());
    return languages.first(languages.size() - 1).join(u", "_s) + " or "_L1 + languages.last();
}
