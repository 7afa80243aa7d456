// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"

#include <QDir>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;

/// Without a display that answers nothing is started, and it is said.
class TestNoDisplay : public QObject
{
    Q_OBJECT

private slots:
    void withoutADisplayOneLineAndNothingElse_data()
    {
        QTest::addColumn<QString>("platform");
        QTest::addColumn<QString>("display");
        QTest::newRow("none set") << QString() << QString();
        QTest::newRow("not reachable") << QString() << u":4711"_s;
        QTest::newRow("xcb not reachable") << u"xcb"_s << u":4711"_s;
        QTest::newRow("U12 unknown platform") << u"no-such-platform"_s << QString();
    }
    void withoutADisplayOneLineAndNothingElse()
    {
        QFETCH(QString, platform);
        QFETCH(QString, display);
        TrayRun tray;
        tray.environment().remove(u"QT_QPA_PLATFORM"_s);
        if (!platform.isEmpty())
            tray.environment().insert(u"QT_QPA_PLATFORM"_s, platform);
        if (!display.isEmpty())
            tray.environment().insert(u"DISPLAY"_s, display);
        const TrayRun::Result result =
            tray.run(QStringList{u"--port"_s, QString::number(tray.port())} + tray.backend({}));
        QCOMPARE(result.exit, 1);
        QVERIFY2(result.errorLines() == 1, result.err.constData());
        QCOMPARE(result.out, QByteArray());
        QVERIFY(tray.treeIsGone());
        QVERIFY(QDir(tray.paths().runtime).isEmpty());
    }

    void aDisplayThatDoesNotAnswerIsNone()
    {
        TrayRun tray;
        QTcpServer display; // takes the connection and says nothing
        do {
            display.close();
            QVERIFY(display.listen(QHostAddress::LocalHost));
        } while (display.serverPort() < 6000); // where displays begin
        tray.environment().remove(u"QT_QPA_PLATFORM"_s);
        tray.environment().insert(u"DISPLAY"_s, u"127.0.0.1:%1"_s.arg(display.serverPort() - 6000));
        const TrayRun::Result result = tray.run({u"--stopped"_s}, 60'000);
        QCOMPARE(result.exit, 1);
        QVERIFY2(result.errorLines() == 1 && result.err.contains("does not answer"), result.err.constData());
        QVERIFY(tray.startPlain({u"--headless"_s, u"--stopped"_s})); // nothing is in its way
    }
};

QTEST_GUILESS_MAIN(TestNoDisplay)
#include "tst_no_display.moc"
