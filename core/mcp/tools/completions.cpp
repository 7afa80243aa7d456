// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/completions.h"

#include "core/mcp/tools/skill_prompts.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

static RpcError badParams(const QString &message)
{
    return {RpcError::InvalidParams, message, QJsonValue::Undefined};
}

/// As many as one answer may have ("Completion Results").
constexpr qsizetype MostValues = 100;

/// Those that begin so first, then those that have it anywhere; upper and lower case are the same.
static QJsonObject completion(const QStringList &all, const QString &typed)
{
    QStringList values;
    QStringList others;
    for (const QString &value : all) {
        if (value.startsWith(typed, Qt::CaseInsensitive))
            values.append(value);
        else if (value.contains(typed, Qt::CaseInsensitive))
            others.append(value);
    }
    values += others;
    const qsizetype total = values.size();
    return {{u"completion"_s,
             QJsonObject{{u"values"_s, QJsonArray::fromStringList(values.first(std::min(total, MostValues)))},
                         {u"total"_s, qint64(total)},
                         {u"hasMore"_s, total > MostValues}}}};
}

static QStringList addressesOf(const ResourceIndex &resources)
{
    QStringList paths;
    for (const auto &skill : resources.skills())
        paths.append(skill->uriPath);
    return paths;
}

static QStringList filesOf(const ResourceIndex &resources, const QString &uriPath)
{
    QStringList paths;
    const std::size_t at = resources.firstFrom(uriPath);
    if (at < resources.skills().size() && resources.skills()[at]->uriPath == uriPath) {
        for (const SkillFile &file : resources.skills()[at]->files)
            paths.append(file.path);
    }
    return paths;
}

RpcOutcome complete(const QJsonObject &params, const SkillPrompts &prompts, const ResourceIndex &resources)
{
    const QJsonObject reference = params.value("ref"_L1).toObject();
    const QJsonObject argument = params.value("argument"_L1).toObject();
    const QString name = argument.value("name"_L1).toString();
    const QJsonValue typed = argument.value("value"_L1);
    if (name.isEmpty() || !typed.isString())
        return badParams(u"\"argument\" must have a name and a value"_s);
    const QString type = reference.value("type"_L1).toString();
    if (type == "ref/prompt"_L1) {
        const QString prompt = reference.value("name"_L1).toString();
        if (!prompts.contains(prompt))
            return badParams(prompts.missing(prompt));
        if (name != "task"_L1)
            return badParams(u"The prompt has no argument '%1'"_s.arg(name.left(200)));
        return completion({}, {}); // a task is said in words of one's own
    }
    if (type != "ref/resource"_L1)
        return badParams(u"\"ref\" must name a prompt or a resource template"_s);
    const QString uri = reference.value("uri"_L1).toString();
    const bool hasPath = uri == resourceTemplate(u"{+path}"_s);
    if (!hasPath && uri != resourceTemplate(u"SKILL.md"_s))
        return badParams(u"There is no resource template '%1'"_s.arg(uri.left(200)));
    if (name == "skill"_L1)
        return completion(addressesOf(resources), typed.toString());
    if (!hasPath || name != "path"_L1)
        return badParams(u"The template has no variable '%1'"_s.arg(name.left(200)));
    const QJsonObject chosen = params.value("context"_L1).toObject().value("arguments"_L1).toObject();
    return completion(filesOf(resources, chosen.value("skill"_L1).toString()), typed.toString());
}
