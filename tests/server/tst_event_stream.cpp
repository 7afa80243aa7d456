// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/event_stream.h"

#include <QTest>

class TestEventStream : public QObject
{
    Q_OBJECT

private slots:
    void whatWasPushedComesOutInOrder()
    {
        EventStream stream(1);
        QVERIFY(stream.push("abc"));
        QVERIFY(stream.push("defgh"));
        char buffer[4];
        QCOMPARE(stream.read(nullptr, buffer, sizeof buffer), 4);
        QCOMPARE(QByteArray(buffer, 4), QByteArray("abcd"));
        QCOMPARE(stream.read(nullptr, buffer, sizeof buffer), 4);
        QCOMPARE(QByteArray(buffer, 4), QByteArray("efgh"));
        QVERIFY(stream.isEmpty());
    }

    void aSlowReaderBreaksItsStream()
    {
        EventStream stream(1);
        const QByteArray event(64 * 1024, 'x');
        qsizetype accepted = 0;
        while (stream.push(event)) {
            accepted += event.size();
            QVERIFY(accepted <= EventStream::MaximumBytes);
        }
        QCOMPARE(accepted, EventStream::MaximumBytes);
        char buffer[16];
        QVERIFY(stream.isEmpty());
        QVERIFY(stream.read(nullptr, buffer, sizeof buffer) < 0);
        QVERIFY(!stream.push("more"));
    }

    void anEndedStreamStillSendsWhatItHas()
    {
        EventStream stream(1);
        QVERIFY(stream.push("last"));
        stream.end();
        char buffer[16];
        QCOMPARE(stream.read(nullptr, buffer, sizeof buffer), 4);
        QVERIFY(stream.read(nullptr, buffer, sizeof buffer) < 0);
    }
};

QTEST_APPLESS_MAIN(TestEventStream)
#include "tst_event_stream.moc"
