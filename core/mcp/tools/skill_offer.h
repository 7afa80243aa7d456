// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/mcp_offer.h"
#include "core/mcp/tools/skill_prompts.h"
#include "core/mcp/tools/skill_resources.h"
#include "core/mcp/tools/skill_tools.h"

/// Offers the skills of a catalogue: each method has its place here.
///
/// Keeps the ranking in step with the catalogue: nobody else needs to call Ranking::use.
class SkillOffer final : public McpOffer
{
    Q_OBJECT
public:
    /// With the config's default_top_k, max_skill_content_chars and max_image_size_bytes.
    SkillOffer(SkillCatalogue &catalogue, Ranking &ranking, Activity &activity, const SkillsConfig &config,
               QObject *parent = nullptr);

    /// From now on with this config.
    void use(const SkillsConfig &config);

    [[nodiscard]] QJsonObject capabilities() const override;
    [[nodiscard]] QString instructions() const override;
    [[nodiscard]] std::optional<RpcOutcome> answer(const RpcMessage &message, const ToolCaller &caller) override;
    [[nodiscard]] bool exists(const QString &uri) const override;
    [[nodiscard]] QString whyMissing() const override;
    [[nodiscard]] QByteArray digest(const QString &uri) const override;

private:
    /// Everybody takes the catalogue's skills. True: there are other prompts now.
    [[nodiscard]] bool serve();
    void take();

    SkillCatalogue &m_catalogue;
    Ranking &m_ranking;
    Activity &m_activity;
    std::unique_ptr<SkillTools> m_tools;
    SkillResources m_resources;
    SkillPrompts m_prompts;
};
