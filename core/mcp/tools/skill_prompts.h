// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/json_rpc.h"
#include "core/skills/reading/skill.h"

#include <QHash>

#include <vector>

class SkillCatalogue;

/// Answers the methods about prompts: each skill that a user may call by name is one.
///
/// Clients make commands of them (/mcp__skills__NAME), so a prompt's name holds letters of ASCII, digits, "-" and "_"
/// only.
class SkillPrompts
{
public:
    explicit SkillPrompts(SkillCatalogue &catalogue);

    /// A prompt is cut at that.
    void setAnswerCharacters(qsizetype most) { m_answerCharacters = most; }
    /// From now on answers come from this set. True: the list is another one now.
    bool use(const SkillSet &skills);

    [[nodiscard]] RpcOutcome list(const QJsonObject &params) const;
    [[nodiscard]] RpcOutcome get(const QJsonObject &params) const;
    /// Why there is no prompt of this name: perhaps not yet.
    [[nodiscard]] QString missing(const QString &name) const;
    /// There is a prompt of this name.
    [[nodiscard]] bool contains(const QString &name) const { return m_places.contains(name); }

private:
    struct Prompt
    {
        QString name;
        std::shared_ptr<const Skill> skill;
    };
    SkillCatalogue &m_catalogue;
    qsizetype m_answerCharacters = 20'000;
    std::vector<Prompt> m_prompts; // by name
    QHash<QString, std::size_t> m_places;
};
