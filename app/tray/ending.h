// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QTimer>

class Supervisor;

/// Stops the backend because we end, and says when we may.
class Ending : public QObject
{
    Q_OBJECT
public:
    /// `supervisor` must outlive this object.
    explicit Ending(Supervisor &supervisor, QObject *parent = nullptr);

    /// Said again, the shorter limit holds. After the limit finished() comes in any case: the guard goes on without us.
    void begin(int graceMs, int limitMs);
    /// Nobody wants to wait: kills at once.
    void hurry();
    [[nodiscard]] bool isUnderWay() const { return m_underWay; }

signals:
    void finished(bool treeIsGone); // once

private:
    void look();
    void finish(bool treeIsGone);

    Supervisor &m_supervisor;
    QTimer m_limit;
    bool m_underWay = false;
    bool m_finished = false;
};
