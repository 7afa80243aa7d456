// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/held_requests.h"

#include <algorithm>

using namespace Qt::StringLiterals;

static bool needsSkills(const RpcMessage &message)
{
    const QString &method = message.method;
    return message.kind == RpcMessage::Request &&
           (method == "tools/call"_L1 || method == "resources/list"_L1 || method == "resources/read"_L1 ||
            method == "resources/subscribe"_L1 || method == "resources/directory/read"_L1 ||
            method == "completion/complete"_L1 || method.startsWith("prompts/"_L1) || method.startsWith("skills/"_L1));
}

bool needsSkills(const RpcInput &input)
{
    return std::any_of(input.messages.begin(), input.messages.end(),
                       [](const RpcMessage &message) { return needsSkills(message); });
}

bool HeldRequests::keep(const QByteArray &body)
{
    const RpcInput input = parseRpc(body);
    if (input.messages.isEmpty())
        return false;
    const RpcMessage &first = input.messages.first();
    if (first.kind == RpcMessage::Notification && first.method == "notifications/cancelled"_L1) {
        const QByteArray id = writtenId(first.params.value("requestId"_L1));
        m_held.removeIf([&](const Held &held) {
            const bool isCancelled = !held.id.isEmpty() && held.id == id;
            m_bytes -= isCancelled ? held.body.size() : 0;
            return isCancelled;
        });
        return false;
    }
    if (!needsSkills(input))
        return false;
    m_held.append({body, input.isBatch ? QByteArray() : first.id});
    m_bytes += body.size();
    return true;
}

QByteArray HeldRequests::takeFirst()
{
    const Held first = m_held.takeFirst();
    m_bytes -= first.body.size();
    return first.body;
}
