// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "server_run.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

class TestBackendOptions : public QObject
{
    Q_OBJECT

private slots:
    void aBadOptionIsNamedInOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("unknown") << QStringList{u"--bogus"_s} << QByteArray("bogus");
        QTest::newRow("no value") << QStringList{u"--port"_s} << QByteArray("port");
        QTest::newRow("port in words") << QStringList{u"--port"_s, u"many"_s} << QByteArray("--port");
        QTest::newRow("port too large") << QStringList{u"--port"_s, u"65536"_s} << QByteArray("--port");
        QTest::newRow("negative port") << QStringList{u"--port=-1"_s} << QByteArray("--port");
        QTest::newRow("argument") << QStringList{u"8765"_s} << QByteArray("8765");
        QTest::newRow("no address") << QStringList{u"--port"_s, u"0"_s, u"--host"_s, u"203.0.113.7"_s}
                                    << QByteArray("203.0.113.7");
        QTest::newRow("stdio and port") << QStringList{u"--stdio"_s, u"--port"_s, u"9000"_s} << QByteArray("--stdio");
        QTest::newRow("host with a port")
            << QStringList{u"--allowed-host"_s, u"box:80"_s} << QByteArray("--allowed-host");
        QTest::newRow("origin without a scheme")
            << QStringList{u"--allowed-origin"_s, u"box"_s} << QByteArray("--allowed-origin");
        QTest::newRow("missing config") << QStringList{u"--config"_s, u"/nowhere/s.json"_s}
                                        << QByteArray("/nowhere/s.json");
        QTest::newRow("config is a folder") << QStringList{u"--config"_s, u"/"_s} << QByteArray("/");
    }

    void aBadOptionIsNamedInOneLine()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, named);
        ServerRun server;
        server.launch(arguments);
        QCOMPARE(server.exitStatus(), 2);
        QVERIFY2(server.log.contains(named), server.log.constData());
        // A first start may have told about the config that it wrote.
        const QByteArray last = server.log.trimmed().split('\n').last();
        QVERIFY2(last.contains(named), last.constData());
        QVERIFY(!server.log.contains("Serving"));
    }

    void aBadConfigIsNeverReplacedByTheDefaults_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("not JSON") << QByteArray("{\"skill_sources\": [");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("wrong type") << QByteArray(R"({"default_top_k": "three"})");
        QTest::newRow("unknown source") << QByteArray(R"({"skill_sources": [{"type": "ftp"}]})");
        QTest::newRow("empty") << QByteArray();
    }

    void aBadConfigIsNeverReplacedByTheDefaults()
    {
        QFETCH(QByteArray, text);
        ServerRun server;
        const QString name = server.file(u"bad.json"_s);
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        server.launch({u"--port"_s, u"0"_s, u"--config"_s, name});
        QCOMPARE(server.exitStatus(), 2);
        QCOMPARE(server.log.trimmed().count('\n'), 0);
        QVERIFY2(server.log.contains("bad.json"), server.log.constData());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), text);
    }

    void printsWhatItIsAskedFor()
    {
        ServerRun version;
        version.launch({u"--version"_s});
        QCOMPARE(version.exitStatus(), 0);
        QVERIFY2(version.out.startsWith("skills-backend "), version.out.constData());

        ServerRun help;
        help.launch({u"--help"_s});
        QCOMPARE(help.exitStatus(), 0);
        for (const char *option : {"--host", "--port", "--config", "--example-config", "--verbose", "--version",
                                   "--stdio", "--allowed-host", "--allowed-origin", "--no-activity", "--help"})
            QVERIFY2(help.out.contains(option), option);
        for (const QByteArray &line : help.out.split('\n'))
            QVERIFY2(QString::fromUtf8(line).size() <= 80, line.constData());

        ServerRun example;
        example.launch({u"--example-config"_s});
        QCOMPARE(example.exitStatus(), 0);
        const QJsonObject config = QJsonDocument::fromJson(example.out).object();
        QVERIFY(!config.value(u"skill_sources"_s).toArray().isEmpty());
        QVERIFY(example.log.isEmpty());
    }

    void aTakenPortEndsItAtOnce()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        ServerRun server;
        server.writeConfig();
        QElapsedTimer clock;
        clock.start();
        server.launch({u"--port"_s, QString::number(other.serverPort()), u"--config"_s, server.file(u"skills.json"_s)});
        QCOMPARE(server.exitStatus(), 3);
        qInfo("exit after %lld ms", clock.elapsed());
        QVERIFY(double(clock.elapsed()) < 500 * room());
        QCOMPARE(server.log.trimmed().count('\n'), 0);
        QVERIFY2(server.log.contains(QByteArray::number(other.serverPort())), server.log.constData());
        QVERIFY2(server.log.contains("already in use"), server.log.constData());
    }

    void theFirstStartWritesTheDefaultSources()
    {
        ServerRun server;
        server.launch({u"--port"_s, u"0"_s});
        QTRY_VERIFY_WITH_TIMEOUT(server.log.contains("Serving at"), 10'000);
        QFile file(server.usualConfig());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray written = file.readAll();
        QVERIFY(written.contains("~/.claude/skills"));
        QVERIFY(written.contains("anthropics/skills"));
        QCOMPARE(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        server.terminate();
        QCOMPARE(server.exitStatus(), 0);
    }

    void logLinesHaveOneShape()
    {
        ServerRun server;
        server.writeSkills(3);
        QVERIFY(server.start());
        server.terminate();
        QCOMPARE(server.exitStatus(), 0);
        static const QRegularExpression shape(
            u"^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} - skills - (DEBUG|INFO|WARNING|ERROR) - .+$"_s);
        for (const QByteArray &line : server.log.trimmed().split('\n'))
            QVERIFY2(shape.match(QString::fromUtf8(line)).hasMatch(), line.constData());
        QVERIFY(server.out.isEmpty());
    }

    void warnsWhenOtherMachinesCanReachIt()
    {
        ServerRun server;
        QVERIFY(server.start({u"--host"_s, u"0.0.0.0"_s}));
        QVERIFY2(server.log.contains(" - WARNING - Other machines"), server.log.constData());
    }
};

QTEST_GUILESS_MAIN(TestBackendOptions)
#include "tst_backend_options.moc"
