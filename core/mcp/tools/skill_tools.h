// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/activity.h"
#include "core/mcp/protocol/mcp_offer.h"
#include "core/mcp/tools/tool_answers.h"
#include "core/skills/source/skills_config.h"

#include <QJsonObject>
#include <QString>

#include <memory>

class Ranking;
class SkillCatalogue;

/// Answers tools/list and tools/call, and keeps a record of each call.
class SkillTools
{
public:
    SkillTools(SkillCatalogue &catalogue, Ranking &ranking, Activity &activity, const SkillsConfig &config);
    ~SkillTools();

    /// From now on answers come from this set.
    void use(std::shared_ptr<const SkillSet> skills);
    [[nodiscard]] RpcOutcome list(const QString &version) const;
    [[nodiscard]] RpcOutcome call(const QJsonObject &params, const ToolCaller &caller);

private:
    [[nodiscard]] ToolResult find(const QJsonObject &arguments, ToolCall &record) const;
    [[nodiscard]] ToolResult read(const QJsonObject &arguments, const QString &version, ToolCall &record) const;
    [[nodiscard]] ToolResult list(const QJsonObject &arguments, ToolCall &record) const;

    SkillCatalogue &m_catalogue;
    Ranking &m_ranking;
    Activity &m_activity;
    std::unique_ptr<ToolAnswers> m_answers;
    int m_defaultTopK;
};
