// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/stop_words.h"

#include "core/skills/search/interned_texts.h"

#include <array>

// None of them is the name of a technique ("map" is missing for that).
static constexpr std::array<QStringView, 246> StopWords = {
    u"a",        u"about",    u"above",      u"after",   u"again",    u"against",    u"all",     u"almost",
    u"also",     u"although", u"always",     u"am",      u"an",       u"and",        u"any",     u"anyone",
    u"anything", u"are",      u"aren",       u"as",      u"at",       u"be",         u"because", u"been",
    u"before",   u"being",    u"below",      u"between", u"both",     u"but",        u"by",      u"can",
    u"cannot",   u"could",    u"couldn",     u"did",     u"didn",     u"do",         u"does",    u"doesn",
    u"doing",    u"don",      u"done",       u"down",    u"during",   u"each",       u"either",  u"else",
    u"enough",   u"even",     u"ever",       u"every",   u"few",      u"find",       u"for",     u"from",
    u"further",  u"get",      u"gets",       u"getting", u"give",     u"given",      u"gives",   u"go",
    u"goes",     u"going",    u"gone",       u"good",    u"got",      u"had",        u"hadn",    u"has",
    u"hasn",     u"have",     u"haven",      u"having",  u"he",       u"help",       u"helps",   u"her",
    u"here",     u"hers",     u"herself",    u"him",     u"himself",  u"his",        u"how",     u"however",
    u"i",        u"if",       u"in",         u"instead", u"into",     u"is",         u"isn",     u"it",
    u"its",      u"itself",   u"just",       u"keep",    u"know",     u"let",        u"like",    u"ll",
    u"look",     u"lot",      u"make",       u"makes",   u"making",   u"many",       u"may",     u"maybe",
    u"me",       u"mean",     u"might",      u"more",    u"most",     u"much",       u"must",    u"my",
    u"myself",   u"need",     u"needs",      u"never",   u"no",       u"nor",        u"not",     u"now",
    u"of",       u"off",      u"often",      u"on",      u"once",     u"one",        u"only",    u"onto",
    u"or",       u"other",    u"others",     u"our",     u"ours",     u"ourselves",  u"out",     u"over",
    u"own",      u"perhaps",  u"please",     u"put",     u"quite",    u"rather",     u"re",      u"really",
    u"s",        u"same",     u"say",        u"see",     u"shall",    u"she",        u"should",  u"shouldn",
    u"show",     u"since",    u"so",         u"some",    u"someone",  u"something",  u"still",   u"such",
    u"sure",     u"t",        u"take",       u"tell",    u"than",     u"that",       u"the",     u"their",
    u"theirs",   u"them",     u"themselves", u"then",    u"there",    u"these",      u"they",    u"thing",
    u"things",   u"this",     u"those",      u"though",  u"through",  u"thus",       u"to",      u"together",
    u"too",      u"toward",   u"towards",    u"try",     u"trying",   u"two",        u"under",   u"until",
    u"up",       u"upon",     u"us",         u"use",     u"used",     u"user",       u"uses",    u"using",
    u"ve",       u"very",     u"via",        u"want",    u"wants",    u"was",        u"wasn",    u"way",
    u"we",       u"well",     u"were",       u"weren",   u"what",     u"when",       u"where",   u"whether",
    u"which",    u"while",    u"who",        u"whom",    u"whose",    u"why",        u"will",    u"with",
    u"within",   u"without",  u"won",        u"work",    u"works",    u"would",      u"wouldn",  u"yes",
    u"yet",      u"you",      u"your",       u"yours",   u"yourself", u"yourselves",
};

bool isStopWord(QStringView word)
{
    static const InternedTexts<char16_t> known = [] {
        InternedTexts<char16_t> texts;
        for (const QStringView each : StopWords)
            texts.take({each.utf16(), size_t(each.size())});
        return texts;
    }();
    return word.size() == 1 ? word.front().unicode() < 0x80 : known.find({word.utf16(), size_t(word.size())}) >= 0;
}
