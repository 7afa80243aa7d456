// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/mcp_message.h"

#include <algorithm>

using namespace Qt::StringLiterals;

McpReply failure(int status, const RpcError &error, const QByteArray &id)
{
    McpReply reply;
    reply.status = status;
    reply.body = rpcReply(id, error);
    return reply;
}

RpcError invalidRequest(const QString &why)
{
    return {RpcError::InvalidRequest, why, QJsonValue::Undefined};
}

RpcError invalidParams(const QString &why)
{
    return {RpcError::InvalidParams, why, QJsonValue::Undefined};
}

RpcError methodNotFound(const QString &method)
{
    return {RpcError::MethodNotFound, u"Method not found: "_s + method.left(200), QJsonValue::Undefined};
}

bool accepts(const QByteArray &header, const QByteArray &type)
{
    if (header.trimmed().isEmpty())
        return true;
    const QByteArray family = type.first(type.indexOf('/')) + "/*";
    const QList<QByteArray> ranges = header.toLower().split(',');
    return std::any_of(ranges.begin(), ranges.end(), [&](const QByteArray &each) {
        const QByteArray range = each.split(';').first().trimmed();
        return range == type || range == family || range == "*/*";
    });
}

QByteArray asEvent(const QByteArray &message)
{
    return "event: message\ndata: " + message + "\n\n";
}
