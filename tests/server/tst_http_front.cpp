// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/event_stream.h"
#include "core/mcp/transport/http_front.h"
#include "core/mcp/transport/listener.h"
#include "raw_http.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <array>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Clients that do not read what they asked for.
class TestHttpFront : public QObject
{
    Q_OBJECT

    static constexpr qsizetype LargeSize = 24 * 1024 * 1024;

    /// A front that serves "/large", "/stream", and "small" anywhere else.
    struct Scene
    {
        QByteArray large = QByteArray(LargeSize, 'x');
        std::shared_ptr<EventStream> stream = std::make_shared<EventStream>(7);
        HttpFront front;
        quint16 port = 0;

        explicit Scene(ConnectionTable::Limits limits = {})
            : front([](const HttpRequest &) { return std::optional<HttpReply>(); },
                    [this](const HttpRequest &request) { return answer(request); }, limits)
        {
            const Listener listener = openListener(u"127.0.0.1"_s, 0);
            port = listener.port;
            if (const QString error = front.serve(listener.fd, listener.secondFd); !error.isEmpty())
                qFatal("%s", qPrintable(error));
        }

        [[nodiscard]] HttpReply answer(const HttpRequest &request) const
        {
            HttpReply reply;
            if (request.path == "/large")
                reply.body = large;
            else if (request.path == "/stream")
                reply.stream = stream;
            else
                reply.body = "small";
            return reply;
        }
    };

