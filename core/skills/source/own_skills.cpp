// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/own_skills.h"

#include "core/skills/reading/digest.h"
#include "core/skills/reading/skill_reader.h"
#include "core/skills/reading/skill_rules.h"

#include <QDir>
#include <QFile>

static QList<std::shared_ptr<const Skill>> readOwnSkills()
{
    QList<std::shared_ptr<const Skill>> skills;
    const QDir folder(QStringLiteral(":/skills"));
    const QStringList names = folder.entryList(QDir::Dirs, QDir::Name);
    for (const QString &name : names) {
        QFile file(folder.filePath(name + QStringLiteral("/SKILL.md")));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        auto skill = std::make_shared<Skill>();
        if (!skillFromBytes(bytes, file.fileName(), *skill).error.isEmpty())
            continue;
        skill->directory = folder.filePath(name);
        skill->source = QStringLiteral("built-in/%1/SKILL.md").arg(name);
        SkillFile entry;
        entry.path = QStringLiteral("SKILL.md");
        entry.size = bytes.size();
        entry.shownSize = QString::fromUtf8(bytes).toUcs4().size();
        entry.digest = digestOf(bytes);
        entry.mimeType = QStringLiteral("text/markdown");
        entry.isText = true;
        skill->files = {entry};
        skill->brokenRule = brokenRuleOf(*skill, name);
        skills.append(skill);
    }
    return skills;
}

QList<std::shared_ptr<const Skill>> ownSkills()
{
    static const QList<std::shared_ptr<const Skill>> skills = readOwnSkills();
    return skills;
}
