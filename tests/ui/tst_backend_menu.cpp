// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "sample_statuses.h"

#include "ui/tray/backend_menu.h"
#include "ui/clients/client_snippets.h"
#include "ui/shared/plain_text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

static const QString Url = QStringLiteral("http://127.0.0.1:8765/mcp");

/// All texts but the header's, which is the one that may change.
static QStringList structureOf(const QMenu &menu)
{
    QStringList rows;
    for (const QAction *action : menu.actions()) {
        if (action->isSeparator())
            rows << QStringLiteral("---");
        else if (action->objectName() == QLatin1String("header"))
            rows << QStringLiteral("(header)");
        else
            rows << QString(action->text()).remove(u'&') + (action->isCheckable() ? QStringLiteral(" [ ]") : QString());
        if (action->menu())
            rows << structureOf(*action->menu());
        if (!action->isVisible())
            rows << QStringLiteral("hidden!");
    }
    return rows;
}

static QAction *item(const BackendMenu &menu, const char *name)
{
    return menu.findChild<QAction *>(QLatin1String(name));
}

class BackendMenuTest : public QObject
{
    Q_OBJECT
private slots:
    void itsStructureIsTheSameInEveryState()
    {
        const QStringList wanted{QStringLiteral("(header)"),
                                 QStringLiteral("---"),
                                 QStringLiteral("Show log"),
                                 QStringLiteral("---"),
                                 QStringLiteral("Start backend"),
                                 QStringLiteral("Stop backend"),
                                 QStringLiteral("Restart backend"),
                                 QStringLiteral("---"),
                                 QStringLiteral("Connect a client"),
                                 QStringLiteral("Claude Code"),
                                 QStringLiteral("Cursor"),
                                 QStringLiteral("VS Code"),
                                 QStringLiteral("---"),
                                 QStringLiteral("Copy address"),
                                 QStringLiteral("Start at login [ ]"),
                                 QStringLiteral("Settings…"),
                                 QStringLiteral("---"),
                                 QStringLiteral("Quit and stop the backend")};
        BackendMenu menu;
        QCOMPARE(structureOf(menu), wanted);
        const QList<SampleStatus> samples = sampleStatuses();
        for (const SampleStatus &sample : samples) {
            menu.setStatus(sample.status);
            QCOMPARE(structureOf(menu), wanted);
            QCOMPARE(item(menu, "header")->text(), sample.status.message);
            QVERIFY(!item(menu, "header")->icon().isNull());
        }
    }

