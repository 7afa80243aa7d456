// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/skill.h"

#include <algorithm>

/// Surrogates, which stand for what lies beyond all others, are the smaller numbers in UTF-16.
static ushort rankOf(QChar unit)
{
    if (unit.unicode() >= 0xE000)
        return ushort(unit.unicode() - 0x800);
    return unit.unicode() >= 0xD800 ? ushort(unit.unicode() + 0x2000) : unit.unicode();
}

bool isPathBefore(QStringView a, QStringView b)
{
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](QChar x, QChar y) { return rankOf(x) < rankOf(y); });
}

static std::shared_ptr<const Skill> findExactly(const SkillSet &set, const QString &name)
{
    const auto &skills = set.skills;
    const auto called = std::find_if(skills.begin(), skills.end(), [&](const auto &skill) {
        return (skill->calledName.isEmpty() ? skill->name : skill->calledName) == name;
    });
    if (called != skills.end())
        return *called;
    const auto named =
        std::find_if(skills.begin(), skills.end(), [&](const auto &skill) { return skill->name == name; });
    return named == skills.end() ? nullptr : *named;
}

std::shared_ptr<const Skill> SkillSet::find(const QString &name) const
{
    if (auto skill = findExactly(*this, name))
        return skill;
    if (name.size() > 1 && name.endsWith(QChar(0x2026))) {
        const QStringView begin = QStringView(name).chopped(1);
        const auto longer = std::find_if(skills.begin(), skills.end(), [&](const auto &skill) {
            return (skill->calledName.isEmpty() ? skill->name : skill->calledName).startsWith(begin);
        });
        return longer == skills.end() ? nullptr : *longer;
    }
    // The same letters, written in one piece or in two: who types a name does not know which.
    const bool isAscii = std::all_of(name.begin(), name.end(), [](QChar c) { return c.unicode() < 0x80; });
    const QString normal = name.normalized(QString::NormalizationForm_C);
    const auto alike = std::find_if(skills.begin(), skills.end(), [&](const auto &skill) {
        return !isAscii && skill->name.normalized(QString::NormalizationForm_C) == normal;
    });
    return alike == skills.end() ? nullptr : *alike;
}
