// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/skill_tools.h"

#include "core/mcp/protocol/protocol.h"
#include "core/mcp/tools/answer_texts.h"
#include "core/mcp/tools/name_pattern.h"
#include "core/mcp/tools/resource_index.h"
#include "core/mcp/tools/tool_arguments.h"
#include "core/mcp/tools/tool_definitions.h"
#include "core/skills/search/ranking.h"
#include "core/skills/source/skill_catalogue.h"

#include <QDateTime>
#include <QElapsedTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

constexpr int MaxTopK = 100;
/// One answer must not hold more than this of files, however many match.
constexpr qint64 MaxAnswerBytes = 16 * 1024 * 1024;

SkillTools::SkillTools(SkillCatalogue &catalogue, Ranking &ranking, Activity &activity, const SkillsConfig &config)
    : m_catalogue(catalogue)
    , m_ranking(ranking)
    , m_activity(activity)
    , m_defaultTopK(config.defaultTopK)
    , m_maxContentChars(config.maxSkillContentChars)
    , m_maxImageBytes(config.maxImageSizeBytes)
{
}

// server/tools, "Listing Tools".
RpcOutcome SkillTools::list(const QString &version) const
{
    return QJsonObject{{u"tools"_s, toolDefinitions(version, m_defaultTopK)}};
}

static QJsonObject textContent(const QString &text)
{
    return {{u"type"_s, u"text"_s}, {u"text"_s, text}};
}

static QJsonObject documentObject(const Skill &skill, const SkillFile &file)
{
    return {{u"path"_s, file.path},
            {u"type"_s, documentType(file)},
            {u"size"_s, file.size},
            {u"uri"_s, resourceUri(skill, file.path)}};
}

static QJsonArray documentObjects(const Skill &skill)
{
    QJsonArray list;
    for (const SkillFile &file : documentsOf(skill))
        list.append(documentObject(skill, file));
    return list;
}

// server/tools, "Calling Tools" and "Error Handling".
RpcOutcome SkillTools::call(const QJsonObject &params, const ToolCaller &caller)
{
    const QJsonValue name = params.value("name"_L1);
    const QJsonValue arguments = params.value("arguments"_L1);
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
    Result result;
    std::optional<RpcError> unknown;
    if (record.tool == FindTool)
        result = find(arguments.toObject(), record);
    else if (record.tool == ReadTool)
        result = read(arguments.toObject(), caller.protocolVersion, record);
    else if (record.tool == ListTool)
        result = listSkills();
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
    if (!failed && caller.protocolVersion >= StructuredVersion)
        answer.insert(u"structuredContent"_s, result.structured);
    return answer;
}

SkillTools::Result SkillTools::find(const QJsonObject &given, ToolCall &record) const
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
    QJsonArray skills;
    for (const auto &[skill, score] : std::as_const(found)) {
        record.results.append({skill->name, score});
        const QString content = skill->content.trimmed();
        const auto cut = m_maxContentChars ? cutTo(content, *m_maxContentChars) : std::nullopt;
        QJsonObject entry{{u"name"_s, skill->name},
                          {u"score"_s, score},
                          {u"source"_s, skill->source},
                          {u"description"_s, skill->description},
                          {u"uri"_s, resourceUri(*skill, u"SKILL.md"_s)},
                          {u"content"_s, cut.value_or(content)},
                          {u"truncated"_s, cut.has_value()}};
        if (listDocuments)
            entry.insert(u"documents"_s, documentObjects(*skill));
        skills.append(entry);
    }
    const QString text = foundText(question, found, listDocuments, m_maxContentChars, m_catalogue.progress());
    return {{textContent(text)}, {{u"skills"_s, skills}}, {}};
}

