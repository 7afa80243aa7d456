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

static bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

QString inOnePiece(const QString &text)
{
    return isAscii(text) ? text : text.normalized(QString::NormalizationForm_C);
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
    if (isAscii(name))
        return nullptr; // there is no other way of writing it
    const QString whole = inOnePiece(name);
    const auto alike =
        std::find_if(skills.begin(), skills.end(), [&](const auto &skill) { return inOnePiece(skill->name) == whole; });
    return alike == skills.end() ? nullptr : *alike;
}