    void onlyWhatMakesSenseIsEnabled_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("enabled");
        const auto add = [](const char *name, const char *enabled) {
            QTest::newRow(name) << QByteArray(name) << QByteArray(enabled);
        };
        add("stopped", "start");
        add("starting", "stop");
        add("loading", "stop");
        add("ready", "stop restart");
        add("warning", "stop restart");
        add("unresponsive", "stop restart");
        add("stopping", "");
        add("backoff", "start stop");
        add("port-in-use", "start stop");
        add("needs-download", "start");
        add("not-found", "start");
        add("watching", "");
    }

    void onlyWhatMakesSenseIsEnabled()
    {
        QFETCH(QByteArray, name);
        BackendMenu menu;
        menu.setStatus(sampleStatus(name.constData()));
        QByteArrayList enabled;
        for (const char *each : {"start", "stop", "restart"}) {
            if (item(menu, each)->isEnabled())
                enabled << each;
        }
        QTEST(enabled.join(' '), "enabled");
        QVERIFY(item(menu, "quit")->isEnabled());
        QVERIFY(item(menu, "show")->isEnabled());
    }

    void theHeaderStandsStillWhileTheMenuIsOpen()
    {
        BackendMenu menu;
        menu.setStatus(sampleStatus("loading"));
        const QString before = item(menu, "header")->text();
        menu.popup(QPoint(0, 0));
        QTRY_VERIFY(menu.isVisible());
        menu.setStatus(sampleStatus("ready"));
        QCOMPARE(item(menu, "header")->text(), before);
        QVERIFY(item(menu, "restart")->isEnabled()); // what can be done is true at once
        menu.close();
        QTRY_COMPARE(item(menu, "header")->text(), QStringLiteral("Ready: 151 skills"));
    }

    void wishesAreSignals()
    {
        BackendMenu menu;
        menu.setStatus(sampleStatus("ready"));
        QSignalSpy show(&menu, &BackendMenu::showRequested);
        QSignalSpy stop(&menu, &BackendMenu::stopRequested);
        QSignalSpy restart(&menu, &BackendMenu::restartRequested);
        QSignalSpy quit(&menu, &BackendMenu::quitRequested);
        QSignalSpy login(&menu, &BackendMenu::startAtLoginRequested);
        menu.setStartsAtLogin(true);
        QCOMPARE(login.size(), 0); // told, not wished
        QVERIFY(item(menu, "atLogin")->isChecked());
        menu.setStartsAtLogin(false, QStringLiteral("a unit does"));
        QVERIFY(!item(menu, "atLogin")->isEnabled());
        menu.setStartsAtLogin(true, QStringLiteral("a unit does")); // an entry from before
        QVERIFY(item(menu, "atLogin")->isEnabled());
        item(menu, "header")->trigger();
        item(menu, "show")->trigger();
        item(menu, "stop")->trigger();
        item(menu, "restart")->trigger();
        item(menu, "atLogin")->trigger();
        item(menu, "quit")->trigger();
        QCOMPARE(show.size(), 2);
        QCOMPARE(stop.size(), 1);
        QCOMPARE(restart.size(), 1);
        QCOMPARE(quit.size(), 1);
        QCOMPARE(login.size(), 1);
        QCOMPARE(login.first().first().toBool(), false);
    }

    void connectingAClientCopiesAndTells()
    {
        BackendMenu menu;
        menu.setStatus(sampleStatus("ready"));
        QSignalSpy told(&menu, &BackendMenu::copied);
        const QList<QAction *> clients = item(menu, "clients")->menu()->actions();
        const QStringList texts{claudeCodeSnippet(Url), cursorSnippet(Url), vsCodeSnippet(Url), QString(), Url};
        for (qsizetype i = 0; i < clients.size(); ++i) {
            if (clients.at(i)->isSeparator())
                continue;
            clients.at(i)->trigger();
            QCOMPARE(QGuiApplication::clipboard()->text(), texts.at(i));
        }
        QCOMPARE(told.size(), 4);
    }

    void aClientThatRunsACommandIsOfferedOneWhereThereIsOne()
    {
        const QString name = QStringLiteral("Client that runs a command");
        BackendMenu menu;
        menu.setStatus(sampleStatus("ready"));
        QVERIFY(!structureOf(menu).contains(name));
        menu.setStdioCommand({QStringLiteral("/opt/a b/skills-backend"), QStringLiteral("--stdio"),
                              QStringLiteral("--config"), QStringLiteral("/home/\"x\"/skills.json")});
        QCOMPARE(structureOf(menu).count(name), 1);
        menu.setStdioCommand({QStringLiteral("/b"), QStringLiteral("--stdio")}); // another config, the same row
        QCOMPARE(structureOf(menu).count(name), 1);
        QSignalSpy told(&menu, &BackendMenu::copied);
        item(menu, "stdioClient")->trigger();
        QCOMPARE(told.size(), 1);
        const QJsonObject server{{QStringLiteral("command"), QStringLiteral("/b")},
                                 {QStringLiteral("args"), QJsonArray{QStringLiteral("--stdio")}}};
        QCOMPARE(QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8()).object(),
                 (QJsonObject{{QStringLiteral("mcpServers"), QJsonObject{{QStringLiteral("skills"), server}}}}));
        menu.setStdioCommand({});
        QVERIFY(!structureOf(menu).contains(name));
    }

    void theSnippetsAreWhatTheClientsDocument()
    {
        QCOMPARE(claudeCodeSnippet(Url),
                 QStringLiteral("claude mcp add --transport http skills http://127.0.0.1:8765/mcp"));
        QCOMPARE(claudeCodeSnippet(QStringLiteral("http://[::1]:8765/mcp")),
                 QStringLiteral("claude mcp add --transport http skills 'http://[::1]:8765/mcp'"));
        QCOMPARE(claudeCodeSnippet(QStringLiteral("http://a'; rm -rf ~ #/mcp")),
                 QStringLiteral("claude mcp add --transport http skills 'http://a'\\''; rm -rf ~ #/mcp'"));
        const QJsonObject server{{QStringLiteral("url"), Url}};
        QCOMPARE(QJsonDocument::fromJson(cursorSnippet(Url).toUtf8()).object(),
                 (QJsonObject{{QStringLiteral("mcpServers"), QJsonObject{{QStringLiteral("skills"), server}}}}));
        const QJsonObject typed{{QStringLiteral("type"), QStringLiteral("http")}, {QStringLiteral("url"), Url}};
        QCOMPARE(QJsonDocument::fromJson(vsCodeSnippet(Url).toUtf8()).object(),
                 (QJsonObject{{QStringLiteral("servers"), QJsonObject{{QStringLiteral("skills"), typed}}}}));
    }

    // U08
    void hostileTextInTheHeaderIsPlainAndShort()
    {
        BackendMenu menu;
        Status status = sampleStatus("ready");
        status.message = QStringLiteral("<b>a</b> & b\x1b]0;title\x07\r\n\tc") + QString(10'000, u'y');
        menu.setStatus(status);
        const QString text = item(menu, "header")->text();
        QVERIFY(text.startsWith(QStringLiteral("<b>a</b> && b]0;title c")));
        QVERIFY(text.size() <= 82);
        QVERIFY(!text.contains(QChar(0x1b)));
    }

    void oneLineCleansWithoutLosingWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("clean");
        QTest::newRow("plain") << QStringLiteral("Ready") << QStringLiteral("Ready");
        QTest::newRow("lines") << QStringLiteral("a\nb\r\n  c") << QStringLiteral("a b c");
        QTest::newRow("directions") << QStringLiteral("a\u202eb\u2066c") << QStringLiteral("abc");
        QTest::newRow("nul") << QString(QStringLiteral("a") + QChar(0) + u'b') << QStringLiteral("ab");
        QTest::newRow("long") << QString(50, u'x') << QString(QString(19, u'x') + QChar(0x2026));
        QTest::newRow("half of a pair") << QString(QString(18, u'x') + QStringLiteral("😀😀"))
                                        << QString(QString(18, u'x') + QChar(0x2026));
        QTest::newRow("space at both ends") << QStringLiteral("  a \n") << QStringLiteral("a");
        QTest::newRow("kept together") << QStringLiteral("up 6\u00a0s") << QStringLiteral("up 6\u00a0s");
        QTest::newRow("nothing but space") << QStringLiteral(" \t \u00a0") << QString();
        QTest::newRow("empty") << QString() << QString();
    }

    void oneLineCleansWithoutLosingWords()
    {
        QFETCH(QString, text);
        QTEST(oneLine(text, 20), "clean");
    }
};

QTEST_MAIN(BackendMenuTest)
#include "tst_backend_menu.moc"
