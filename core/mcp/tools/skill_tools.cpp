// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/skill_tools.h"

#include "core/mcp/protocol/protocol.h"
#include "core/mcp/tools/brief_answers.h"
#include "core/mcp/tools/original_answers.h"
#include "core/mcp/tools/tool_arguments.h"
#include "core/mcp/tools/tool_definitions.h"
#include "core/skills/search/ranking.h"
#include "core/skills/source/skill_catalogue.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

constexpr int MaxTopK = 100;

static std::unique_ptr<ToolAnswers> makeAnswers(SkillCatalogue &catalogue, const SkillsConfig &config)
{
    if (config.answersBriefly)
        return std::make_unique<BriefAnswers>(catalogue, config);
    return std::make_unique<OriginalAnswers>(catalogue, config);
}

SkillTools::SkillTools(SkillCatalogue &catalogue, Ranking &ranking, Activity &activity, const SkillsConfig &config)
    : m_catalogue(catalogue)
    , m_ranking(ranking)
    , m_activity(activity)
    , m_answers(makeAnswers(catalogue, config))
    , m_defaultTopK(config.defaultTopK)
{
}

SkillTools::~SkillTools() = default;

void SkillTools::use(std::shared_ptr<const SkillSet> skills)
{
    m_answers->use(std::move(skills));
}

// server/tools, "Listing Tools".
RpcOutcome SkillTools::list(const QString &version) const
{
    return QJsonObject{{u"tools"_s, m_answers->definitions(version, m_defaultTopK)}};
}

/// Models write the object as a text of JSON, and some of their libraries an empty one as a list.
static QJsonValue meantArguments(const QJsonValue &given)
{
    if (given.isArray() && given.toArray().isEmpty())
        return QJsonObject();
    if (!given.isString())
        return given;
    const QJsonDocument document = QJsonDocument::fromJson(given.toString().toUtf8());
    return document.isObject() ? document.object() : given;
}

// server/tools, "Calling Tools" and "Error Handling".
RpcOutcome SkillTools::call(const QJsonObject &params, const ToolCaller &caller)
{
    const QJsonValue name = params.value("name"_L1);
    const QJsonValue arguments = meantArguments(params.value("arguments"_L1));
    if (!name.isString())
        return RpcError{RpcError::InvalidParams, u"\"name\" must be a string"_s, QJsonValue::Undefined};
    if (!arguments.isUndefined() && !arguments.isNull() && !arguments.isObject())
        return RpcError{RpcError::InvalidParams, u"\"arguments\" must be an object"_s, QJsonValue::Undefined};

    QElapsedTimer timer;
    timer.start();
    ToolCall record;
    record.time = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    record.clientName = caller.name;
    record.clientVersion = caller.clientVersion;
    record.tool = name.toString();
    ToolResult result;
    std::optional<RpcError> unknown;
    if (record.tool == FindTool)
        result = find(arguments.toObject(), record);
    else if (record.tool == ReadTool)
        result = read(arguments.toObject(), caller.protocolVersion, record);
    else if (record.tool == ListTool)
        result = list(arguments.toObject(), record);
    else
        unknown = RpcError{RpcError::InvalidParams, u"Unknown tool: "_s + record.tool, QJsonValue::Undefined};

    record.error = unknown ? unknown->message : result.error;
    record.milliseconds = double(timer.nsecsElapsed()) / 1e6;
    m_activity.add(std::move(record));
    if (unknown)
        return *unknown;

    const bool failed = !result.error.isEmpty();
    if (failed)
        result.content = {textContent(result.error)};
    QJsonObject answer{{u"content"_s, result.content}, {u"isError"_s, failed}};
    if (!failed && !result.structured.isEmpty() && caller.protocolVersion >= StructuredVersion)
        answer.insert(u"structuredContent"_s, result.structured);
    return answer;
}

ToolResult SkillTools::find(const QJsonObject &given, ToolCall &record) const
{
    ToolArguments arguments(given);
    const QString question = arguments.text(u"task_description"_s, true);
    const int topK = std::min(arguments.number(u"top_k"_s, m_defaultTopK, 1), MaxTopK);
    const bool listDocuments = arguments.flag(u"list_documents"_s, true);
    record.subject = question;
    if (!arguments.error().isEmpty())
        return {{}, {}, arguments.error()};
    QList<RankedSkill> found = m_ranking.search(question, topK);
    for (RankedSkill &ranked : found)
        ranked.skill = m_catalogue.withContent(ranked.skill);
    for (const auto &[skill, score] : std::as_const(found))
        record.results.append({skill->name, score});
    return m_answers->find(question, found, listDocuments);
}

ToolResult SkillTools::read(const QJsonObject &given, const QString &version, ToolCall &record) const
{
    ToolArguments arguments(given);
    DocumentWish wish;
    wish.skill = arguments.text(u"skill_name"_s, true);
    wish.pattern = arguments.text(u"document_path"_s, false);
    wish.withImages = arguments.flag(u"include_base64"_s, false);
    wish.from.line = arguments.number(u"from_line"_s, 1, 1);
    wish.from.character = arguments.number(u"from_character"_s, 1, 1);
    record.subject = wish.pattern.isEmpty() ? wish.skill : wish.skill + u'/' + wish.pattern;
    if (!arguments.error().isEmpty())
        return {{}, {}, arguments.error()};
    return m_answers->read(wish, version);
}

ToolResult SkillTools::list(const QJsonObject &given, ToolCall &record) const
{
    ToolArguments arguments(given);
    const QString from = arguments.text(u"from"_s, false);
    record.subject = from;
    if (!arguments.error().isEmpty())
        return {{}, {}, arguments.error()};
    return m_answers->list(from);
}
