// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/state.h"

#include <QObject>
#include <QString>

class Supervisor;
struct Status;

/// Says on stderr, once each, what a desktop would show as a notification.
class StderrNotices : public QObject
{
    Q_OBJECT
public:
    /// `supervisor` must outlive this object.
    explicit StderrNotices(const Supervisor &supervisor, QObject *parent = nullptr);

    void tell(const QString &sentence);

private:
    void onStatus(const Status &status);

    State m_state;
    bool m_stalled;
};
