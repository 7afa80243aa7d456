// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/process_identity.h"
#include "tests/backend/stage.h"
#include "tests/walk/dice.h"
#include "tests/walk/pulse.h"
#include "tests/walk/surroundings.h"

#include <QJsonObject>
#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>

struct WalkOptions
{
    quint64 seed = 1;
    int seconds = 60;
    int leastPauseMs = 0; // between two steps
    int mostPauseMs = 400;
    QString realBackend; // folder with venv/ and skills.json; empty: only fake_backend walks
    bool goOn = false;   // after a fault
};

/// Drives a real Supervisor, its guard and its backend by chance, and looks after each step whether what Skills Tray
/// promises holds.
class Walk : public QObject
{
    Q_OBJECT
public:
    explicit Walk(const WalkOptions &options);
    ~Walk() override;

    /// How it went; "faults" is empty when all was kept.
    [[nodiscard]] QJsonObject run();

private:
    struct Step
    {
        const char *name;
        int weight;
        void (Walk::*act)(Dice &dice);
    };
    static const QList<Step> &steps();

    // What can happen.
    void start(Dice &dice);
    void stop(Dice &dice);
    void restart(Dice &dice);
    void forceStop(Dice &dice);
    void changeSettings(Dice &dice);
    void watchOrNot(Dice &dice);
    void quit(Dice &dice);
    void die(Dice &dice);
    void signalGuard(Dice &dice);
    void signalLeader(Dice &dice);
    void signalSomebody(Dice &dice);
    void freezeSomebody(Dice &dice);
    void portTaken(Dice &dice);
    void portFreed(Dice &dice);
    void standStillOurselves(Dice &dice);
    void runOutOfDescriptors(Dice &dice);
    void spoilTheRecord(Dice &dice);

    // What must hold.
    void onStatus(const Status &status);
    void checkNow();
    void checkRest();
    void checkLog();
    void checkResources();
    void fault(const QString &text);

    void tellSurvivors(const QString &when);
    void useBackend(const QStringList &arguments);
    void follow();
    void spin(int ms);
    [[nodiscard]] bool spinUntil(const std::function<bool()> &holds, int limitMs);
    [[nodiscard]] QList<ProcessIdentity> livingOnes() const;
    [[nodiscard]] bool isOver() const { return !m_faults.isEmpty() && !m_options.goOn; }
    void report();

    WalkOptions m_options;
    std::unique_ptr<Stage> m_stage;
    std::unique_ptr<Surroundings> m_surroundings;
    Freezer m_freezer;
    std::unique_ptr<Pulse> m_pulse;
    QElapsedTimer m_clock;
    qint64 m_steps = 0;
    qint64 m_rests = 0;
    QMap<QString, qint64> m_entered;
    QStringList m_last; // steps
    QStringList m_faults;
    State m_state = State::Stopped;
    bool m_wasEmpty = true;
    int m_strangersHarmed = 0;
    int m_survivors = 0;

    // Lines that the runs say they have read since the log was last looked at, and the log's own counts then.
    qint64 m_readTo = 0;
    qint64 m_toldOut = 0;
    qint64 m_toldErr = 0;
    qint64 m_outBefore = 0;
    qint64 m_errBefore = 0;
    bool m_countsAreWhole = true;

    std::optional<int> m_descriptors;
    int m_descriptorsGrown = 0;
    std::optional<int> m_threads;
    std::optional<qint64> m_bytes;
    qint64 m_bytesGrown = 0;
};
