// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/session_news.h"

QList<QByteArray> SessionNews::take(quint64 stream, Clock::time_point now)
{
    QList<QByteArray> messages;
    for (auto &[message, telling] : m_told) {
        if (telling.stream != 0)
            continue;
        messages.append(message);
        telling = {stream, now};
    }
    return messages;
}

void SessionNews::doubtAll(Clock::time_point now)
{
    for (auto &[message, telling] : m_told) {
        if (telling.stream != 0 && now - telling.when <= Doubt)
            telling = {};
    }
}

void SessionNews::doubt(quint64 stream, Clock::time_point now)
{
    for (auto &[message, telling] : m_told) {
        if (telling.stream == stream && now - telling.when <= Doubt)
            telling = {};
    }
}
