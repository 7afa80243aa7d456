// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/activity.h"

#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

/// Long questions are cut: 500 calls of 1 MiB each would not be bounded memory.
constexpr qsizetype MaxSubject = 2000;
constexpr qsizetype MaxClient = 200;

Activity::Activity(bool enabled)
    : m_enabled(enabled)
{
}

bool Activity::isEnabled() const
{
    return m_enabled;
}

void Activity::add(ToolCall call)
{
    if (!m_enabled)
        return;
    call.id = ++m_lastId;
    call.subject.truncate(MaxSubject);
    call.error.truncate(MaxSubject);
    call.tool.truncate(MaxClient);
    call.clientName.truncate(MaxClient);
    call.clientVersion.truncate(MaxClient);
    m_calls.push_back(std::move(call));
    if (m_calls.size() > Limit)
        m_calls.pop_front();
}

static QJsonObject toJson(const ToolCall &call)
{
    QJsonArray results;
    for (const auto &[skill, score] : call.results)
        results.append(QJsonObject{{u"skill"_s, skill}, {u"score"_s, score}});
    return {{u"id"_s, qint64(call.id)},
            {u"time"_s, call.time},
            {u"client"_s, QJsonObject{{u"name"_s, call.clientName}, {u"version"_s, call.clientVersion}}},
            {u"tool"_s, call.tool},
            {u"subject"_s, call.subject},
            {u"results"_s, results},
            {u"milliseconds"_s, call.milliseconds},
            {u"error"_s, call.error.isEmpty() ? QJsonValue() : QJsonValue(call.error)}};
}

QJsonArray Activity::after(quint64 id) const
{
    const auto first =
        std::partition_point(m_calls.begin(), m_calls.end(), [id](const ToolCall &call) { return call.id <= id; });
    QJsonArray list;
    std::for_each(first, m_calls.end(), [&](const ToolCall &call) { list.append(toJson(call)); });
    return list;
}