SkillTools::Result SkillTools::read(const QJsonObject &given, const QString &version, ToolCall &record) const
{
    ToolArguments arguments(given);
    const QString name = arguments.text(u"skill_name"_s, true);
    const QString pattern = arguments.text(u"document_path"_s, false);
    const bool withImages = arguments.flag(u"include_base64"_s, false);
    record.subject = pattern.isEmpty() ? name : name + u'/' + pattern;
    if (!arguments.error().isEmpty())
        return {{}, {}, arguments.error()};

    const auto skill = m_catalogue.current()->find(name);
    QJsonObject structured{{u"skill"_s, name}, {u"found"_s, skill != nullptr}, {u"documents"_s, QJsonArray()}};
    // As in the original, a wrong name is an answer and not an error: the model asks again.
    if (!skill)
        return {{textContent(unknownSkillText(name))}, structured, {}};
    if (pattern.isEmpty()) {
        structured.insert(u"documents"_s, documentObjects(*skill));
        return {{textContent(documentListText(name, documentsOf(*skill)))}, structured, {}};
    }
    return readDocuments(*skill, pattern, withImages, version);
}

SkillTools::Result SkillTools::readDocuments(const Skill &skill, const QString &pattern, bool withImages,
                                             const QString &version) const
{
    // Only what the catalogue has listed can match, so no pattern leads out of the skill's folder.
    QList<SkillFile> matching;
    qint64 bytes = 0;
    for (const SkillFile &file : documentsOf(skill)) {
        if (file.path == pattern || matchesPattern(file.path, pattern)) {
            matching.append(file);
            bytes += file.isText || withImages ? file.size : 0;
        }
    }
    QJsonObject structured{{u"skill"_s, skill.name}, {u"found"_s, true}};
    if (matching.isEmpty()) {
        structured.insert(u"documents"_s, QJsonArray());
        return {{textContent(noMatchText(skill.name, pattern))}, structured, {}};
    }
    if (bytes > MaxAnswerBytes)
        return {{}, {}, u"The documents matching '%1' are larger than 16 MiB together; ask for fewer."_s.arg(pattern)};

    QList<ReadDocument> documents;
    QJsonArray objects;
    QJsonArray attachments;
    for (const SkillFile &file : matching) {
        ReadDocument document{file, {}, resourceUri(skill, file.path), !file.isText && file.size > m_maxImageBytes};
        QJsonObject object = documentObject(skill, file);
        const bool sendsImage = !file.isText && withImages && !document.tooLarge;
        if (file.isText || sendsImage) {
            const std::optional<QByteArray> content = m_catalogue.read(skill, file.path);
            if (!content)
                return {{}, {}, u"'%1' of skill '%2' has just changed; ask again."_s.arg(file.path, skill.name)};
            if (file.isText) {
                document.text = decodedText(*content);
                object.insert(u"text"_s, document.text);
            } else {
                attachments.append(QJsonObject{{u"type"_s, u"image"_s},
                                               {u"data"_s, QString::fromLatin1(content->toBase64())},
                                               {u"mimeType"_s, file.mimeType}});
            }
        } else if (version >= StructuredVersion) {
            QJsonObject link{{u"type"_s, u"resource_link"_s},
                             {u"uri"_s, document.uri},
                             {u"name"_s, file.path},
                             {u"size"_s, file.size}};
            if (!file.mimeType.isEmpty())
                link.insert(u"mimeType"_s, file.mimeType);
            attachments.append(link);
        }
        objects.append(object);
        documents.append(document);
    }
    const QString text = documents.size() == 1 ? documentText(documents.first(), withImages)
                                               : documentsText(pattern, documents, withImages);
    QJsonArray content{textContent(text)};
    for (const QJsonValue attachment : attachments)
        content.append(attachment);
    structured.insert(u"documents"_s, objects);
    return {content, structured, {}};
}

SkillTools::Result SkillTools::listSkills() const
{
    const auto set = m_catalogue.current();
    const LoadProgress progress = m_catalogue.progress();
    QJsonArray skills;
    for (const auto &skill : set->skills) {
        skills.append(QJsonObject{{u"name"_s, skill->name},
                                  {u"description"_s, skill->description},
                                  {u"source"_s, shortSource(skill->source)},
                                  {u"uri"_s, resourceUri(*skill, u"SKILL.md"_s)},
                                  {u"documents"_s, qint64(documentsOf(*skill).size())}});
    }
    return {{textContent(listText(*set, progress))},
            {{u"total"_s, skills.size()}, {u"complete"_s, progress.complete}, {u"skills"_s, skills}},
            {}};
}
