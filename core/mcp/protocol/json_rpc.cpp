// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/json_rpc.h"

#include "core/json/json_syntax.h"
#include "core/mcp/protocol/json_scan.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

static RpcMessage broken(const QByteArray &id, const QString &why)
{
    return {RpcMessage::Broken, id, {}, {}, {RpcError::InvalidRequest, why}};
}

/// The id to answer with: a string or a number (the specification forbids null), as it was written.
static QByteArray idOf(const QJsonObject &object, const QByteArray &written)
{
    const QJsonValue id = object.value("id"_L1);
    if (!id.isString() && !id.isDouble())
        return {};
    if (!written.isEmpty())
        return written;
    // The key itself was written with an escape, which the scan does not follow.
    const QByteArray text = QJsonDocument(QJsonArray{id}).toJson(QJsonDocument::Compact);
    return text.sliced(1, text.size() - 2);
}

static RpcMessage messageFrom(const QJsonValue &value, const QByteArray &writtenId)
{
    if (!value.isObject())
        return broken({}, u"A message must be an object"_s);
    const QJsonObject object = value.toObject();
    const QByteArray id = idOf(object, writtenId);
    if (object.value("jsonrpc"_L1) != "2.0"_L1)
        return broken(id, u"\"jsonrpc\" must be \"2.0\""_s);
    if (object.contains("id"_L1) && id.isEmpty() && !object.contains("error"_L1))
        return broken({}, u"\"id\" must be a string or a number"_s);
    if (!object.contains("method"_L1) && (object.contains("result"_L1) || object.contains("error"_L1)))
        return {RpcMessage::Response, id, {}, {}, {}};
    if (!object.value("method"_L1).isString())
        return broken(id, u"\"method\" must be a string"_s);
    const QJsonValue params = object.value("params"_L1);
    // Some clients write null for what they leave out.
    if (!params.isUndefined() && !params.isNull() && !params.isObject()) {
        RpcMessage message = broken(id, u"\"params\" must be an object"_s);
        message.error.code = RpcError::InvalidParams;
        return message;
    }
    return {object.contains("id"_L1) ? RpcMessage::Request : RpcMessage::Notification,
            id,
            object.value("method"_L1).toString(),
            params.toObject(),
            {}};
}

/// JSON, but neither an object nor a list, which QJsonDocument takes for no JSON.
static bool isLoneValue(const QByteArray &bytes)
{
    const QJsonDocument list = QJsonDocument::fromJson('[' + bytes + ']');
    return list.array().size() == 1 && JsonSyntax(bytes).isGood();
}

static RpcInput notJson(qsizetype offset, const QString &cause)
{
    return {false, {}, RpcError{RpcError::ParseError, u"Parse error at byte %1: %2"_s.arg(offset).arg(cause)}};
}

RpcInput parseRpc(const QByteArray &received)
{
    // Some shells and editors put a byte order mark in front.
    const QByteArray bytes = received.startsWith("\xef\xbb\xbf") ? received.sliced(3) : received;
    if (bytes.size() > MaxRpcBytes)
        return {false, {}, RpcError{RpcError::InvalidRequest, u"The message is larger than 1 MiB"_s}};
    const JsonScan scan = scanJson(bytes);
    if (scan.depth > MaxRpcDepth)
        return {false, {}, RpcError{RpcError::InvalidRequest, u"The message is nested too deeply"_s}};

    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError && isLoneValue(bytes))
        return {false, {}, RpcError{RpcError::InvalidRequest, u"A message must be an object"_s}};
    if (problem.error != QJsonParseError::NoError)
        return notJson(problem.offset, problem.errorString());
    // Qt lets control characters in texts, "1." and any escape sequence pass; an id of that kind, which goes back as it
    // was written, would make the answer no JSON either, and tear the event or line that carries it.
    if (JsonSyntax syntax(bytes); !syntax.isGood())
        return notJson(syntax.offset(), syntax.cause());
    if (!document.isArray())
        return {false, {messageFrom(document.object(), scan.ids.value(0))}, {}};

    const QJsonArray batch = document.array();
    if (batch.isEmpty())
        return {true, {}, RpcError{RpcError::InvalidRequest, u"A batch must not be empty"_s}};
    if (batch.size() > MaxRpcBatch) {
        return {
            true, {}, RpcError{RpcError::InvalidRequest, u"A batch may hold %1 messages at most"_s.arg(MaxRpcBatch)}};
    }
    RpcInput input{true, {}, {}};
    qsizetype object = 0;
    for (const QJsonValue value : batch)
        input.messages.append(messageFrom(value, value.isObject() ? scan.ids.value(object++) : QByteArray()));
    return input;
}

QByteArray writtenId(const QJsonValue &id)
{
    const QByteArray wrapped = QJsonDocument(QJsonArray{id}).toJson(QJsonDocument::Compact);
    return wrapped.sliced(1, wrapped.size() - 2);
}

static QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray rpcReply(const QByteArray &id, const RpcOutcome &outcome)
{
    // MCP's schema has no null there: what belongs to no request has no id (JSONRPCErrorResponse).
    QByteArray reply = R"({"jsonrpc":"2.0")" + (id.isEmpty() ? QByteArray() : R"(,"id":)" + id);
    if (!outcome.error)
        return reply + R"(,"result":)" + compact(outcome.result) + '}';
    QJsonObject error{{u"code"_s, outcome.error->code}, {u"message"_s, outcome.error->message}};
    if (!outcome.error->data.isUndefined())
        error.insert(u"data"_s, outcome.error->data);
    return reply + R"(,"error":)" + compact(error) + '}';
}

QByteArray rpcNotification(const QString &method, const QJsonObject &params, const QByteArray &subscription)
{
    QByteArray text = R"({"jsonrpc":"2.0","method":")" + method.toUtf8() + '"';
    if (params.isEmpty() && subscription.isEmpty())
        return text + '}';
    text += R"(,"params":)";
    if (subscription.isEmpty())
        return text + compact(params) + '}';
    // Written by hand, because the id must go back as it came, also a number that no double can hold.
    text += R"({"_meta":{"io.modelcontextprotocol/subscriptionId":)" + subscription + '}';
    if (!params.isEmpty())
        text += ',' + compact(params).sliced(1);
    else
        text += '}';
    return text + '}';
}
