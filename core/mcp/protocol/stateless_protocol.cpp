// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/stateless_protocol.h"

#include "core/mcp/protocol/mcp_offer.h"
#include "core/mcp/protocol/protocol.h"

using namespace Qt::StringLiterals;

StatelessProtocol::StatelessProtocol(McpOffer &offer, Outbox &outbox)
    : m_offer(offer)
    , m_subscriptions(offer, outbox)
{
}

/// basic/transports/streamable-http, "Value Encoding".
static std::optional<QString> decodedHeader(const QByteArray &value)
{
    if (!value.startsWith("=?base64?") || !value.endsWith("?=") || value.size() < 11)
        return QString::fromLatin1(value);
    const auto bytes = QByteArray::fromBase64Encoding(
        value.sliced(9, value.size() - 11), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    return bytes ? std::optional(QString::fromUtf8(*bytes)) : std::nullopt;
}

// basic/transports/streamable-http, "Server Validation".
static std::optional<RpcError> headerMismatch(const McpRequest &request, const RpcMessage &message)
{
    const auto mismatch = [](const QString &why) {
        return RpcError{RpcError::HeaderMismatch, u"Header mismatch: "_s + why, QJsonValue::Undefined};
    };
    const QJsonValue version = message.params.value("_meta"_L1).toObject().value(VersionKey);
    if (request.protocolVersion.isEmpty())
        return mismatch(u"MCP-Protocol-Version is missing"_s);
    if (version != QJsonValue(QString::fromLatin1(request.protocolVersion)))
        return mismatch(u"MCP-Protocol-Version differs from the version in _meta"_s);
    // What else another version asks for is not known; that one is refused next.
    if (version.toString() != ModernVersion)
        return std::nullopt;
    if (request.mcpMethod.isEmpty())
        return mismatch(u"Mcp-Method is missing"_s);
    if (QString::fromLatin1(request.mcpMethod) != message.method)
        return mismatch(u"Mcp-Method differs from the method"_s);
    const bool hasName = message.method == "tools/call"_L1 || message.method == "prompts/get"_L1;
    const bool hasUri = message.method == "resources/read"_L1;
    if (!hasName && !hasUri)
        return std::nullopt;
    const QJsonValue name = message.params.value(hasUri ? "uri"_L1 : "name"_L1);
    if (!name.isString())
        return std::nullopt; // the method itself will say so
    if (request.mcpName.isEmpty())
        return mismatch(u"Mcp-Name is missing"_s);
    if (decodedHeader(request.mcpName) != name.toString())
        return mismatch(u"Mcp-Name differs from the name in the body"_s);
    return std::nullopt;
}

/// basic, "Per-request protocol fields".
static std::optional<RpcError> missingMeta(const QJsonObject &params)
{
    const QJsonObject meta = params.value("_meta"_L1).toObject();
    if (!meta.contains(VersionKey))
        return invalidParams(u"_meta must name the protocol version in "_s + VersionKey);
    if (!meta.value(ClientCapabilitiesKey).isObject())
        return invalidParams(u"_meta must hold the client's capabilities in "_s + ClientCapabilitiesKey);
    return std::nullopt;
}

McpReply StatelessProtocol::post(const McpRequest &request, const RpcMessage &message)
{
    if (message.kind == RpcMessage::Broken)
        return failure(400, message.error, message.id);
    // Closing the stream is what cancels over HTTP; no notification has a meaning here.
    if (message.kind != RpcMessage::Request) {
        McpReply accepted;
        accepted.status = 202;
        return accepted;
    }
    // Gone with the sessions; whoever sends it learns that first.
    if (message.method == "initialize"_L1)
        return failure(404, methodNotFound(message.method), message.id);
    if (const auto error = missingMeta(message.params))
        return failure(400, *error, message.id);
    if (const auto error = headerMismatch(request, message))
        return failure(400, *error, message.id);
    return answer(message, false);
}

McpReply StatelessProtocol::answer(const RpcMessage &message, bool overStdio)
{
    if (const auto error = missingMeta(message.params))
        return failure(400, *error, message.id);
    // basic/versioning, "Protocol Version Negotiation".
    const QJsonValue named = message.params.value("_meta"_L1).toObject().value(VersionKey);
    if (!named.isString())
        return failure(400, invalidParams(u"The protocol version must be a string"_s), message.id);
    if (named.toString() != ModernVersion)
        return failure(400, unsupportedVersion(named.toString()), message.id);
    if (message.method == "subscriptions/listen"_L1)
        return m_subscriptions.open(message, overStdio);

    const QString version(ModernVersion);
    const QJsonObject client = message.params.value("_meta"_L1).toObject().value(ClientInfoKey).toObject();
    const ToolCaller caller{client.value("name"_L1).toString(), client.value("version"_L1).toString(), version};
    std::optional<RpcOutcome> outcome;
    if (message.method == "server/discover"_L1) {
        outcome = QJsonObject{{u"supportedVersions"_s, supportedVersions()},
                              {u"capabilities"_s, m_offer.capabilities()},
                              {u"instructions"_s, m_offer.instructions()}};
    } else {
        outcome = m_offer.answer(message, caller);
    }
    // basic/transports/streamable-http, "Protocol Version Header": the status of an unknown method.
    if (!outcome)
        return failure(404, methodNotFound(message.method), message.id);
    if (!outcome->error)
        completeResult(outcome->result, message.method, version);
    McpReply reply;
    reply.body = rpcReply(message.id, *outcome);
    return reply;
}
