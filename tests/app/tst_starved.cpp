// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/support/test_help.h"

#include <QElapsedTimer>
#include <QTest>

#include <memory>
#include <vector>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

/// W05: sixteen programs that compute, and we come last of all.
class TestStarved : public QObject
{
    Q_OBJECT

private slots:
    void aBusyMachineIsNoFailure()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--children=1"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"15"_s}).exit, 0);
        const QJsonObject before = tray.status();
        QList<qint64> ours = tray.tree();
        ours += tray.process().processId();
        for (const qint64 pid : std::as_const(ours))
            QCOMPARE(::setpriority(PRIO_PROCESS, id_t(pid), 19), 0);
        std::vector<std::unique_ptr<QProcess>> busy;
        for (int i = 0; i < 16; ++i) {
            busy.push_back(std::make_unique<QProcess>());
            busy.back()->start(QStringLiteral(SKILLS_FAKE_BACKEND), {u"--no-listen"_s, u"--quiet"_s, u"--burn"_s});
            QVERIFY(busy.back()->waitForStarted());
        }
        QTest::qWait(20'000);
        const QByteArray log = tray.run({u"logs"_s, u"--all"_s}, 60'000).out;
        QVERIFY2(!log.isEmpty() && !log.contains("ERROR"), log.constData());
        const QJsonObject after = tray.status();
        QVERIFY2(after.value(u"failure"_s).isNull() && after.value(u"pid"_s) == before.value(u"pid"_s),
                 qPrintable(after.value(u"message"_s).toString()));

        QElapsedTimer clock;
        clock.start();
        QCOMPARE(tray.run({u"stop"_s}, 60'000).exit, 0);
        qInfo("stopped after %lld ms", clock.elapsed());
        QVERIFY2(clock.elapsed() <= 10'000, QByteArray::number(clock.elapsed()).constData());
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
        for (const auto &process : busy) {
            process->kill();
            process->waitForFinished();
        }
    }
};

QTEST_GUILESS_MAIN(TestStarved)
#include "tst_starved.moc"
