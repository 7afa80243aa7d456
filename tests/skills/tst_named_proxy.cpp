// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/download/named_proxy.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;

/// The proxy that the environment names is used, or it is said why not (cases D11).
class TestNamedProxy : public QObject
{
    Q_OBJECT

private slots:
    void theEnvironmentIsReadAsCurlDoes_data()
    {
        QTest::addColumn<QStringList>("variables");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("expected"); // TYPE USER:PASSWORD@HOST:PORT, or empty
        const QString site = u"https://api.example.org/x"_s;
        const auto row = [](const char *name, const QStringList &variables, const QString &url, const char *expected) {
            QTest::newRow(name) << variables << url << QString::fromLatin1(expected);
        };
        row("none", {}, site, "");
        row("https", {u"https_proxy=http://p:3128"_s}, site, "http :@p:3128");
        row("capitals", {u"HTTPS_PROXY=http://p:3128"_s}, site, "http :@p:3128");
        row("of another scheme", {u"http_proxy=http://p:3128"_s}, site, "");
        row("http", {u"http_proxy=http://p:3128"_s}, u"http://example.org/"_s, "http :@p:3128");
        row("of a web server's request", {u"HTTP_PROXY=http://p:3128"_s}, u"http://example.org/"_s, "");
        row("for all", {u"all_proxy=http://p:3128"_s}, site, "http :@p:3128");
        row("for all, capitals", {u"ALL_PROXY=socks5://p:1080"_s}, site, "socks5 :@p:1080");
        row("its own goes first", {u"all_proxy=http://q:1"_s, u"https_proxy=http://p:3128"_s}, site, "http :@p:3128");
        row("without a scheme", {u"https_proxy=p:3128"_s}, site, "http :@p:3128");
        row("without scheme and port", {u"https_proxy=p"_s}, site, "http :@p:1080");
        row("name and password", {u"https_proxy=http://a%40b:c%3Ad@p:3128"_s}, site, "http a@b:c:d@p:3128");
        row("it looks names up", {u"https_proxy=socks5h://p:1080"_s}, site, "socks5h :@p:1080");
        row("this machine", {u"all_proxy=http://p:3128"_s}, u"http://127.0.0.1:8080/"_s, "none");
        row("this machine by name", {u"all_proxy=http://p:3128"_s}, u"http://localhost:8080/"_s, "none");
        row("exempt", {u"https_proxy=http://p:3128"_s, u"no_proxy=a.org, .example.org"_s}, site, "none");
        row("exempt below it", {u"https_proxy=http://p:3128"_s, u"NO_PROXY=example.org:443"_s}, site, "none");
        row("all exempt", {u"https_proxy=http://p:3128"_s, u"no_proxy=*"_s}, site, "none");
        row("not exempt", {u"https_proxy=http://p:3128"_s, u"no_proxy=ample.org"_s}, site, "http :@p:3128");
    }
    void theEnvironmentIsReadAsCurlDoes()
    {
        QFETCH(QStringList, variables);
        QFETCH(QString, url);
        QFETCH(QString, expected);
        QProcessEnvironment environment;
        for (const QString &variable : variables)
            environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
        const NamedProxy named = namedProxy(QUrl(url), environment);
        QCOMPARE(named.fault, QString());
        QString found;
        if (named.proxy && named.proxy->type() == QNetworkProxy::NoProxy) {
            found = u"none"_s;
        } else if (named.proxy) {
            const bool looksUp = named.proxy->capabilities() & QNetworkProxy::HostNameLookupCapability;
            const QString type = named.proxy->type() == QNetworkProxy::HttpProxy ? u"http"_s
                                 : looksUp                                       ? u"socks5h"_s
                                                                                 : u"socks5"_s;
            found = u"%1 %2:%3@%4:%5"_s.arg(type, named.proxy->user(), named.proxy->password(), named.proxy->hostName(),
                                            QString::number(named.proxy->port()));
        }
        QCOMPARE(found, expected);
    }

    void whatCannotBeUsedIsSaidWithoutItsPassword_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("told");
        QTest::newRow("encrypted way to the proxy") << u"https://user:canary@p:3128"_s << u"https:// is none of"_s;
        QTest::newRow("older SOCKS") << u"socks4://user:canary@p:1080"_s << u"socks4:// is none of"_s;
        QTest::newRow("no host") << u"http://user:canary@:3128"_s << u"cannot be read"_s;
    }
    void whatCannotBeUsedIsSaidWithoutItsPassword()
    {
        QFETCH(QString, value);
        QFETCH(QString, told);
        QProcessEnvironment environment;
        environment.insert(u"https_proxy"_s, value);
        const NamedProxy named = namedProxy(QUrl(u"https://example.org/"_s), environment);
        QVERIFY(!named.proxy);
        QVERIFY2(named.fault.contains(told) && named.fault.contains(u"https_proxy"_s), qPrintable(named.fault));
        QVERIFY(!named.fault.contains(u"canary"_s));
    }

    void aQuestionGoesThroughIt()
    {
        QTcpServer proxy;
        QVERIFY(proxy.listen(QHostAddress::LocalHost));
        qputenv("all_proxy", "127.0.0.1:" + QByteArray::number(proxy.serverPort()));
        QNetworkAccessManager network;
        network.setProxyFactory(new NamedProxyFactory);
        QNetworkReply *reply = network.get(QNetworkRequest(QUrl(u"https://nowhere.invalid/x"_s)));
        QTRY_VERIFY(proxy.hasPendingConnections());
        QTcpSocket *asked = proxy.nextPendingConnection();
        QTRY_VERIFY(asked->bytesAvailable() > 0);
        QCOMPARE(asked->readLine(), QByteArray("CONNECT nowhere.invalid:443 HTTP/1.1\r\n"));
        reply->abort();
        qunsetenv("all_proxy");
    }
};

QTEST_GUILESS_MAIN(TestNamedProxy)
#include "tst_named_proxy.moc"
