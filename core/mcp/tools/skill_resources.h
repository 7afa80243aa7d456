// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/json_rpc.h"
#include "core/mcp/tools/resource_index.h"

class SkillCatalogue;

/// Answers the methods about resources, and those of the Skills extension.
class SkillResources
{
public:
    explicit SkillResources(SkillCatalogue &catalogue);

    /// From now on answers come from this set.
    void use(std::shared_ptr<const SkillSet> skills);

    [[nodiscard]] RpcOutcome list(const QJsonObject &params) const;
    [[nodiscard]] RpcOutcome templates() const;
    /// `notFound`: the code of the client's version for a resource that does not exist.
    [[nodiscard]] RpcOutcome read(const QJsonObject &params, int notFound) const;
    [[nodiscard]] const ResourceIndex &index() const { return m_index; }
    [[nodiscard]] bool exists(const QString &uri) const;
    /// What is said of an address that does not exist, or not yet.
    [[nodiscard]] QString whyMissing() const;

    // The Skills extension (SEP-2640).
    [[nodiscard]] RpcOutcome skills(const QJsonObject &params) const;
    [[nodiscard]] RpcOutcome skill(const QJsonObject &params) const;
    [[nodiscard]] RpcOutcome directory(const QJsonObject &params) const;

    /// The address's digest, empty when there is no such file: tells whether a subscribed resource has changed.
    [[nodiscard]] QByteArray digest(const QString &uri) const;

private:
    SkillCatalogue &m_catalogue;
    ResourceIndex m_index;
};
