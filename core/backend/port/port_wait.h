// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/health/health_watch.h"
#include "core/backend/port/port_check.h"
#include "core/backend/state/run_facts.h"
#include "core/backend/state/supervisor_options.h"
#include "core/process/port_owner.h"
#include "core/settings/settings.h"

#include <QObject>
#include <QTimer>

#include <optional>

/// A port that somebody else holds: looks who does and whether it has become free, and can watch a backend there.
class PortWait : public QObject
{
    Q_OBJECT
public:
    /// Begins to look at once, and to ask whether a backend answers.
    PortWait(const Settings &settings, const SupervisorOptions &options, QObject *parent = nullptr);

    [[nodiscard]] const Settings &settings() const { return m_settings; }
    /// What people are told about the port now.
    [[nodiscard]] PortFault fault() const { return portTaken(m_settings.port, m_listener); }
    /// Whose it is, in words.
    [[nodiscard]] QString owner() const { return listenerText(m_listener); }
    /// It answers as a backend does, so that it can be watched.
    [[nodiscard]] bool answers() const { return !m_isWatching && m_health.wasHeard() && m_health.badAnswers() == 0; }
    [[nodiscard]] HealthFacts health() const;

    /// From now on its health is told, at the pace of a backend of our own.
    void watch();
    void stopWatching();
    /// SIGTERM to the program of our own user that holds the port, if it is still the one that was seen last.
    /// Returns an empty string, or why nothing was sent.
    [[nodiscard]] QString askOwnerToQuit() const;

signals:
    void becameFree();          // nobody is in our way any more
    void changed();             // who holds it, or whether it answers
    void answered(bool isNews); // watching: a good answer
    void silent();              // watching: it was heard, and has been silent for too long
    void neverHeard();          // watching: it was no backend after all

private:
    void ask();
    void look();
    void onAnswered(bool isNews);
    void onFailed();

    Settings m_settings;
    SupervisorOptions m_options;
    std::optional<PortListener> m_listener;
    qint64 m_lookedAtMs = 0;
    HealthWatch m_health;
    QDateTime m_readyAt;
    QTimer m_lookTimer;
    bool m_asks = false; // its /health
    bool m_isWatching = false;
};
