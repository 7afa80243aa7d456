// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/backend/stage.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

static QString transcript(const QString &name)
{
    return QStringLiteral(SKILLS_SOURCE_DIR "/tests/data/transcripts/") + name;
}

/// What the real backend was seen to print, replayed: the state, the words and the records that it leads to.
class TestTranscripts : public StageTest
{
    Q_OBJECT

    struct Records
    {
        int errors = 0;
        int warnings = 0;
        int lines = 0;
    };
    static Records countRecords(const LogStore &store)
    {
        Records records;
        for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number) {
            const LineView line = store.line(number);
            if (line.origin != Origin::Err)
                continue;
            ++records.lines;
            if (line.has(LogLine::Continuation))
                continue;
            records.errors += line.level == Level::Error ? 1 : 0;
            records.warnings += line.level == Level::Warning ? 1 : 0;
        }
        return records;
    }

private slots:
    void aGoodStartIsReady_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("ready-columns") << u"ready-columns"_s;
        QTest::newRow("ready, wrapped at 80 columns") << u"ready"_s;
    }
    void aGoodStartIsReady()
    {
        QFETCH(QString, file);
        Stage stage({u"--replay="_s + transcript(file + u".err"_s), u"--replay-out="_s + transcript(file + u".out"_s),
                     u"--skills=151"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.status().message, u"Ready: 151 skills"_s);
        QVERIFY(!stage.status().warning && !stage.status().trouble && !stage.status().errorLine);
        QFile original(transcript(file + u".err"_s));
        QVERIFY(original.open(QIODevice::ReadOnly));
        const int lines = int(original.readAll().count('\n'));
        QTRY_COMPARE(countRecords(stage.store).lines, lines);
        QCOMPARE(countRecords(stage.store).errors, 0);
    }

    void withoutNetworkItIsReadyWithoutSkillsAndSaysWhy_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("errorLine");
        QTest::addColumn<int>("errors");
        QTest::newRow("offline") << u"offline"_s << u"No skills: GitHub could not be reached"_s
                                 << u"Error loading from GitHub https://github.com/K-Dense-AI/"_s << 2;
        QTest::newRow("no-model") << u"no-model"_s << u"No skills: the search model could not be downloaded"_s
                                  << u"Error in background loading: We couldn't connect"_s << 2;
    }
    void withoutNetworkItIsReadyWithoutSkillsAndSaysWhy()
    {
        QFETCH(QString, file);
        QFETCH(QString, message);
        QFETCH(QString, errorLine);
        QFETCH(int, errors);
        Stage stage({u"--replay="_s + transcript(file + u".err"_s), u"--replay-out="_s + transcript(file + u".out"_s),
                     u"--skills=0"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QTRY_COMPARE(stage.status().message, message);
        QTRY_COMPARE(countRecords(stage.store).errors, errors);
        QTRY_VERIFY(stage.status().errorLine);
        QVERIFY(stage.status().warning && stage.status().warning->contains(message));
        QVERIFY(stage.status().trouble && stage.status().trouble->remedies.contains(Remedy::ShowError));
        const LineView line = stage.store.line(*stage.status().errorLine);
        QCOMPARE(line.level, Level::Error);
        QVERIFY2(QString::fromUtf8(line.text).startsWith(errorLine), line.text.toByteArray().constData());
    }

    void mcpTwoIsExplainedAfterTwoTries()
    {
        Stage stage({u"--no-listen"_s, u"--replay="_s + transcript(u"mcp2.err"_s), u"--exit-code=1"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        QCOMPARE(stage.entered(State::Starting), 2);
        QCOMPARE(stage.status().failure->kind, FailureKind::Exited);
        QVERIFY2(stage.status().message.contains("version 2 of its library mcp"_L1),
                 qPrintable(stage.status().message));
        QVERIFY(stage.status().failure->lastLines.join(u' ').contains("ModuleNotFoundError"_L1));
    }

    // P13
    void aPortThatNobodyHoldsIsTriedAgainAFewTimes()
    {
        Stage stage({u"--no-listen"_s, u"--replay="_s + transcript(u"port-in-use.err"_s), u"--exit-code=3"_s});
        stage.options.backoffScale = 0.01;
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Failed, 20'000);
        QCOMPARE(stage.status().failure->kind, FailureKind::GaveUp);
        QCOMPARE(stage.status().failure->exitCode, 3);
        QCOMPARE(stage.entered(State::Starting), RestartPolicy::FailureLimit);
    }
};

QTEST_GUILESS_MAIN(TestTranscripts)
#include "tst_transcripts.moc"
