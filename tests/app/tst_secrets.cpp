// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/support/test_help.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// X04: a token that the config holds is nowhere else, whatever the backend does with it and whoever looks.
class TestSecrets : public QObject
{
    Q_OBJECT

    static QByteArray contentOf(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// Where it was found that it must not be; empty: nowhere.
    static QStringList sweep(TrayRun &tray, const QByteArray &secret, const QStringList &itsOwnFiles)
    {
        QStringList found;
        const auto look = [&](const QByteArray &text, const QString &where) {
            if (text.contains(secret))
                found += where + u": "_s +
                         QString::fromUtf8(text.mid(std::max<qsizetype>(0, text.indexOf(secret) - 80), 200));
        };
        QList<qint64> processes = tray.tree();
        if (tray.process().state() == QProcess::Running)
            processes += tray.process().processId();
        for (const qint64 pid : std::as_const(processes)) {
            look(contentOf(u"/proc/%1/cmdline"_s.arg(pid)), u"argv of %1"_s.arg(pid));
            look(contentOf(u"/proc/%1/environ"_s.arg(pid)), u"environment of %1"_s.arg(pid));
        }
        QDirIterator files(tray.home().path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString name = files.next();
            if (!itsOwnFiles.contains(name))
                look(contentOf(name), name);
        }
        const QList<QStringList> commands{
            {u"status"_s},
            {u"status"_s, u"--json"_s},
            {u"check"_s},
            {u"check"_s, u"--json"_s},
            {u"logs"_s, u"--all"_s, u"-n"_s, u"100000"_s},
            {u"logs"_s, u"--all"_s, u"--json"_s, u"-n"_s, u"100000"_s},
            {u"logs"_s, u"--all"_s, u"--grep"_s, QString::fromLatin1(secret)},
        };
        for (const QStringList &command : commands) {
            const TrayRun::Result result = tray.run(command);
            look(result.out + result.err, command.join(u' '));
        }
        return found;
    }

private slots:
    void aTokenIsNowhereButInItsFile_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QStringList>("life");
        const QByteArray github = "ghp_" + QByteArray(36, 'Q');
        const QByteArray unlike = "canary/of+no.known~shape=17";
        QTest::newRow("GitHub's shape, ready") << github << QStringList();
        QTest::newRow("no known shape, ready") << unlike << QStringList();
        QTest::newRow("no known shape, no skills") << unlike << QStringList{u"--skills=0"_s};
        QTest::newRow("no known shape, failing") << unlike << QStringList{u"--exit-after=0.5"_s, u"--exit-code=7"_s};
    }
    void aTokenIsNowhereButInItsFile()
    {
        QFETCH(QByteArray, secret);
        QFETCH(QStringList, life);
        TrayRun tray;
        const QString config = tray.paths().skillsConfigFile();
        QVERIFY(tray.writeFile(config, "{\"skill_sources\": [], \"github_api_token\": \"" + secret + "\"}\n"));
        // What it says and answers is told it by a file, so that its arguments are clean.
        const QString words = QString::fromLatin1(secret);
        const QString backend = poseAs(
            QStringLiteral(SKILLS_FAKE_BACKEND), tray.home().path(), u"leaky"_s,
            QStringList{u"--say=Authorization: token %1, and once more: %1"_s.arg(words),
                        u"--say-out=https://user:%1@github.com/ and %1"_s.arg(words), u"--version-text=%1"_s.arg(words),
                        u"--update-errors=403 for %1|%1"_s.arg(words), u"--abort-words=died with %1"_s.arg(words)} +
                life);
        QVERIFY(!backend.isEmpty());
        QStringList command = tray.backend({u"--config"_s, u"{config}"_s});
        command[1] = backend;
        QVERIFY(tray.startPlain(
            QStringList{u"--background"_s, u"--log-to-stderr"_s, u"--port"_s, QString::number(tray.port())} + command));
        const QString state = life.contains(u"--exit-code=7"_s) ? u"backoff"_s : u"ready"_s;
        QCOMPARE(tray.run({u"wait"_s, state, u"--timeout"_s, u"15"_s}).exit, 0);
        // It was said, and is told without it.
        QTRY_VERIFY(tray.run({u"logs"_s}).out.contains("[redacted]"));
        QTRY_VERIFY(contentOf(tray.paths().logFile()).contains("[redacted]"));
        QVERIFY(contentOf(config).contains(secret));

        const QStringList itsOwn{config, backend + u".args"_s};
        QCOMPARE(sweep(tray, secret, itsOwn).join(u'\n'), QString());

        // Nor do we leave it when we die.
        QCOMPARE(::kill(pid_t(tray.process().processId()), SIGABRT), 0);
        QVERIFY(tray.waitForEnd(10'000));
        QTRY_VERIFY2_WITH_TIMEOUT(tray.treeIsGone(), tray.leftovers(), 7000);
        QCOMPARE(sweep(tray, secret, itsOwn).join(u'\n'), QString());
    }
};

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
