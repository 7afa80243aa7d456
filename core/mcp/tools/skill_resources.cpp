// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/skill_resources.h"

#include "core/mcp/tools/page_cursor.h"
#include "core/mcp/tools/text_portion.h"
#include "core/mcp/tools/tool_answers.h"
#include "core/skills/source/skill_catalogue.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

/// Many clients show only the first page, so pages are large.
constexpr qsizetype ResourcesPerPage = 1000;
constexpr qsizetype SkillsPerPage = 200;
constexpr qsizetype SkillFilesPerPage = 4000;
/// What the format allows; some have a book there, and a page would be as long as all of them.
constexpr qsizetype DescriptionLength = 1024;
constexpr qint64 MaxReadBytes = 16 * 1024 * 1024;

static RpcError badParams(const QString &message)
{
    return {RpcError::InvalidParams, message, QJsonValue::Undefined};
}

static RpcError notServed(const QString &what, const QString &uri, int code = RpcError::InvalidParams)
{
    return {code, what, QJsonObject{{u"uri"_s, uri}}};
}

/// The parameter `cursor` for this list; nothing in `after`: from the beginning.
static std::optional<RpcError> readCursor(const QJsonObject &params, const QString &list,
                                          std::optional<PageCursor> &after)
{
    const QJsonValue value = params.value("cursor"_L1);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    if (value.isString())
        after = PageCursor::fromString(value.toString());
    // server/utilities/pagination, "Error Handling".
    if (!after || after->list != list)
        return badParams(u"The cursor is not one of this list"_s);
    return std::nullopt;
}

static std::optional<QString> readUri(const QJsonObject &params)
{
    const QJsonValue uri = params.value("uri"_L1);
    return uri.isString() && !uri.toString().isEmpty() ? std::optional(uri.toString()) : std::nullopt;
}

static QJsonObject resourceObject(const Skill &skill, const SkillFile &file)
{
    QJsonObject resource{{u"uri"_s, resourceUri(skill, file.path)},
                         {u"name"_s, file.path.sliced(file.path.lastIndexOf(u'/') + 1)},
                         {u"size"_s, file.size}};
    if (!file.mimeType.isEmpty())
        resource.insert(u"mimeType"_s, file.mimeType);
    // The extension, "Resource Metadata".
    if (file.path == "SKILL.md"_L1) {
        resource.insert(u"name"_s, skill.name);
        resource.insert(u"description"_s, skill.description.size() <= DescriptionLength
                                              ? skill.description
                                              : shortened(skill.description, DescriptionLength));
        resource.insert(u"mimeType"_s, u"text/markdown"_s);
        // server/resources, "Annotations": its author keeps it for the user.
        if (!skill.modelInvocable)
            resource.insert(u"annotations"_s, QJsonObject{{u"audience"_s, QJsonArray{u"user"_s}}});
    }
    return resource;
}

SkillResources::SkillResources(SkillCatalogue &catalogue)
    : m_catalogue(catalogue)
    , m_index(std::make_shared<SkillSet>())
{
}

void SkillResources::use(std::shared_ptr<const SkillSet> skills)
{
    m_index = ResourceIndex(std::move(skills));
}

bool SkillResources::exists(const QString &uri) const
{
    return m_index.file(uri).has_value();
}

QString SkillResources::whyMissing() const
{
    return u"Resource not found"_s + whileReading(m_catalogue);
}

QByteArray SkillResources::digest(const QString &uri) const
{
    const auto hit = m_index.file(uri);
    return hit ? hit->skill->files[hit->file].digest : QByteArray();
}

// server/resources, "Listing Resources".
RpcOutcome SkillResources::list(const QJsonObject &params) const
{
    std::optional<PageCursor> after;
    if (const auto error = readCursor(params, u"resources"_s, after))
        return *error;
    QJsonArray resources;
    QJsonObject result;
    PageCursor last;
    const auto &skills = m_index.skills();
    for (std::size_t i = after ? m_index.firstFrom(after->uriPath) : 0; i < skills.size(); ++i) {
        const Skill &skill = *skills[i];
        for (const SkillFile &file : skill.files) {
            if (after && skill.uriPath == after->uriPath && !isPathBefore(after->path, file.path))
                continue;
            const auto hit = file.path.contains(u'/') ? m_index.file(resourceUri(skill, file.path)) : std::nullopt;
            if (hit && hit->skill != skills[i])
                continue; // a skill inside of this one lists it under the same address
            if (resources.size() == ResourcesPerPage) {
                result.insert(u"nextCursor"_s, last.toString());
                result.insert(u"resources"_s, resources);
                return result;
            }
            resources.append(resourceObject(skill, file));
            last = {u"resources"_s, skill.uriPath, file.path};
        }
    }
    result.insert(u"resources"_s, resources);
    return result;
}

// server/resources, "Resource Templates".
RpcOutcome SkillResources::templates() const
{
    QJsonObject result{
        {u"resourceTemplates"_s,
         QJsonArray{QJsonObject{{u"uriTemplate"_s, resourceTemplate(u"SKILL.md"_s)},
                                {u"name"_s, u"skill"_s},
                                {u"title"_s, u"A skill's instructions"_s},
                                {u"description"_s, u"The SKILL.md of the skill with that name"_s},
                                {u"mimeType"_s, u"text/markdown"_s}},
                    QJsonObject{{u"uriTemplate"_s, resourceTemplate(u"{+path}"_s)},
                                {u"name"_s, u"skill-file"_s},
                                {u"title"_s, u"A file of a skill"_s},
                                {u"description"_s, u"A script, reference or asset beside a SKILL.md"_s}}}}};
    return result;
}

