// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/protocol.h"

#include <skills_tray_version.h>

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

static constexpr std::array LegacyVersions{LatestLegacyVersion, StructuredVersion, BatchVersion,
                                           QLatin1StringView("2024-11-05")};

bool isLegacyVersion(const QString &version)
{
    return std::any_of(LegacyVersions.begin(), LegacyVersions.end(),
                       [&](QLatin1StringView known) { return version == known; });
}

QJsonArray supportedVersions()
{
    QJsonArray versions{QString(ModernVersion)};
    for (const QLatin1StringView version : LegacyVersions)
        versions.append(QString(version));
    return versions;
}

// 2026-07-28, basic/versioning, "Protocol Version Negotiation".
RpcError unsupportedVersion(const QString &requested)
{
    return {RpcError::UnsupportedProtocolVersion, u"Unsupported protocol version"_s,
            QJsonObject{{u"supported"_s, supportedVersions()}, {u"requested"_s, requested}}};
}

QJsonObject serverInfo(const QString &version)
{
    QJsonObject info{{u"name"_s, u"skills-backend"_s}, {u"version"_s, QStringLiteral(SKILLS_TRAY_VERSION)}};
    if (version >= StructuredVersion)
        info.insert(u"title"_s, u"Skills"_s);
    return info;
}

/// How long an answer stays fresh, in milliseconds, and whether it is the same for everyone.
struct CacheHint
{
    int ttlMs = 0;
    bool isPublic = false;
};

static std::optional<CacheHint> cacheHint(const QString &method)
{
    if (method == "server/discover"_L1 || method == "tools/list"_L1 || method == "resources/templates/list"_L1)
        return CacheHint{300'000, true};
    // Skills change whenever a file is saved, so an answer is stale at once; a notification tells of changes.
    if (method == "prompts/list"_L1 || method == "resources/list"_L1 || method == "resources/read"_L1 ||
        method == "skills/list"_L1 || method == "skills/get"_L1)
        return CacheHint{};
    return std::nullopt;
}

void completeResult(QJsonObject &result, const QString &method, const QString &version)
{
    const bool modern = version >= ModernVersion;
    // The extension's own methods look the same in every version that it is used with.
    if (!modern && !method.startsWith("skills/"_L1))
        return;
    result.insert(u"resultType"_s, u"complete"_s);
    if (const auto hint = cacheHint(method)) {
        result.insert(u"ttlMs"_s, hint->ttlMs);
        result.insert(u"cacheScope"_s, hint->isPublic ? u"public"_s : u"private"_s);
    }
    if (modern) {
        QJsonObject meta = result.value("_meta"_L1).toObject();
        meta.insert(QString(ServerInfoKey), serverInfo(version));
        result.insert(u"_meta"_s, meta);
    }
}
