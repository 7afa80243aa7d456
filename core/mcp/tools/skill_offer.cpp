// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/skill_offer.h"

#include "core/mcp/protocol/protocol.h"
#include "core/mcp/tools/completions.h"
#include "core/mcp/tools/skills_for_models.h"
#include "core/skills/search/ranking.h"
#include "core/skills/source/skill_catalogue.h"

using namespace Qt::StringLiterals;

SkillOffer::SkillOffer(SkillCatalogue &catalogue, Ranking &ranking, Activity &activity, const SkillsConfig &config,
                       QObject *parent)
    : McpOffer(parent)
    , m_catalogue(catalogue)
    , m_ranking(ranking)
    , m_activity(activity)
    , m_resources(catalogue)
    , m_prompts(catalogue)
{
    use(config);
    (void)serve();
    connect(&catalogue, &SkillCatalogue::changed, this, &SkillOffer::take);
}

void SkillOffer::use(const SkillsConfig &config)
{
    m_tools = std::make_unique<SkillTools>(m_catalogue, m_ranking, m_activity, config);
    m_tools->use(m_catalogue.current());
    m_prompts.setAnswerCharacters(config.answerCharacters);
}

QJsonObject SkillOffer::capabilities() const
{
    return {
        {u"tools"_s, QJsonObject()},
        {u"prompts"_s, QJsonObject{{u"listChanged"_s, true}}},
        {u"completions"_s, QJsonObject()},
        {u"resources"_s, QJsonObject{{u"listChanged"_s, true}, {u"subscribe"_s, true}}},
        {u"extensions"_s, QJsonObject{{u"io.modelcontextprotocol/skills"_s, QJsonObject{{u"directoryRead"_s, true}}}}}};
}

QString SkillOffer::instructions() const
{
    return u"Skills are folders of instructions for particular kinds of work. At the start of a task, call "
           "find_helpful_skills with a description of it and follow what fits; read further files of a skill with "
           "read_skill_document when its text points to them."_s;
}

std::optional<RpcOutcome> SkillOffer::answer(const RpcMessage &message, const ToolCaller &caller)
{
    const bool modern = caller.protocolVersion >= ModernVersion;
    if (message.method == "tools/list"_L1)
        return m_tools->list(caller.protocolVersion);
    if (message.method == "tools/call"_L1)
        return m_tools->call(message.params, caller);
    if (message.method == "resources/list"_L1)
        return m_resources.list(message.params);
    if (message.method == "resources/templates/list"_L1)
        return m_resources.templates();
    // 2026-07-28, changelog, minor change 6: the code for a missing resource.
    if (message.method == "resources/read"_L1)
        return m_resources.read(message.params, modern ? RpcError::InvalidParams : RpcError::ResourceNotFound);
    if (message.method == "prompts/list"_L1)
        return m_prompts.list(message.params);
    if (message.method == "prompts/get"_L1)
        return m_prompts.get(message.params);
    if (message.method == "completion/complete"_L1)
        return complete(message.params, m_prompts, m_resources.index());
    if (message.method == "skills/list"_L1)
        return m_resources.skills(message.params);
    if (message.method == "skills/get"_L1)
        return m_resources.skill(message.params);
    if (message.method == "resources/directory/read"_L1)
        return m_resources.directory(message.params);
    return std::nullopt;
}

bool SkillOffer::exists(const QString &uri) const
{
    return m_resources.exists(uri);
}

QString SkillOffer::whyMissing() const
{
    return m_resources.whyMissing();
}

QByteArray SkillOffer::digest(const QString &uri) const
{
    return m_resources.digest(uri);
}

bool SkillOffer::serve()
{
    const std::shared_ptr<const SkillSet> skills = m_catalogue.current();
    m_ranking.use(skillsForModels(skills));
    m_tools->use(skills);
    m_resources.use(skills);
    return m_prompts.use(*skills);
}

void SkillOffer::take()
{
    // First everything is true, then it is told.
    const bool otherPrompts = serve();
    emit changed();
    if (otherPrompts)
        emit promptsChanged();
}
