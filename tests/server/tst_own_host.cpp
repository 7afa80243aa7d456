// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/own_host.h"

#include <QTest>

class TestOwnHost : public QObject
{
    Q_OBJECT

private slots:
    void onlyOurOwnNamesAreServed_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("onLoopback");
        QTest::addColumn<bool>("everywhere");
        const auto row = [](const char *header, bool onLoopback, bool everywhere) {
            QTest::newRow(header) << QByteArray(header) << onLoopback << everywhere;
        };
        row("127.0.0.1", true, true);
        row("127.0.0.1:8765", true, true);
        row("LocalHost:9000", true, true);
        row("[::1]:8765", true, true);
        row("192.168.1.5:8765", false, true);
        row("[2001:db8::1]", false, true);
        row("evil.example", false, false);
        row("localhost.evil.example:8765", false, false);
        row("127.0.0.1.evil.example", false, false);
        row("localhost@evil.example", false, false);
        row("localhost:8765:1", false, false);
        row("localhost:", false, false);
        row("localhost:70000", false, false);
        row("[::1", false, false);
        row(" localhost", false, false);
        row(":8765", false, false);
    }

    void onlyOurOwnNamesAreServed()
    {
        QFETCH(QByteArray, header);
        QFETCH(bool, onLoopback);
        QFETCH(bool, everywhere);
        const OwnHost loopback("127.0.0.1", true), wildcard("0.0.0.0", false);
        QCOMPARE(loopback.allowsHost(header), onLoopback);
        QCOMPARE(wildcard.allowsHost(header), everywhere);
        QCOMPARE(loopback.allowsOrigin("http://" + header), onLoopback);
        QCOMPARE(loopback.allowsOrigin("https://" + header), onLoopback);
        QVERIFY(!loopback.allowsOrigin(header));
    }

    void anOriginWithoutANameIsNobody()
    {
        const OwnHost host("127.0.0.1", true);
        QVERIFY(!host.allowsOrigin("null"));
        QVERIFY(!host.allowsOrigin(""));
        QVERIFY(!host.allowsOrigin("file://localhost"));
        QVERIFY(!host.allowsHost(""));
    }

    void theNameWeWereToldToListenOnIsOurs()
    {
        const OwnHost host("box.lan", false);
        QVERIFY(host.allowsHost("Box.LAN:8765"));
        QVERIFY(!host.allowsHost("other.lan"));
    }
};

QTEST_APPLESS_MAIN(TestOwnHost)
#include "tst_own_host.moc"
