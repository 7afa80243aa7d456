// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/original_answers.h"

#include "core/mcp/protocol/protocol.h"
#include "core/mcp/tools/image_type.h"
#include "core/mcp/tools/name_pattern.h"
#include "core/mcp/tools/original_texts.h"
#include "core/mcp/tools/resource_index.h"
#include "core/mcp/tools/tool_definitions.h"
#include "core/skills/source/skill_catalogue.h"

using namespace Qt::StringLiterals;

/// One answer must not hold more than this of files, however many match.
constexpr qint64 MaxAnswerBytes = 16 * 1024 * 1024;
/// Each is read while everybody else waits.
constexpr qsizetype MaxAnswerDocuments = 500;

OriginalAnswers::OriginalAnswers(SkillCatalogue &catalogue, const SkillsConfig &config)
    : m_catalogue(catalogue)
    , m_maxContentChars(config.maxSkillContentChars)
    , m_maxImageBytes(config.maxImageSizeBytes)
{
}

void OriginalAnswers::use(std::shared_ptr<const SkillSet> skills)
{
    m_skills = std::move(skills);
}

QJsonArray OriginalAnswers::definitions(const QString &version, int defaultTopK) const
{
    return originalTools(version, defaultTopK);
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

ToolResult OriginalAnswers::find(const QString &question, const QList<RankedSkill> &found, bool listDocuments) const
{
    QJsonArray skills;
    for (const auto &[skill, score] : found) {
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

ToolResult OriginalAnswers::read(const DocumentWish &wish, const QString &version) const
{
    const auto skill = m_skills->find(wish.skill);
    QJsonObject structured{{u"skill"_s, wish.skill}, {u"found"_s, skill != nullptr}, {u"documents"_s, QJsonArray()}};
    // As in the original, a wrong name is an answer and not an error: the model asks again.
    if (!skill)
        return {{textContent(unknownSkillText(wish.skill, m_catalogue.progress()))}, structured, {}};
    if (wish.pattern.isEmpty()) {
        structured.insert(u"documents"_s, documentObjects(*skill));
        return {{textContent(documentListText(wish.skill, documentsOf(*skill)))}, structured, {}};
    }
    return readDocuments(*skill, wish.pattern, wish.withImages, version);
}

ToolResult OriginalAnswers::readDocuments(const Skill &skill, const QString &pattern, bool withImages,
                                          const QString &version) const
{
    // Only what the catalogue has listed can match, so no pattern leads out of the skill's folder.
    QList<SkillFile> matching;
    const NamePattern names(pattern);
    qint64 bytes = 0;
    for (const SkillFile &file : documentsOf(skill)) {
        if (file.path == pattern || names.matches(file.path)) {
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

    if (matching.size() > MaxAnswerDocuments)
        return {{},
                {},
                u"%1 documents match '%2'; ask for fewer than %3."_s.arg(QString::number(matching.size()), pattern,
                                                                         QString::number(MaxAnswerDocuments + 1))};

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
                return {{}, {}, unreadSentence(m_catalogue, skill, file)};
            if (file.isText) {
                document.text = decodedText(*content);
                object.insert(u"text"_s, document.text);
            } else if (const std::optional<QString> type = imageTypeOf(*content, file.mimeType)) {
                attachments.append(imageContent(*content, *type));
            } else {
                document.isNoImage = true;
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

ToolResult OriginalAnswers::list(const QString & /*from*/) const
{
    const LoadProgress progress = m_catalogue.progress();
    QJsonArray skills;
    for (const auto &skill : m_skills->skills) {
        skills.append(QJsonObject{{u"name"_s, skill->name},
                                  {u"description"_s, skill->description},
                                  {u"source"_s, shortSource(skill->source)},
                                  {u"uri"_s, resourceUri(*skill, u"SKILL.md"_s)},
                                  {u"documents"_s, qint64(documentsOf(*skill).size())}});
    }
    return {{textContent(listText(*m_skills, progress))},
            {{u"total"_s, skills.size()}, {u"complete"_s, progress.complete}, {u"skills"_s, skills}},
            {}};
}
