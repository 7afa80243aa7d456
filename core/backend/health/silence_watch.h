// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/silence.h"
#include "core/process/process_identity.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>

/// Looks now and then what a silent tree is at, and tells when that has lasted too long.
class SilenceWatch : public QObject
{
    Q_OBJECT
public:
    using Tree = std::function<QList<ProcessIdentity>()>;

    /// `lookMs`: how often it is looked. Too long is `limitMs` of idling, or three times that of any silence but that
    /// of a suspended tree; 0: never.
    SilenceWatch(Tree tree, int lookMs, qint64 limitMs, QObject *parent = nullptr);

    /// `alreadyMs`: how long it is silent by now. `updateIsDue`: it had announced one for this time.
    void begin(qint64 alreadyMs, bool updateIsDue);
    void end();
    [[nodiscard]] bool isActive() const { return m_timer.isActive(); }
    [[nodiscard]] Silence kind() const { return m_kind; }

signals:
    void changed();
    void tooLong(qint64 silentMs); // at most once for each begin()

private:
    void look();
    [[nodiscard]] Silence seen(qint64 elapsedMs);

    Tree m_tree;
    int m_lookMs;
    qint64 m_limitMs;
    QTimer m_timer;
    Silence m_kind = Silence::Unknown;
    bool m_updateIsDue = false;
    QHash<qint64, qint64> m_cpuMs; // of each process, at the last look
    qint64 m_lookedAtMs = 0;
    qint64 m_silentMs = 0; // what has been seen of it, while it was not suspended
    qint64 m_idleMs = 0;   // at a stretch
};
