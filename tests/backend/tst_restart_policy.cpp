// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/state/restart_policy.h"

#include <QTest>

using Verdict = RestartPolicy::Verdict;

/// How often and after which delay a backend that ended is started again.
class TestRestartPolicy : public QObject
{
    Q_OBJECT

private slots:
    // C04
    void theDelayDoublesUpToAMinuteAndTheEighthFailureIsTheLast()
    {
        RestartPolicy policy;
        for (const int seconds : {1, 2, 4, 8, 16, 32, 60}) {
            QCOMPARE(policy.failed(0, {}), Verdict::Retry);
            for (int i = 0; i < 200; ++i) {
                const qint64 delay = policy.delayMs();
                QVERIFY2(delay >= seconds * 900 && delay <= seconds * 1100, QByteArray::number(delay).constData());
            }
        }
        QCOMPARE(policy.failed(0, {}), Verdict::TooManyInARow);
    }

    // C05
    void moreThanTenRestartsInAnHourAreTooMany()
    {
        RestartPolicy policy;
        const qint64 every = 65'000;
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(policy.failed(i * every, {}), Verdict::Retry);
            policy.ranWell();
        }
        QCOMPARE(policy.failed(10 * every, {}), Verdict::TooManyInTheWindow);
    }

    void oldRestartsLeaveTheWindow()
    {
        RestartPolicy policy;
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(policy.failed(i * 370'000LL, {}), Verdict::Retry);
            policy.ranWell();
        }
    }

    // C06
    void aGoodRunPutsTheCounterBack()
    {
        RestartPolicy policy;
        for (int i = 0; i < 3; ++i)
            QCOMPARE(policy.failed(0, {}), Verdict::Retry);
        policy.ranWell();
        QCOMPARE(policy.failures(), 0);
        QCOMPARE(policy.failed(0, {}), Verdict::Retry);
        QVERIFY(policy.delayMs() <= 1100);
    }

    // C08
    void theUsersStartForgivesEverything()
    {
        RestartPolicy policy;
        for (int i = 0; i < 7; ++i)
            QCOMPARE(policy.failed(0, {}), Verdict::Retry);
        policy.forgive();
        for (int i = 0; i < 7; ++i)
            QCOMPARE(policy.failed(0, {}), Verdict::Retry);
    }

    // P13
    void aLingeringPortIsWaitedForShortlyAndCounted()
    {
        RestartPolicy policy;
        for (int i = 0; i < RestartPolicy::LingerLimit; ++i) {
            QCOMPARE(policy.failedByPort(0), Verdict::Retry);
            QCOMPARE(policy.delayMs(), 1000);
        }
        QCOMPARE(policy.failedByPort(0), Verdict::Retry);
        QVERIFY(policy.delayMs() >= 7200); // from now on as after any other failure
        for (int i = policy.failures() + 1; i < RestartPolicy::FailureLimit; ++i)
            QCOMPARE(policy.failedByPort(0), Verdict::Retry);
        QCOMPARE(policy.failedByPort(0), Verdict::TooManyInARow);
    }

    // S18 S19
    void theSameFatalCauseTwiceIsEnough()
    {
        RestartPolicy policy;
        QCOMPARE(policy.failed(0, QStringLiteral("mcp")), Verdict::Retry);
        QCOMPARE(policy.failed(0, QStringLiteral("python")), Verdict::Retry);
        QCOMPARE(policy.failed(0, {}), Verdict::Retry);
        QCOMPARE(policy.failed(0, QStringLiteral("python")), Verdict::Retry);
        QCOMPARE(policy.failed(0, QStringLiteral("python")), Verdict::SameFatalTwice);
    }
};

QTEST_GUILESS_MAIN(TestRestartPolicy)
#include "tst_restart_policy.moc"
