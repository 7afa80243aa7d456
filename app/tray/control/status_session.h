// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

class ControlConnection;

/// Answers one client once the status is as it wishes, or its time is over.
class StatusSession : public QObject
{
    Q_OBJECT
public:
    /// The final answer for this status; none: wait on.
    using Judge = std::function<std::optional<QJsonObject>(const Status &)>;

    /// Lives as long as the connection.
    StatusSession(ControlConnection &connection, Judge judge);

    /// `late` is the answer when nothing else came within `ms`.
    void limit(qint64 ms, const QJsonObject &late);
    void look(const Status &status);

private:
    ControlConnection &m_connection;
    Judge m_judge;
    QTimer m_limit;
    qint64 m_remainingMs = 0;
    QJsonObject m_late;
};
