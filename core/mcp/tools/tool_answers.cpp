// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/tool_answers.h"

#include "core/skills/source/skill_catalogue.h"

using namespace Qt::StringLiterals;

QString stillReading(const SkillCatalogue &catalogue)
{
    const LoadProgress progress = catalogue.progress();
    if (progress.complete)
        return {};
    if (progress.isAnew)
        return u"sources of skills are being read anew; ask again in a moment"_s;
    const int found = std::max(progress.found, progress.loaded);
    if (found == 0)
        return u"skills are still being read; ask again in a moment"_s;
    return u"skills are still being read (%1 of %2 so far); ask again in a moment"_s.arg(progress.loaded).arg(found);
}

QString comingLater(const SkillCatalogue &catalogue)
{
    const LoadProgress progress = catalogue.progress();
    if (!progress.complete || progress.unread == 0)
        return {};
    return (progress.unread == 1 ? u"One source of skills"_s : u"%1 sources of skills"_s.arg(progress.unread)) +
           " cannot be read now: more skills may come later"_L1;
}

QString whileReading(const SkillCatalogue &catalogue)
{
    const QString reading = stillReading(catalogue);
    if (!reading.isEmpty())
        return " yet: "_L1 + reading;
    const QString later = comingLater(catalogue);
    return later.isEmpty() ? QString() : ". "_L1 + later;
}

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
    return u"'%1' of skill '%2' %3"_s.arg(shortened(file.path, 200), shortened(skill.name, 200),
                                          catalogue.whyUnread(skill, file.path));
}
