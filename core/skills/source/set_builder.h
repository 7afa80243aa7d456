// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill_reader.h"
#include "core/skills/source/bounded_log.h"
#include "core/skills/source/skill_catalogue.h"

#include <QHash>
#include <QSet>

/// Makes one set of what all sources have: skills of equal bytes are one, different ones of one name are told apart.
///
/// Remembers what it has said in the log, so as to say it once.
class SetBuilder
{
public:
    using Readings = QHash<QString, SkillReading>; // by canonical folder

    struct Result
    {
        std::shared_ptr<const SkillSet> skills;
        LoadProgress progress; // found, loaded, skipped, nonconforming
    };
    struct Wishes
    {
        bool withInternal = false;                    // also those that their authors keep from others
        bool isComplete = false;                      // all sources have been read: what is said now stays true
        QList<std::shared_ptr<const Skill>> fallback; // served when there is nothing else
    };
    /// `sources` in their order.
    [[nodiscard]] Result build(const QList<const Readings *> &sources, const Wishes &wishes);

private:
    using SkillPointer = std::shared_ptr<const Skill>;
    struct Served
    {
        SkillPointer read; // as it was read
        QString calledName, uriPath;
        QStringList places;
        bool isNested = false; // its address begins with that of the skill around it
        QStringList hidden;    // folders within it that are internal skills, as "in/"
    };

    void add(QList<Served> &served, const SkillPointer &skill);
    void callByOrigin(Served &entry, int firstNumber);
    void nameNested(QList<Served> &served);
    static void hide(const QStringList &internal, QList<Served> &served);
    void tellAddressesApart(QList<Served> &served);
    void tellRenamed(const QList<Served> &served);
    [[nodiscard]] SkillPointer made(const Served &served);

    void tell(BoundedLog::Kind kind, const QString &text);

    BoundedLog m_log;
    bool m_tells = false;
    QHash<QString, QList<qsizetype>> m_byName; // of the set that is being made
    QSet<QString> m_calledNames;
    QHash<SkillPointer, SkillPointer> m_made, m_madeBefore; // as read -> as served, kept so that no set differs in vain
};
