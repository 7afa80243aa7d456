// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/health/health_probe.h"
#include "core/backend/state/health_report.h"
#include "core/backend/state/supervisor_options.h"

#include <QObject>

#include <functional>
#include <optional>

/// How often one /health is asked, and when its silence counts.
struct HealthPace
{
    int unheardMs = 500; // before its first good answer
    int loadingMs = 1000;
    int readyMs = 5000;
    int deadlineMs = 2500;
    int silentAfterMs = 10'000; // and three bad answers in a row

    [[nodiscard]] static HealthPace of(const SupervisorOptions &options);
};

/// Follows one /health: what it said last, and whether it has fallen silent.
class HealthWatch : public QObject
{
    Q_OBJECT
public:
    enum class Life { Unheard, Loading, Complete, Silent };

    explicit HealthWatch(QObject *parent = nullptr);

    /// From the beginning: nothing has been heard.
    void begin(const QString &host, int port, const HealthPace &pace);
    void end();
    /// Asked of an answer that would be the first, or the first after a silence: empty, or why it does not count.
    void setDoubt(std::function<QString()> doubt) { m_doubt = std::move(doubt); }

    [[nodiscard]] Life life() const { return m_life; }
    [[nodiscard]] bool wasHeard() const { return m_life != Life::Unheard; }
    [[nodiscard]] const HealthReport &report() const { return m_report; } // the last good one
    /// Why the last question had no good answer.
    [[nodiscard]] const std::optional<QString> &error() const { return m_error; }
    [[nodiscard]] int badAnswers() const { return m_badAnswers; }
    [[nodiscard]] qint64 sinceGoodMs() const; // or since the beginning
    /// Too many bad answers for too long, also when nothing was ever heard.
    [[nodiscard]] bool isSilent() const;

signals:
    /// A good answer. `isNews`: the first one, or another number of skills.
    void answered(bool isNews);
    void failed(); // no good answer

private:
    void onAnswered(const HealthReport &report);
    void onFailed(const QString &reason);
    void setPace();

    HealthProbe m_probe;
    HealthPace m_pace;
    std::function<QString()> m_doubt;
    Life m_life = Life::Unheard;
    HealthReport m_report;
    std::optional<QString> m_error;
    int m_badAnswers = 0;
    qint64 m_lastGoodMs = 0;
};
