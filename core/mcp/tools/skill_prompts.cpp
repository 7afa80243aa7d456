// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/skill_prompts.h"

#include "core/mcp/tools/brief_texts.h"
#include "core/mcp/tools/page_cursor.h"
#include "core/mcp/tools/tool_answers.h"
#include "core/skills/source/skill_catalogue.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

/// Many clients show only the first page, so pages are large.
constexpr std::size_t PromptsPerPage = 500;
constexpr qsizetype NameLength = 64;
constexpr qsizetype DescriptionLength = 300;

static RpcError badParams(const QString &message)
{
    return {RpcError::InvalidParams, message, QJsonValue::Undefined};
}

/// What every client takes for a command's name.
static QString promptName(const QString &called)
{
    QString name;
    for (const QChar c : called) {
        const bool isPlain = c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'-' || c == u'_');
        if (isPlain)
            name += c;
        else if (!name.isEmpty() && !name.endsWith(u'-'))
            name += u'-';
    }
    name.truncate(NameLength);
    while (name.endsWith(u'-'))
        name.chop(1);
    return name.isEmpty() ? u"skill"_s : name;
}

/// The name, with a number if it is taken.
static QString freeName(const QString &name, const QSet<QString> &taken)
{
    QString free = name;
    for (int number = 2; taken.contains(free); ++number)
        free = name + u'-' + QString::number(number);
    return free;
}

SkillPrompts::SkillPrompts(SkillCatalogue &catalogue)
    : m_catalogue(catalogue)
{
}

bool SkillPrompts::use(const SkillSet &skills)
{
    // A name that needs no change is nobody else's, so those come first.
    QSet<QString> taken;
    std::vector<Prompt> prompts;
    for (const bool isAsItIs : {true, false}) {
        for (const auto &skill : skills.skills) {
            const QString called = calledNameOf(*skill);
            const QString name = promptName(called);
            if (!skill->userInvocable || (name == called) != isAsItIs)
                continue;
            prompts.push_back({freeName(name, taken), skill});
            taken.insert(prompts.back().name);
        }
    }
    std::sort(prompts.begin(), prompts.end(),
              [](const Prompt &left, const Prompt &right) { return left.name < right.name; });
    const bool isSame =
        std::equal(prompts.begin(), prompts.end(), m_prompts.begin(), m_prompts.end(),
                   [](const Prompt &left, const Prompt &right) {
                       return left.name == right.name && left.skill->description == right.skill->description;
                   });
    m_prompts = std::move(prompts);
    m_places.clear();
    for (std::size_t i = 0; i < m_prompts.size(); ++i)
        m_places.insert(m_prompts[i].name, i);
    return !isSame;
}

// server/prompts, "Listing Prompts".
RpcOutcome SkillPrompts::list(const QJsonObject &params) const
{
    std::size_t first = 0;
    const QJsonValue cursor = params.value("cursor"_L1);
    if (!cursor.isUndefined() && !cursor.isNull()) {
        const auto after = PageCursor::fromString(cursor.toString());
        if (!after || after->list != "prompts"_L1)
            return badParams(u"The cursor is not one of this list"_s);
        const auto next = std::partition_point(m_prompts.begin(), m_prompts.end(),
                                               [&](const Prompt &prompt) { return prompt.name <= after->uriPath; });
        first = std::size_t(next - m_prompts.begin());
    }
    const QJsonObject task{
        {u"name"_s, u"task"_s}, {u"description"_s, u"What is to be done with it"_s}, {u"required"_s, false}};
    QJsonArray prompts;
    const std::size_t end = std::min(first + PromptsPerPage, m_prompts.size());
    for (std::size_t i = first; i < end; ++i) {
        prompts.append(QJsonObject{{u"name"_s, m_prompts[i].name},
                                   {u"description"_s, shortened(m_prompts[i].skill->description, DescriptionLength)},
                                   {u"arguments"_s, QJsonArray{task}}});
    }
    QJsonObject result{{u"prompts"_s, prompts}};
    if (end < m_prompts.size())
        result.insert(u"nextCursor"_s, PageCursor{u"prompts"_s, m_prompts[end - 1].name, {}}.toString());
    return result;
}

QString SkillPrompts::missing(const QString &name) const
{
    return u"There is no prompt '%1'%2"_s.arg(name.left(200), whileReading(m_catalogue));
}

// server/prompts, "Getting a Prompt".
RpcOutcome SkillPrompts::get(const QJsonObject &params) const
{
    const QString name = params.value("name"_L1).toString();
    const auto place = m_places.constFind(name);
    if (place == m_places.constEnd())
        return badParams(missing(name));
    const QJsonValue task = params.value("arguments"_L1).toObject().value("task"_L1);
    if (!task.isUndefined() && !task.isNull() && !task.isString())
        return badParams(u"\"task\" must be a string"_s);
    const std::shared_ptr<const Skill> skill = m_catalogue.withContent(m_prompts[*place].skill);
    const QString given = task.toString().trimmed();
    const std::optional<QString> text = promptText(*skill, given, m_answerCharacters);
    if (!text) {
        return badParams(
            u"\"task\" is too long: it has %1 characters, and a prompt at most %2 with all that belongs to "
            "it (\"answer_characters\")"_s.arg(given.size())
                .arg(m_answerCharacters));
    }
    return QJsonObject{{u"description"_s, shortened(skill->description, DescriptionLength)},
                       {u"messages"_s, QJsonArray{QJsonObject{
                                           {u"role"_s, u"user"_s},
                                           {u"content"_s, QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, *text}}}}}}};
}
