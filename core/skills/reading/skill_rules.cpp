// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/skill_rules.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

static qsizetype characters(const QString &text)
{
    return text.toUcs4().size();
}

static QString nameRule(const QString &name, const QString &folder)
{
    static const QRegularExpression good(QStringLiteral("\\A[a-z0-9]+(-[a-z0-9]+)*\\z"));
    if (name.size() > 64)
        return QStringLiteral("a name has at most 64 characters, this one %1").arg(characters(name));
    if (!good.match(name).hasMatch())
        return QStringLiteral("a name has only a-z, 0-9 and single hyphens inside");
    if (name != folder)
        return QStringLiteral("the name has to be that of its folder, \"%1\"").arg(folder);
    return {};
}

static QString optionalTextRule(const QJsonObject &frontmatter, const QString &key, qsizetype limit)
{
    const QJsonValue value = frontmatter.value(key);
    if (value.isUndefined())
        return {};
    if (!value.isString())
        return QStringLiteral("\"%1\" has to be a text").arg(key);
    if (limit > 0 && (value.toString().isEmpty() || characters(value.toString()) > limit))
        return QStringLiteral("\"%1\" has to have 1 to %2 characters").arg(key).arg(limit);
    return {};
}

static QString toolsRule(const QJsonValue &tools)
{
    const QJsonArray list = tools.toArray();
    const bool texts = std::all_of(list.begin(), list.end(), [](const QJsonValue &tool) { return tool.isString(); });
    if (tools.isUndefined() || tools.isString() || (tools.isArray() && texts))
        return {};
    return QStringLiteral("\"allowed-tools\" has to be a text or a list of texts");
}

static QString filesRule(const QList<SkillFile> &files)
{
    if (files.size() > SkillMaximumFiles)
        return QStringLiteral("a skill has at most 512 files");
    qint64 size = 0;
    for (const SkillFile &file : files)
        size += file.size;
    if (size > SkillMaximumSize)
        return QStringLiteral("a skill has at most 16 MiB");
    for (const SkillFile &file : files) {
        if (file.digest.isEmpty())
            return QStringLiteral("%1 cannot be read").arg(file.path);
    }
    return {};
}

QString brokenRuleOf(const Skill &skill, const QString &folder)
{
    const QJsonObject frontmatter = QJsonDocument::fromJson(skill.frontmatter).object();
    const QJsonValue name = frontmatter.value(u"name");
    const QJsonValue description = frontmatter.value(u"description");
    if (!name.isString())
        return QStringLiteral("\"name\" has to be a text");
    if (name.toString() != skill.name)
        return QStringLiteral("the name has spaces around it");
    if (!description.isString())
        return QStringLiteral("\"description\" has to be a text");
    if (description.toString().trimmed().isEmpty() || characters(description.toString()) > 1024)
        return QStringLiteral("a description has 1 to 1024 characters, this one %1")
            .arg(characters(description.toString()));
    const QJsonValue metadata = frontmatter.value(u"metadata");
    const QString rules[] = {
        nameRule(skill.name, folder),
        optionalTextRule(frontmatter, QStringLiteral("license"), 0),
        optionalTextRule(frontmatter, QStringLiteral("compatibility"), 500),
        metadata.isUndefined() || metadata.isObject() ? QString() : QStringLiteral("\"metadata\" has to be a mapping"),
        toolsRule(frontmatter.value(u"allowed-tools")),
        filesRule(skill.files),
    };
    for (const QString &rule : rules) {
        if (!rule.isEmpty())
            return rule;
    }
    return {};
}
