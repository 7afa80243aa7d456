// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/tool_answers.h"

#include "core/skills/source/skill_catalogue.h"

using namespace Qt::StringLiterals;

QJsonObject textContent(const QString &text)
{
    return {{u"type"_s, u"text"_s}, {u"text"_s, text}};
}

QJsonObject imageContent(const QByteArray &bytes, const QString &mimeType)
{
    return {{u"type"_s, u"image"_s}, {u"data"_s, QString::fromLatin1(bytes.toBase64())}, {u"mimeType"_s, mimeType}};
}

QString unreadSentence(const SkillCatalogue &catalogue, const Skill &skill, const SkillFile &file)
{
    return u"'%1' of skill '%2' %3"_s.arg(file.path, skill.name, catalogue.whyUnread(skill, file.path));
}
