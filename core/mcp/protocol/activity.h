// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonArray>
#include <QList>
#include <QString>

#include <deque>
#include <optional>

/// One tool call, for GET /activity.
struct ToolCall
{
    quint64 id = 0; // rises by one
    QString time;   // ISO 8601 UTC with milliseconds
    QString clientName, clientVersion;
    QString tool;
    QString subject;                           // the question, or skill/document
    QList<std::pair<QString, double>> results; // skill and score
    double milliseconds = 0;
    QString error; // empty: none
};

/// The last tool calls, in memory only.
class Activity
{
public:
    static constexpr int Limit = 500;
    explicit Activity(bool enabled = true);
    void add(ToolCall call); // gives it its id
    /// Calls with an id greater than `id`, oldest first.
    [[nodiscard]] QJsonArray after(quint64 id) const;
    [[nodiscard]] bool isEnabled() const;

private:
    bool m_enabled;
    quint64 m_lastId = 0;
    std::deque<ToolCall> m_calls;
};
