// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/activity.h"
#include "core/mcp/protocol/mcp_offer.h"
#include "core/skills/reading/skill.h"
#include "core/skills/source/skills_config.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

class Ranking;
class SkillCatalogue;

/// Answers tools/list and tools/call, and keeps a record of each call.
class SkillTools
{
public:
    SkillTools(SkillCatalogue &catalogue, Ranking &ranking, Activity &activity, const SkillsConfig &config);

    [[nodiscard]] RpcOutcome list(const QString &version) const;
    [[nodiscard]] RpcOutcome call(const QJsonObject &params, const ToolCaller &caller);

private:
    struct Result
    {
        QJsonArray content;
        QJsonObject structured;
        QString error; // empty: none
    };
    [[nodiscard]] Result find(const QJsonObject &arguments, ToolCall &record) const;
    [[nodiscard]] Result read(const QJsonObject &arguments, const QString &version, ToolCall &record) const;
    [[nodiscard]] Result listSkills() const;
    [[nodiscard]] Result readDocuments(const Skill &skill, const QString &pattern, bool withImages,
                                       const QString &version) const;

    SkillCatalogue &m_catalogue;
    Ranking &m_ranking;
    Activity &m_activity;
    int m_defaultTopK;
    std::optional<int> m_maxContentChars;
    qint64 m_maxImageBytes;
};
