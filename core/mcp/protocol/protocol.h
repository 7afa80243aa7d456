// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/json_rpc.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

/// The dated versions of the Model Context Protocol. A date is its own order: later versions compare greater.
///
/// "Legacy" versions begin with `initialize`; "modern" ones carry everything in each request's _meta
/// (2026-07-28, basic/versioning, "Terminology").
inline constexpr QLatin1StringView ModernVersion("2026-07-28");
inline constexpr QLatin1StringView LatestLegacyVersion("2025-11-25");
inline constexpr QLatin1StringView BatchVersion("2025-03-26"); // the only one with batches; also what no header means
inline constexpr QLatin1StringView StructuredVersion("2025-06-18"); // structuredContent, outputSchema, resource links

inline constexpr QLatin1StringView VersionKey("io.modelcontextprotocol/protocolVersion");
inline constexpr QLatin1StringView ClientInfoKey("io.modelcontextprotocol/clientInfo");
inline constexpr QLatin1StringView ClientCapabilitiesKey("io.modelcontextprotocol/clientCapabilities");
inline constexpr QLatin1StringView ServerInfoKey("io.modelcontextprotocol/serverInfo");

[[nodiscard]] bool isLegacyVersion(const QString &version);
/// All that this server speaks, the latest first.
[[nodiscard]] QJsonArray supportedVersions();
[[nodiscard]] RpcError unsupportedVersion(const QString &requested);

/// Who answers, as a client of this version is told.
[[nodiscard]] QJsonObject serverInfo(const QString &version);

/// Adds what the results of a method carry beside their own values in this version: resultType, cache hints, who
/// answers (2026-07-28, basic, "ResultType" and "_meta"; server/utilities/caching).
void completeResult(QJsonObject &result, const QString &method, const QString &version);
