// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/ending.h"
#include "app/tray/unix_signals.h"

#include <QObject>

/// Gives each way to end us the time that it has.
class Farewell : public QObject
{
    Q_OBJECT
public:
    /// `supervisor` must outlive this object.
    explicit Farewell(Supervisor &supervisor, QObject *parent = nullptr);

    /// A person or a command wishes it: the backend gets its grace.
    void quit(int graceSeconds);
    /// The session ends, and does not wait for long.
    void endWithSession();
    /// It is final: nothing is started any more.
    [[nodiscard]] bool isUnderWay() const { return m_ending.isUnderWay(); }

signals:
    void begun();                   // once
    void finished(bool treeIsGone); // once

private:
    void begin(int graceMs, int limitMs);
    void onSignal();

    Ending m_ending;
    UnixSignals m_signals;
    bool m_isSignalled = false;
};
