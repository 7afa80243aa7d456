// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/source/skill_catalogue.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

inline SkillsConfig configFor(const QStringList &folders)
{
    SkillsConfig config = SkillsConfig::defaults();
    config.sources.clear();
    for (const QString &folder : folders) {
        SkillSource source;
        source.path = folder;
        config.sources.append(source);
    }
    return config;
}

inline void write(const QString &file, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(file).path());
    QFile out(file);
    QVERIFY2(out.open(QIODevice::WriteOnly), qPrintable(file));
    out.write(bytes);
}

inline QByteArray skillMd(const QString &name, const QByteArray &description = "A test.")
{
    return "---\nname: " + name.toUtf8() + "\ndescription: " + description + "\n---\n\n# Body\n";
}

inline void writeSkill(const QString &root, const QString &name, const QByteArray &description = "A test.")
{
    write(root + u'/' + name + QStringLiteral("/SKILL.md"), skillMd(name, description));
}

inline QStringList namesOf(const SkillCatalogue &catalogue)
{
    QStringList names;
    for (const auto &skill : catalogue.current()->skills)
        names.append(skill->name);
    return names;
}

inline QString descriptionOf(const SkillCatalogue &catalogue, const QString &name)
{
    const auto skill = catalogue.current()->find(name);
    return skill ? skill->description : QString();
}

inline QStringList documentsOf(const SkillCatalogue &catalogue, const QString &name)
{
    QStringList paths;
    const auto skill = catalogue.current()->find(name);
    for (const SkillFile &file : skill ? skill->files : QList<SkillFile>()) {
        if (file.isDocument)
            paths.append(file.path);
    }
    return paths;
}