// server/resources, "Reading Resources".
RpcOutcome SkillResources::read(const QJsonObject &params, int notFound) const
{
    const std::optional<QString> uri = readUri(params);
    if (!uri)
        return badParams(u"\"uri\" must be a string"_s);
    const auto hit = m_index.file(*uri);
    if (!hit)
        return notServed(whyMissing(), *uri, notFound);
    const SkillFile &file = hit->skill->files[hit->file];
    if (file.size > MaxReadBytes)
        return notServed(u"The file is larger than 16 MiB"_s, *uri, RpcError::InternalError);
    const std::optional<QByteArray> bytes = m_catalogue.read(*hit->skill, file.path);
    if (!bytes)
        return notServed(u"The file "_s + m_catalogue.whyUnread(*hit->skill, file.path), *uri, RpcError::InternalError);

    const QString mimeType = resourceObject(*hit->skill, file).value("mimeType"_L1).toString();
    QJsonObject contents{{u"uri"_s, *uri}};
    if (!mimeType.isEmpty())
        contents.insert(u"mimeType"_s, mimeType);
    // The extension asks for exactly these bytes, so it is text only when it would come back the same.
    const QString text = QString::fromUtf8(*bytes);
    if (text.toUtf8() == *bytes)
        contents.insert(u"text"_s, text);
    else
        contents.insert(u"blob"_s, QString::fromLatin1(bytes->toBase64()));
    QJsonObject result{{u"contents"_s, QJsonArray{contents}}};
    return result;
}

static QJsonObject skillObject(const Skill &skill)
{
    QJsonArray resources;
    for (const SkillFile &file : skill.files) {
        resources.append(QJsonObject{{u"uri"_s, resourceUri(skill, file.path)},
                                     {u"digest"_s, QString("sha256:"_L1 + QString::fromLatin1(file.digest))},
                                     {u"size"_s, file.size}});
    }
    return {{u"uri"_s, resourceUri(skill, u"SKILL.md"_s)},
            {u"frontmatter"_s, QJsonDocument::fromJson(skill.frontmatter).object()},
            {u"resources"_s, resources}};
}

// The extension, "Enumeration via skills/list". One skill that breaks a rule would make a strict client refuse all.
RpcOutcome SkillResources::skills(const QJsonObject &params) const
{
    std::optional<PageCursor> after;
    if (const auto error = readCursor(params, u"skills"_s, after))
        return *error;
    QJsonArray list;
    QJsonObject result;
    PageCursor last;
    qsizetype files = 0;
    const auto &skills = m_index.skills();
    for (std::size_t i = after ? m_index.firstFrom(after->uriPath) : 0; i < skills.size(); ++i) {
        const Skill &skill = *skills[i];
        if (!skill.brokenRule.isEmpty() || (after && skill.uriPath == after->uriPath))
            continue;
        // A skill is never split over pages.
        if (list.size() == SkillsPerPage || (!list.isEmpty() && files + skill.files.size() > SkillFilesPerPage)) {
            result.insert(u"nextCursor"_s, last.toString());
            break;
        }
        list.append(skillObject(skill));
        files += skill.files.size();
        last = {u"skills"_s, skill.uriPath, {}};
    }
    result.insert(u"skills"_s, list);
    return result;
}

// The extension, "Retrieval via skills/get".
RpcOutcome SkillResources::skill(const QJsonObject &params) const
{
    const std::optional<QString> uri = readUri(params);
    if (!uri)
        return badParams(u"\"uri\" must be a string"_s);
    const auto hit = m_index.file(*uri);
    const bool isSkill = hit && hit->skill->files[hit->file].path == "SKILL.md"_L1;
    if (!isSkill || !hit->skill->brokenRule.isEmpty())
        return notServed(u"No skill is served at this address"_s + whileReading(m_catalogue), *uri);
    QJsonObject result{{u"skill"_s, skillObject(*hit->skill)}};
    return result;
}

// The extension, "resources/directory/read".
RpcOutcome SkillResources::directory(const QJsonObject &params) const
{
    const std::optional<QString> uri = readUri(params);
    if (!uri)
        return badParams(u"\"uri\" must be a string"_s);
    std::optional<PageCursor> after;
    if (const auto error = readCursor(params, u"directory"_s, after))
        return *error;
    const auto hit = m_index.directory(*uri);
    if (!hit)
        return notServed(u"There is no such directory"_s + whileReading(m_catalogue), *uri);

    const QString prefix = hit->path.isEmpty() ? QString() : hit->path + u'/';
    std::map<QString, QJsonObject> children;
    for (const SkillFile &file : hit->skill->files) {
        if (!file.path.startsWith(prefix))
            continue;
        const QString below = file.path.sliced(prefix.size());
        const qsizetype slash = below.indexOf(u'/');
        if (slash < 0) {
            children[below] = resourceObject(*hit->skill, file);
        } else {
            const QString name = below.first(slash);
            children[name] = {{u"uri"_s, directoryUri(*hit->skill, prefix + name)},
                              {u"name"_s, name},
                              {u"mimeType"_s, u"inode/directory"_s}};
        }
    }
    QJsonArray resources;
    QJsonObject result;
    for (auto child = after ? children.upper_bound(after->path) : children.begin(); child != children.end(); ++child) {
        if (resources.size() == ResourcesPerPage) {
            result.insert(u"nextCursor"_s,
                          PageCursor{u"directory"_s, hit->skill->uriPath, std::prev(child)->first}.toString());
            break;
        }
        resources.append(child->second);
    }
    result.insert(u"resources"_s, resources);
    return result;
}
