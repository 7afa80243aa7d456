// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/own_host.h"

#include <QTest>

using namespace Qt::StringLiterals;

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
        row("localhost.", true, true);
        row("localhost.:8765", true, true);
        row("app.localhost:3000", true, true);
        row("127.0.0.2:8765", true, true);
        row("127.1", true, true);
        row("0.0.0.0:8765", true, true);
        row("[::ffff:127.0.0.1]:8765", true, true);
        row("host.docker.internal:8765", true, true);
        row("host.containers.internal", true, true);
        row("gateway.docker.internal", true, true);
        row("ip6-localhost", true, true);
        row("192.168.1.5:8765", false, true);
        row("other.docker.internal", false, false);
        row("evillocalhost", false, false);
        row(".", false, false);
        row("localhost..", false, false);
        row("::1", false, false);
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
        // Behind the address of another machine are pages that are none of ours, wherever we listen.
        QCOMPARE(wildcard.allowsOrigin("http://" + header), onLoopback);
        QVERIFY(!loopback.allowsOrigin(header));
    }

    void aProgramIsNoPage_data()
    {
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char *origin, bool allowed) {
            QTest::newRow(origin) << QByteArray(origin) << allowed;
        };
        for (const char *origin : {"app://obsidian.md", "app://localhost", "tauri://localhost",
                                   "http://tauri.localhost", "vscode-webview://0123abc", "vscode-file://vscode-app",
                                   "chrome-extension://abcdefghijklmnopabcdefghijklmnop", "moz-extension://0-1-2-3",
                                   "capacitor://localhost", "VSCODE-WEBVIEW://0"})
            row(origin, true);
        for (const char *origin : {"null", "file://", "file:///etc/passwd", "ftp://localhost", "ipfs://localhost",
                                   "data:text/html,x", "blob:http://localhost/1", "app:", "://", "app",
                                   "xapp://localhost", "http://localhost@example.com", "http://127.0.0.1.example.com"})
            row(origin, false);
    }
    void aProgramIsNoPage()
    {
        QFETCH(QByteArray, origin);
        QFETCH(bool, allowed);
        QCOMPARE(OwnHost("127.0.0.1", true).allowsOrigin(origin), allowed);
        QCOMPARE(OwnHost("0.0.0.0", false).allowsOrigin(origin), allowed);
    }

    void whatSomebodyAllowedIsAllowed()
    {
        const AllowedNames names{.hosts = {u"Box.Example"_s, u"2001:db8::1"_s},
                                 .origins = {u"https://App.example:8443"_s, u"ipfs://"_s, u"null"_s}};
        const OwnHost host("127.0.0.1", true, names);
        QVERIFY(host.allowsHost("box.example:8765"));
        QVERIFY(host.allowsHost("[2001:db8::1]:8765"));
        QVERIFY(!host.allowsHost("sub.box.example"));
        QVERIFY(host.allowsOrigin("https://app.example:8443"));
        QVERIFY(!host.allowsOrigin("https://app.example"));
        QVERIFY(!host.allowsOrigin("http://app.example:8443"));
        QVERIFY(host.allowsOrigin("ipfs://bafy"));
        QVERIFY(host.allowsOrigin("null"));
        // Its own page may use what it is the name of.
        QVERIFY(host.allowsOrigin("http://box.example"));
        QVERIFY(!host.allowsOrigin(""));
    }

    void namesAreChecked()
    {
        for (const char *good : {"box", "box.example", "10.0.0.1", "[::1]", "2001:db8::1"})
            QVERIFY2(OwnHost::isHost(QString::fromLatin1(good)), good);
        for (const char *bad : {"", "box:8765", "http://box", "a b", "box/x", "user@box", "[::1"})
            QVERIFY2(!OwnHost::isHost(QString::fromLatin1(bad)), bad);
        for (const char *good : {"null", "https://a.example", "http://a:1", "app://", "vscode-webview://x"})
            QVERIFY2(OwnHost::isOrigin(QString::fromLatin1(good)), good);
        for (const char *bad : {"", "a.example", "https://a/x", "https:// a", "://a"})
            QVERIFY2(!OwnHost::isOrigin(QString::fromLatin1(bad)), bad);
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
