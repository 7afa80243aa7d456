// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/set_builder.h"

#include "core/skills/reading/log_category.h"

#include <algorithm>

void SetBuilder::tellOnce(const QString &text)
{
    if (m_told.contains(text))
        return;
    m_told.insert(text);
    qCInfo(skillsLog).noquote() << text;
}

SetBuilder::Result SetBuilder::build(const QList<const Readings *> &sources,
                                     const QList<std::shared_ptr<const Skill>> &fallback)
{
    auto set = std::make_shared<SkillSet>();
    LoadProgress progress;
    QHash<QString, std::shared_ptr<const Skill>> byName;
    QSet<QString> folders, broken;
    for (const Readings *source : sources) {
        QList<std::shared_ptr<const Skill>> skills;
        for (auto reading = source->constBegin(); reading != source->constEnd(); ++reading) {
            if (reading->skill)
                skills.append(reading->skill);
            else
                broken.insert(reading.key()); // a set: it may lie in two sources
        }
        std::sort(skills.begin(), skills.end(), [](const auto &a, const auto &b) {
            return a->name != b->name ? a->name < b->name : a->source < b->source;
        });
        for (const auto &skill : std::as_const(skills)) {
            if (folders.contains(skill->directory))
                continue; // the very same, in two sources
            folders.insert(skill->directory);
            const auto earlier = byName.constFind(skill->name);
            if (earlier != byName.constEnd()) {
                tellOnce(QStringLiteral("Skill %1 from %2 is not used: %3 comes first")
                             .arg(skill->name, skill->source, (*earlier)->source));
                continue;
            }
            byName.insert(skill->name, skill);
            set->skills.append(skill);
        }
    }
    if (set->skills.isEmpty())
        set->skills = fallback;
    progress.loaded = int(set->skills.size());
    progress.skipped = int(broken.size());
    progress.found = progress.loaded + progress.skipped;
    progress.nonconforming = int(std::count_if(set->skills.begin(), set->skills.end(),
                                               [](const auto &skill) { return !skill->brokenRule.isEmpty(); }));
    return {set, progress};
}
