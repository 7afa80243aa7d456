// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/word_counter.h"

#include "core/skills/reading/skill_content.h"
#include "core/skills/search/stop_words.h"

#include <QStringTokenizer>

#include <algorithm>

static constexpr qsizetype BeginningLength = 2000; // characters
static constexpr qsizetype BodyLength = 16'000;
static constexpr quint16 MostInLongFields = 5; // a word's presence in a long text is settled by then
static constexpr quint16 MostInAnyField = 0xFFFF;

// The headings of Markdown; what looks like one inside a code block is a comment of some program.
static QString headingsOf(QStringView content)
{
    QString headings;
    bool inCode = false;
    for (const QStringView line : QStringTokenizer(content, u'\n')) {
        if (line.startsWith(u"```") || line.startsWith(u"~~~"))
            inCode = !inCode;
        else if (!inCode && line.startsWith(u'#'))
            headings.append(line).append(u'\n');
    }
    return headings;
}

// Ends between two words.
static QStringView startOf(QStringView content, qsizetype length)
{
    if (content.size() <= length)
        return content;
    const QStringView start = content.first(length);
    const qsizetype end = std::max(start.lastIndexOf(u' '), start.lastIndexOf(u'\n'));
    return end > 0 ? start.first(end) : start;
}

WordCounter::WordCounter(const Rules &rules)
    : m_rules(rules)
    , m_splitter(rules.compounds)
{
}

int WordCounter::mostIn(size_t field, bool capped)
{
    return field >= size_t(SkillField::Beginning) && capped ? MostInLongFields : MostInAnyField;
}

void WordCounter::take(QStringView text, std::initializer_list<SkillField> fields, CountedWords &counted)
{
    m_splitter.split(text, [&](QStringView word, WordForm, int) {
        const auto [place, isNew] = m_texts.take({word.utf16(), size_t(word.size())});
        if (isNew)
            m_seen.push_back({.isStopWord = m_rules.stopWords && isStopWord(word), .counts = {}});
        SeenWord &seen = m_seen[size_t(place)];
        if (seen.isStopWord)
            return;
        for (const SkillField field : fields) {
            quint16 &count = seen.counts[size_t(field)];
            if (count < mostIn(size_t(field), m_rules.capped))
                ++count;
            ++counted.lengths[size_t(field)];
        }
    });
}

CountedWords WordCounter::count(const Skill &skill)
{
    m_texts.clear();
    m_seen.clear();
    CountedWords counted;
    // If the file has changed since, the skill is about to come anew.
    const std::optional<QString> read = contentOf(skill);
    counted.isWhole = read.has_value();
    const QString content = read.value_or(QString());
    const QStringView body = startOf(content, BodyLength);
    const QStringView beginning = startOf(body, BeginningLength);
    take(skill.name, {SkillField::Name}, counted);
    take(skill.description, {SkillField::Description}, counted);
    take(headingsOf(content), {SkillField::Headings}, counted);
    take(beginning, {SkillField::Beginning, SkillField::Body}, counted);
    take(body.sliced(beginning.size()), {SkillField::Body}, counted);
    counted.words.reserve(m_seen.size());
    for (int number = 0; number < m_texts.count(); ++number) {
        const SeenWord &seen = m_seen[size_t(number)];
        if (seen.isStopWord)
            continue;
        const auto text = m_texts.text(number);
        counted.letters += text;
        counted.words.push_back({.end = quint32(counted.letters.size()),
                                 .hash = InternedTexts<char16_t>::hashOf(text),
                                 .counts = seen.counts});
    }
    return counted;
}
