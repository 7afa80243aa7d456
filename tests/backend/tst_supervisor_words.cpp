// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/backend/stage.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

/// What is told of an end: the cause where there is one, what is done about it, and never the same twice.
class TestSupervisorWords : public StageTest
{
    Q_OBJECT

private slots:
    // D01: what was said last is the cause only if it says of trouble, or is all that was said.
    void onlyWhatExplainsAnEndIsItsCause_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("shown");
        const QString info = u"echo 'INFO:     Loaded skill: one' >&2; "_s;
        QTest::newRow("killed after plain news")
            << info + u"echo 'INFO:     Skill new is not used' >&2; kill -KILL $$"_s
            << u"COMMAND was ended by SIGKILL"_s << QString();
        QTest::newRow("killed after plain words without levels")
            << u"echo one >&2; echo two >&2; kill -KILL $$"_s << u"COMMAND was ended by SIGKILL"_s << QString();
        QTest::newRow("an error, and news after it")
            << info + u"echo 'ERROR:    no memory for it' >&2; echo 'INFO:     Shutting down' >&2; exit 1"_s
            << u"COMMAND ended by itself with exit code 1: no memory for it"_s << u"no memory for it"_s;
        QTest::newRow("a warning was the last")
            << info + u"echo 'WARNING:  giving up' >&2; exit 2"_s
            << u"COMMAND ended by itself with exit code 2: giving up"_s << u"giving up"_s;
        QTest::newRow("a warning long before") << u"echo 'WARNING:  experimental' >&2; "_s + info + u"exit 2"_s
                                               << u"COMMAND ended by itself with exit code 2"_s << QString();
        QTest::newRow("nothing else was said")
            << u"echo 'INFO:     the only words' >&2; exit 2"_s
            << u"COMMAND ended by itself with exit code 2: the only words"_s << u"the only words"_s;
        QTest::newRow("plain words of a program that does not start")
            << u"echo 'usage: x' >&2; echo 'x: no such option' >&2; exit 2"_s
            << u"COMMAND ended by itself with exit code 2: x: no such option"_s << u"x: no such option"_s;
        QTest::newRow("a traceback is told by its exception")
            << info +
                   u"printf 'Traceback (most recent call last):\\n  File \"x\", line 1\\nValueError: odd\\n' >&2; exit 1"_s
            << u"COMMAND ended by itself with exit code 1: ValueError: odd"_s
            << u"Traceback (most recent call last):"_s;
    }
    void onlyWhatExplainsAnEndIsItsCause()
    {
        QFETCH(QString, script);
        QFETCH(QString, message);
        QFETCH(QString, shown);
        qputenv("FASTMCP_LOG_LEVEL", "debug");
        Stage stage;
        stage.options.backoffScale = 10;
        stage.settings.command = u"/bin/sh"_s;
        stage.settings.arguments = {u"-c"_s, script};
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Backoff);
        const Status status = stage.status();
        QCOMPARE(status.message, message.replace(u"COMMAND"_s, stage.settings.command));
        QCOMPARE(status.errorLine.has_value(), !shown.isEmpty());
        QCOMPARE(status.trouble->remedies.contains(Remedy::ShowError), !shown.isEmpty());
        if (!shown.isEmpty())
            QCOMPARE(QString::fromUtf8(stage.store.line(*status.errorLine).text), shown);
        // D02: the strip does not say the same again; what else was said is folded into it.
        QVERIFY(!status.trouble->title.contains(message) && !status.trouble->text.contains(message));
        const auto said = [&stage] { return stage.status().failure->lastLines.join(u'\n'); };
        QTRY_VERIFY(!said().isEmpty() && stage.status().trouble->details.endsWith(said()));
        // What may meddle is named where it may be the reason: at a start (case D10).
        QCOMPARE(status.trouble->details.contains("FASTMCP_LOG_LEVEL"_L1), status.failure->exitCode.has_value());
        qunsetenv("FASTMCP_LOG_LEVEL");
    }

    // D02
    void waitingForTheNextTryAndGivenUpLookDifferent()
    {
        Stage stage;
        stage.options.backoffScale = 0.01;
        stage.settings.command = u"/bin/false"_s;
        stage.settings.arguments = {};
        stage.supervisor().start();
        QTRY_VERIFY(stage.entered(State::Backoff) > 0);
        const auto told = std::find_if(stage.told.cbegin(), stage.told.cend(),
                                       [](const Stage::Told &item) { return item.status.state == State::Backoff; });
        const Status waits = told->status;
        QCOMPARE(waits.message, u"/bin/false ended by itself with exit code 1"_s);
        QCOMPARE(waits.detail, u"Restart 1 of at most 7"_s);
        QCOMPARE(waits.trouble->title, u"Skills Tray starts it again by itself."_s);
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Failed, 30'000);
        const Status gaveUp = stage.status();
        QCOMPARE(gaveUp.message, u"Gave up after 8 failures in a row: /bin/false ended by itself with exit code 1"_s);
        QCOMPARE(gaveUp.trouble->title, u"Skills Tray leaves it alone now."_s);
        QVERIFY(gaveUp.detail != waits.detail);
        QCOMPARE(gaveUp.trouble->remedies, QList{Remedy::TryAgain});
    }

    // One that puts itself into the background is not started again and again, each time to be ended.
    void whatGoesIntoTheBackgroundIsToldAndLeftAlone()
    {
        Stage stage;
        stage.settings.command = u"/bin/sh"_s;
        stage.settings.arguments = {u"-c"_s, u"sleep 1000 & sleep 0.2; exit 0"_s, u"x"_s, stage.tree.tag()};
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Failed, 20'000);
        QCOMPARE(stage.entered(State::Starting), 2);
        QVERIFY2(stage.status().message.contains("went on in the background"_L1), qPrintable(stage.status().message));
        QVERIFY(stage.status().trouble->text.contains("--foreground"_L1));
        QTRY_VERIFY(stage.supervisor().isTreeEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSupervisorWords)
#include "tst_supervisor_words.moc"
