// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/health/health_probe.h"
#include "tests/support/probes.h"
#include "tests/support/test_help.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// One fake_backend that only answers /health.
class FakeServer
{
public:
    explicit FakeServer(const QStringList &arguments)
        : port(freePort())
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(SKILLS_FAKE_BACKEND),
                        QStringList{u"--quiet"_s, u"--port"_s, QString::number(port)} + arguments);
    }
    ~FakeServer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] bool isUp() const
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        return socket.waitForConnected(1000);
    }

    const quint16 port;

private:
    QProcess m_process;
};

// Established connections to that port, as the kernel sees them (state 01), from either side.
static int connectionsTo(quint16 port)
{
    QFile file(u"/proc/net/tcp"_s);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray remote = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0') + " 01 ";
    return int(file.readAll().count(remote));
}

/// Asking /health: every question ends in time, whatever the server does, and holds no connection afterwards.
class TestHealthProbe : public QObject
{
    Q_OBJECT

private slots:
    void everyQuestionEndsInTimeWithItsReason_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("reason");
        QTest::newRow("H02 never answers") << u"hang"_s << u"timed out"_s;
        QTest::newRow("H03 slow headers") << u"slow-headers"_s << u"timed out"_s;
        QTest::newRow("H04 slow body") << u"slow-body"_s << u"timed out"_s;
        QTest::newRow("H05 1 GB body") << u"huge-body"_s << u"malformed: the answer is larger than 64 KiB"_s;
        QTest::newRow("H08 endless 100 Continue") << u"endless-100"_s << u"malformed"_s;
        QTest::newRow("H07 100 MB of headers") << u"huge-headers"_s << u"malformed"_s;
        QTest::newRow("H09 garbage") << u"garbage"_s << u"malformed"_s;
        QTest::newRow("H09 HTTP/0.9") << u"http09"_s << u"malformed"_s;
        QTest::newRow("H10 truncated") << u"truncated"_s << u"malformed: the answer ends too early"_s;
        QTest::newRow("H10 bad chunk") << u"bad-chunk"_s << u"malformed"_s;
        QTest::newRow("H11 deep") << u"deep"_s << u"malformed"_s;
        QTest::newRow("H16 401") << u"status=401"_s << u"status 401"_s;
        QTest::newRow("H16 407") << u"status=407"_s << u"status 407"_s;
        QTest::newRow("H17 503") << u"status=503"_s << u"status 503"_s;
        QTest::newRow("reset") << u"reset"_s << QString();
        QTest::newRow("H11 null") << u"null"_s << u"malformed"_s;
    }
    void everyQuestionEndsInTimeWithItsReason()
    {
        QFETCH(QString, mode);
        QFETCH(QString, reason);
        const FakeServer server({u"--health="_s + mode});
        QTRY_VERIFY(server.isUp());
        HealthProbe probe(2500);
        probe.setIntervalMs(60'000);
        QSignalSpy answered(&probe, &HealthProbe::answered);
        QSignalSpy failed(&probe, &HealthProbe::failed);
        const RssProbe memory;
        QElapsedTimer clock;
        qint64 took = 0;
        connect(&probe, &HealthProbe::failed, this, [&] { took = clock.elapsed(); });
        clock.start();
        probe.begin(u"127.0.0.1"_s, server.port);
        QTRY_COMPARE(failed.size(), 1);
        const QString told = failed.first().first().toString();
        qInfo("%s after %lld ms, %lld KiB", qPrintable(told), took, memory.grownBytes() / 1024);
        QVERIFY(took <= 2600);
        if (mode == "huge-body"_L1) // ended by its size, not by the clock
            QVERIFY(took <= withRoom(100));
        QVERIFY2(told.startsWith(reason), qPrintable(told));
        QCOMPARE(answered.size(), 0);
        QVERIFY(memory.grownBytes() < 8 * 1024 * 1024);
        QTRY_COMPARE(connectionsTo(server.port), 0);
    }

    void refusedIsSaidAtOnceAndAskedAgain()
    {
        HealthProbe probe(2500);
        probe.setIntervalMs(20);
        QSignalSpy failed(&probe, &HealthProbe::failed);
        probe.begin(u"127.0.0.1"_s, freePort());
        QTRY_VERIFY(failed.size() >= 5);
        QCOMPARE(failed.first().first().toString(), u"refused"_s);
        probe.end();
        const qsizetype before = failed.size();
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(clock.elapsed() > 200);
        QCOMPARE(failed.size(), before);
    }

    // H15
    void aRedirectIsNotFollowed_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("toItself");
        for (const int status : {301, 302, 307, 308})
            QTest::addRow("H15 %d", status) << status << false;
        QTest::newRow("H15 loop") << 302 << true;
    }
    void aRedirectIsNotFollowed()
    {
        QFETCH(int, status);
        QFETCH(bool, toItself);
        QTcpServer sentinel;
        QVERIFY(sentinel.listen(QHostAddress::LocalHost));
        QSignalSpy hits(&sentinel, &QTcpServer::newConnection);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        int asked = 0;
        const quint16 target = toItself ? server.serverPort() : sentinel.serverPort();
        const QByteArray answer = "HTTP/1.1 " + QByteArray::number(status) +
                                  " Moved\r\nlocation: http://127.0.0.1:" + QByteArray::number(target) +
                                  "/health\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        connect(&server, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [&asked, answer, socket] {
                ++asked;
                socket->write(answer);
                socket->disconnectFromHost();
            });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
        HealthProbe probe(2500);
        probe.setIntervalMs(50);
        QSignalSpy failed(&probe, &HealthProbe::failed);
        probe.begin(u"127.0.0.1"_s, server.serverPort());
        QTRY_VERIFY(failed.size() >= 5);
        probe.end();
        QCOMPARE(failed.first().first().toString(), u"status %1"_s.arg(status));
        QCOMPARE(hits.size(), 0);
        QVERIFY(asked <= failed.size() + 1); // each question once, a loop too
    }

    // H27
    void proxiesOfTheEnvironmentAreNotUsed()
    {
        QTcpServer sink;
        QVERIFY(sink.listen(QHostAddress::LocalHost));
        QSignalSpy hits(&sink, &QTcpServer::newConnection);
        const QByteArray proxy = "http://127.0.0.1:" + QByteArray::number(sink.serverPort());
        for (const char *name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"})
            qputenv(name, proxy);
        const FakeServer server({});
        QTRY_VERIFY(server.isUp());
        HealthProbe probe(2500);
        probe.setIntervalMs(50);
        QSignalSpy answered(&probe, &HealthProbe::answered);
        probe.begin(u"127.0.0.1"_s, server.port);
        QTRY_VERIFY(answered.size() >= 5);
        for (const char *name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"})
            qunsetenv(name);
        QCOMPARE(hits.size(), 0);
    }

    // H28 H16
    void everyQuestionHasAConnectionOfItsOwnAndNoCredentials()
    {
        QTemporaryDir directory;
        const QString log = directory.filePath(u"requests"_s);
        const FakeServer server({u"--health=ignore-second"_s, u"--request-log="_s + log});
        QTRY_VERIFY(server.isUp());
        HealthProbe probe(2500);
        probe.setIntervalMs(50);
        QSignalSpy answered(&probe, &HealthProbe::answered);
        QSignalSpy failed(&probe, &HealthProbe::failed);
        probe.begin(u"localhost"_s, server.port);
        QTRY_VERIFY(answered.size() >= 10);
        QCOMPARE(failed.size(), 0);
        probe.end();
        QTRY_COMPARE(connectionsTo(server.port), 0);

        QFile file(log);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray requests = file.readAll();
        QVERIFY(requests.count("GET /health HTTP/1.1") >= 10);
        QCOMPARE(requests.count(".2\n"), 0); // never a second request on one connection
        QVERIFY(requests.contains("Host: 127.0.0.1:" + QByteArray::number(server.port)));
        QVERIFY(requests.contains("User-Agent: skills-tray/"));
        QVERIFY(!requests.contains("Authorization"));
        QVERIFY(!requests.contains("Cookie"));
        QVERIFY(!requests.contains("Upgrade"));
    }

    void noConnectionIsHeldBetweenQuestions()
    {
        const FakeServer server({});
        QTRY_VERIFY(server.isUp());
        HealthProbe probe(2500);
        probe.setIntervalMs(2000);
        QSignalSpy answered(&probe, &HealthProbe::answered);
        probe.begin(u"127.0.0.1"_s, server.port);
        for (int i = 1; i <= 2; ++i) {
            QTRY_COMPARE(answered.size(), i);
            QElapsedTimer clock;
            clock.start();
            QTRY_COMPARE(connectionsTo(server.port), 0);
            QVERIFY(clock.elapsed() < 1600); // before the next question
        }
    }

    // H02 H05
    void aBadServerDoesNotHoldUpTheEventLoop()
    {
        const FakeServer hanging({u"--health=hang"_s});
        const FakeServer huge({u"--health=huge-body"_s});
        QTRY_VERIFY(hanging.isUp() && huge.isUp());
        HealthProbe first(500);
        HealthProbe second(500);
        QSignalSpy failedFirst(&first, &HealthProbe::failed);
        QSignalSpy failedSecond(&second, &HealthProbe::failed);
        first.setIntervalMs(20);
        second.setIntervalMs(20);
        LatencyProbe latency;
        latency.start();
        first.begin(u"127.0.0.1"_s, hanging.port);
        second.begin(u"127.0.0.1"_s, huge.port);
        QTRY_VERIFY(failedFirst.size() >= 4 && failedSecond.size() >= 10);
        latency.stop();
        qInfo("%s", latency.describe().constData());
        QVERIFY(latency.p99() < 50 * 4);
    }

    // H25
    void anAnswerOfAnOlderGenerationIsDropped()
    {
        const FakeServer slow({u"--health-delay=400"_s, u"--skills=1"_s});
        const FakeServer quick({u"--skills=2"_s});
        QTRY_VERIFY(slow.isUp() && quick.isUp());
        HealthProbe probe(2500);
        probe.setIntervalMs(100);
        QList<int> counts;
        connect(&probe, &HealthProbe::answered, this,
                [&](const HealthReport &report) { counts.append(report.skillsLoaded); });
        probe.begin(u"127.0.0.1"_s, slow.port);
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(clock.elapsed() > 100); // the question is on its way
        probe.begin(u"127.0.0.1"_s, quick.port);
        QTRY_VERIFY(counts.size() >= 8);
        QVERIFY(clock.elapsed() > 600);
        QVERIFY(!counts.contains(1));
    }

    void oneQuestionAtATime()
    {
        QTcpServer server; // accepts and says nothing
        QVERIFY(server.listen(QHostAddress::LocalHost));
        int open = 0;
        int most = 0;
        connect(&server, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            most = std::max(most, ++open);
            connect(socket, &QTcpSocket::disconnected, this, [&open, socket] {
                --open;
                socket->deleteLater();
            });
        });
        HealthProbe probe(300);
        probe.setIntervalMs(10);
        QSignalSpy failed(&probe, &HealthProbe::failed);
        probe.begin(u"127.0.0.1"_s, server.serverPort());
        QTRY_VERIFY(failed.size() >= 4);
        probe.end();
        QTRY_COMPARE(open, 0);
        QCOMPARE(most, 1);
    }

    void namesAndWildcardsBecomeLiterals_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("asked");
        QTest::newRow("localhost") << u"localhost"_s << u"127.0.0.1"_s;
        QTest::newRow("any IPv4") << u"0.0.0.0"_s << u"127.0.0.1"_s;
        QTest::newRow("any IPv6") << u"::"_s << u"::1"_s;
        QTest::newRow("literal") << u"127.0.0.2"_s << u"127.0.0.2"_s;
    }
    void namesAndWildcardsBecomeLiterals()
    {
        QFETCH(QString, host);
        QTEST(probeHost(host), "asked");
    }
};

QTEST_GUILESS_MAIN(TestHealthProbe)
#include "tst_health_probe.moc"