    static QByteArray asking(const QByteArray &path) { return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"; }

    /// The answer to a request in a thread of its own: the front answers in this one.
    static RawAnswer answerTo(quint16 port, const QByteArray &path, const QByteArray &body = {})
    {
        RawAnswer answer;
        std::atomic<bool> isDone = false;
        std::thread client([&] {
            RawConnection connection(port);
            answer = body.isEmpty() ? connection.get(path) : connection.post(path, body);
            isDone = true;
        });
        (void)QTest::qWaitFor([&] { return isDone.load(); }, 60'000);
        client.join();
        return answer;
    }

    /// Before all of a large answer has come, of which the test may have read the beginning.
    static bool endsEarly(RawConnection &connection)
    {
        qsizetype received = 0;
        while (received < LargeSize - 1024 * 1024) {
            const std::optional<QByteArray> bytes = connection.receive(20'000);
            if (!bytes || bytes->isEmpty())
                return bytes.has_value();
            received += bytes->size();
        }
        return false;
    }

private slots:
    void whoAsksMuchHoldsUpHimselfAlone()
    {
        std::atomic<int> arrived = 0;
        QList<QByteArray> answered; // whose
        HttpFront front(
            [&arrived](const HttpRequest &) {
                ++arrived;
                return std::optional<HttpReply>();
            },
            [&answered](const HttpRequest &request) {
                answered.append(request.method == "GET" ? QByteArray("get") : request.mcp.sessionId);
                return HttpReply();
            });
        const Listener listener = openListener(u"127.0.0.1"_s, 0);
        QCOMPARE(front.serve(listener.fd, listener.secondFd), QString());
        // This thread answers, and does not do so before all have asked.
        std::vector<RawConnection> clients;
        const auto ask = [&](const QByteArray &method, const QByteArray &session) {
            const int before = arrived;
            clients.emplace_back(listener.port);
            const bool isSent =
                clients.back().send(method + " / HTTP/1.1\r\nHost: localhost\r\nMcp-Session-Id: " + session +
                                    "\r\nContent-Length: 0\r\n\r\n");
            for (int i = 0; i < 20'000 && arrived == before; ++i)
                std::this_thread::sleep_for(1ms);
            return isSent && arrived > before;
        };
        constexpr qsizetype Many = 40;
        for (qsizetype i = 0; i < Many; ++i)
            QVERIFY(ask("POST", "much"));
        QVERIFY(ask("POST", "little"));
        QVERIFY(ask("POST", "less"));
        QVERIFY(ask("GET", "much"));
        QVERIFY(ask("GET", "last")); // when its headers have come all of the others is there
        QTRY_COMPARE(answered.size(), Many + 4);
        QVERIFY2(answered.indexOf("little") < 6 && answered.indexOf("less") < 6 && answered.indexOf("get") < 3,
                 answered.join(' ').constData());
        QCOMPARE(answered.count("much"), Many);
        for (RawConnection &client : clients)
            QCOMPARE(client.answer().status, 200);
    }

    void whatCannotBeAnsweredYetHoldsUpNothingElse()
    {
        bool isReady = false;
        int asked = 0;
        HttpFront front([](const HttpRequest &) { return std::optional<HttpReply>(); },
                        [&](const HttpRequest &request) {
                            HttpReply reply;
                            reply.body = request.path == "/later" ? "later" : "at once";
                            asked += request.path == "/later" ? 1 : 0;
                            return request.path != "/later" || isReady ? std::optional(reply) : std::nullopt;
                        });
        const Listener listener = openListener(u"127.0.0.1"_s, 0);
        QCOMPARE(front.serve(listener.fd, listener.secondFd), QString());
        RawConnection first(listener.port), second(listener.port);
        QVERIFY(first.send(asking("/later")));
        QTRY_COMPARE(asked, 1);
        QVERIFY(second.send("POST /later HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"));
        QTRY_COMPARE(asked, 2);
        QCOMPARE(answerTo(listener.port, "/").body, "at once");
        front.askAgain(); // in vain
        QTRY_COMPARE(asked, 4);
        isReady = true;
        front.askAgain();
        QTRY_COMPARE(asked, 6);
        QCOMPARE(first.answer().body, "later");
        QCOMPARE(second.answer().body, "later");
    }

    void theEndWaitsForNothingThatCannotBeAnsweredYet()
    {
        HttpFront front([](const HttpRequest &) { return std::optional<HttpReply>(); },
                        [](const HttpRequest &) { return std::optional<HttpReply>(); });
        const Listener listener = openListener(u"127.0.0.1"_s, 0);
        QCOMPARE(front.serve(listener.fd, listener.secondFd), QString());
        std::vector<RawConnection> clients;
        for (int i = 0; i < 3; ++i) {
            clients.emplace_back(listener.port);
            QVERIFY(clients.back().send(asking("/")));
        }
        QTest::qWait(50); // some are kept, some may still be on their way: both have to end
        front.close();
        for (RawConnection &client : clients)
            QVERIFY(client.isClosedWithin(20'000));
    }

    void anAnswerThatNobodyReadsIsGivenUpInTime()
    {
        Scene scene({.answer = 200ms});
        RawConnection slow(scene.port);
        QVERIFY(slow.send(asking("/large")));
        QTRY_VERIFY(!scene.large.isDetached());
        // Nobody else holds its bytes any more.
        QTRY_VERIFY_WITH_TIMEOUT(scene.large.isDetached(), 20'000);
        QVERIFY(endsEarly(slow));
    }

    void readersThatTakeNothingDoNotShutOthersOut()
    {
        Scene scene;
        {
            std::vector<RawConnection> slow;
            for (int i = 0; i < 2; ++i) {
                slow.emplace_back(scene.port);
                QVERIFY(slow.back().send(asking("/large")));
            }
            QTRY_VERIFY(!scene.large.isDetached());
            // There is room for two of them, and none for three.
            QTRY_COMPARE_WITH_TIMEOUT(answerTo(scene.port, "/large").status, 503, 20'000);
            QCOMPARE(answerTo(scene.port, "/").status, 200);
            QCOMPARE(answerTo(scene.port, "/", "body").body, QByteArray("small"));
        }
        // They have gone, and what they held with them.
        QTRY_COMPARE_WITH_TIMEOUT(answerTo(scene.port, "/large").status, 200, 20'000);
    }

    void whoStandsStillGivesWayToAnotherLargeAnswer()
    {
        Scene scene({.standstill = 300ms});
        std::vector<RawConnection> slow;
        for (int i = 0; i < 2; ++i) {
            slow.emplace_back(scene.port);
            QVERIFY(slow.back().send(asking("/large")));
            QTRY_VERIFY(slow.back().receive(0).has_value());
        }
        QTRY_COMPARE_WITH_TIMEOUT(answerTo(scene.port, "/large").body.size(), LargeSize, 20'000);
        // Long before its own time is over; and one is enough.
        QCOMPARE(std::count_if(slow.begin(), slow.end(), endsEarly), 1);
    }

    void whoReadsSlowlyDoesNotGiveWay()
    {
        Scene scene({.standstill = 500ms});
        std::atomic<bool> isOver = false;
        std::atomic<int> reading = 0;
        std::vector<std::thread> readers;
        std::array<bool, 2> wereCut = {};
        for (bool &wasCut : wereCut) {
            readers.emplace_back([&] {
                RawConnection connection(scene.port);
                (void)connection.send(asking("/large"));
                while (!isOver) {
                    const std::optional<QByteArray> bytes = connection.receive(5'000);
                    wasCut = !bytes || bytes->isEmpty();
                    ++reading;
                    std::this_thread::sleep_for(wasCut ? 1s : 20ms);
                }
            });
        }
        QTRY_VERIFY_WITH_TIMEOUT(reading > 10, 20'000);
        QElapsedTimer watched;
        watched.start();
        while (watched.elapsed() < 1'500)
            QCOMPARE(answerTo(scene.port, "/large").status, 503);
        isOver = true;
        for (std::thread &reader : readers)
            reader.join();
        QVERIFY(!wereCut[0]);
        QVERIFY(!wereCut[1]);
    }

    void aStreamThatNobodyReadsIsCutAndItsMemoryBounded()
    {
        Scene scene;
        QSignalSpy gone(&scene.front, &HttpFront::streamGone);
        RawConnection slow(scene.port);
        QVERIFY(slow.send(asking("/stream")));
        const QByteArray event(64 * 1024, 'x');
        // The system takes some megabytes on its way, then the queue fills.
        int pushed = 0;
        const auto isRefused = [&] { return !scene.stream->push(event) || ++pushed > 10'000; };
        QTRY_VERIFY_WITH_TIMEOUT(isRefused(), 60'000);
        QVERIFY(pushed <= 10'000);
        scene.front.cutStream(scene.stream->id());
        QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, 20'000);
        QCOMPARE(gone.first().first().toULongLong(), scene.stream->id());
        QCOMPARE(answerTo(scene.port, "/").status, 200);
    }
};

QTEST_GUILESS_MAIN(TestHttpFront)
#include "tst_http_front.moc"
