// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/support/test_help.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;

using Types = QMap<QString, QJsonValue::Type>;

/// `status --json`, key by key.
class TestStatusJson : public QObject
{
    Q_OBJECT

private:
    /// What every state has in common; then each state says what differs.
    static Types common()
    {
        const auto null = QJsonValue::Null;
        return {{u"state"_s, QJsonValue::String},
                {u"watching"_s, QJsonValue::Bool},
                {u"backend"_s, QJsonValue::String},
                {u"command"_s, QJsonValue::Array},
                {u"pid"_s, QJsonValue::Double},
                {u"guard_pid"_s, QJsonValue::Double},
                {u"host"_s, QJsonValue::String},
                {u"port"_s, QJsonValue::Double},
                {u"mcp_url"_s, QJsonValue::String},
                {u"version"_s, null},
                {u"skills"_s, null},
                {u"skills_expected"_s, null},
                {u"models_loaded"_s, null},
                {u"loading_complete"_s, null},
                {u"message"_s, QJsonValue::String},
                {u"warning"_s, null},
                {u"failure"_s, null},
                {u"health_error"_s, null},
                {u"silence"_s, null},
                {u"attempt"_s, QJsonValue::Double},
                {u"next_attempt_in"_s, null},
                {u"started_at"_s, QJsonValue::String},
                {u"ready_at"_s, null},
                {u"state_since"_s, QJsonValue::String},
                {u"log"_s, QJsonValue::Object}};
    }

    static Types with(Types types, const Types &different)
    {
        for (auto it = different.begin(); it != different.end(); ++it)
            types[it.key()] = it.value();
        return types;
    }

    /// As in every state after the first complete answer.
    static Types answered()
    {
        return with(common(), {{u"version"_s, QJsonValue::String},
                               {u"skills"_s, QJsonValue::Double},
                               {u"skills_expected"_s, QJsonValue::Double},
                               {u"models_loaded"_s, QJsonValue::Bool},
                               {u"loading_complete"_s, QJsonValue::Bool},
                               {u"ready_at"_s, QJsonValue::String}});
    }

    static void compareTypes(const QJsonObject &object, const Types &types)
    {
        QCOMPARE(object.keys(), types.keys());
        for (auto it = types.begin(); it != types.end(); ++it)
            QVERIFY2(object.value(it.key()).type() == it.value(),
                     qPrintable(it.key() + u" is of type "_s + QString::number(object.value(it.key()).type())));
    }

    static bool isUtc(const QJsonValue &value)
    {
        return value.toString().endsWith(u'Z') && QDateTime::fromString(value.toString(), Qt::ISODateWithMs).isValid();
    }

private slots:
    void stopped()
    {
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        const QJsonObject status = tray.status();
        const auto null = QJsonValue::Null;
        Types types =
            with(common(), {{u"command"_s, null}, {u"pid"_s, null}, {u"guard_pid"_s, null}, {u"started_at"_s, null}});
        types[u"state_since"_s] = status.value(u"state_since"_s).type();
        QVERIFY(types[u"state_since"_s] == null || types[u"state_since"_s] == QJsonValue::String);
        compareTypes(status, types);
        QCOMPARE(status.value(u"state"_s).toString(), u"stopped"_s);
        QCOMPARE(status.value(u"watching"_s), QJsonValue(false));
        QCOMPARE(status.value(u"backend"_s).toString(), u"custom"_s);
        QCOMPARE(status.value(u"host"_s).toString(), u"127.0.0.1"_s);
        QCOMPARE(status.value(u"port"_s).toInt(), tray.port());
        QCOMPARE(status.value(u"mcp_url"_s).toString(), u"http://127.0.0.1:%1/mcp"_s.arg(tray.port()));
        QCOMPARE(status.value(u"attempt"_s).toInt(), 0);
    }

    void starting()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--no-listen"_s, u"--say=coming up"_s}));
        QTRY_VERIFY(!tray.status().value(u"pid"_s).isNull());
        QTRY_COMPARE(tray.status().value(u"health_error"_s).toString(), u"refused"_s);
        const QJsonObject status = tray.status();
        compareTypes(status, with(common(), {{u"health_error"_s, QJsonValue::String}}));
        QCOMPARE(status.value(u"state"_s).toString(), u"starting"_s);
        QVERIFY(isUtc(status.value(u"started_at"_s)) && isUtc(status.value(u"state_since"_s)));
        const QJsonArray command = status.value(u"command"_s).toArray();
        QCOMPARE(command.at(0).toString(), QStringLiteral(SKILLS_FAKE_BACKEND));
        QCOMPARE(command.at(2).toString(), u"127.0.0.1"_s);
        QCOMPARE(command.at(4).toString(), QString::number(tray.port()));
        QVERIFY(isLiveProcess(status.value(u"pid"_s).toInteger()));
        QVERIFY(isLiveProcess(status.value(u"guard_pid"_s).toInteger()));
    }

    void loading()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--load-seconds=60"_s, u"--skills=60"_s, u"--skills-total"_s}));
        QTRY_COMPARE(tray.state(), u"loading"_s);
        QTRY_VERIFY(tray.status().value(u"skills"_s).toInt() > 0);
        const QJsonObject status = tray.status();
        compareTypes(status, with(common(), {{u"version"_s, QJsonValue::String},
                                             {u"skills"_s, QJsonValue::Double},
                                             {u"skills_expected"_s, QJsonValue::Double},
                                             {u"models_loaded"_s, QJsonValue::Bool},
                                             {u"loading_complete"_s, QJsonValue::Bool}}));
        QCOMPARE(status.value(u"skills_expected"_s).toInt(), 60);
        QCOMPARE(status.value(u"loading_complete"_s), QJsonValue(false));
    }

    void ready()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--skills=12"_s, u"--say-out=to stdout"_s}));
        QTRY_COMPARE(tray.state(), u"ready"_s);
        QJsonObject status = tray.status();
        Types types = with(common(), {{u"version"_s, QJsonValue::String},
                                      {u"skills"_s, QJsonValue::Double},
                                      {u"models_loaded"_s, QJsonValue::Bool},
                                      {u"loading_complete"_s, QJsonValue::Bool},
                                      {u"ready_at"_s, QJsonValue::String}});
        types[u"skills_expected"_s] = status.value(u"skills_expected"_s).type();
        QVERIFY(status.value(u"skills_expected"_s).isNull() || status.value(u"skills_expected"_s).toInt() == 12);
        compareTypes(status, types);
        QCOMPARE(status.value(u"skills"_s).toInt(), 12);
        QCOMPARE(status.value(u"version"_s).toString(), u"1.0.6"_s);
        QCOMPARE(status.value(u"loading_complete"_s), QJsonValue(true));
        QVERIFY(isUtc(status.value(u"ready_at"_s)));
        QCOMPARE(status.value(u"message"_s).toString(), u"Ready: 12 skills"_s);

        const QJsonObject log = status.value(u"log"_s).toObject();
        QCOMPARE(log.keys(), (QStringList{u"dropped"_s, u"err"_s, u"file"_s, u"kept"_s, u"lines"_s, u"out"_s}));
        QVERIFY(log.value(u"err"_s).toInt() > 12);
        QVERIFY(log.value(u"out"_s).toInt() > 0);
        QVERIFY(log.value(u"lines"_s).toInt() > log.value(u"err"_s).toInt() + log.value(u"out"_s).toInt());
        QCOMPARE(log.value(u"kept"_s), log.value(u"lines"_s));
        QCOMPARE(log.value(u"dropped"_s).toInt(), 0);
        QCOMPARE(log.value(u"file"_s).toString(), tray.paths().logFile());
    }

    void readyWithoutSkillsIsAWarning()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--skills=0"_s}));
        QTRY_COMPARE(tray.state(), u"ready"_s);
        QCOMPARE(tray.status().value(u"skills"_s), QJsonValue(0));
        QVERIFY(!tray.status().value(u"warning"_s).toString().isEmpty());
    }

    void theSecondRunRemembersHowManyToExpect()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--skills=12"_s, u"--load-seconds=2"_s}));
        QTRY_COMPARE(tray.state(), u"ready"_s);
        QCOMPARE(tray.run({u"restart"_s}).exit, 0);
        QTRY_COMPARE(tray.state(), u"loading"_s);
        QCOMPARE(tray.status().value(u"skills_expected"_s).toInt(), 12);
    }

    void stopping()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--slow-term=3000"_s}));
        QTRY_COMPARE(tray.state(), u"ready"_s);
        const auto stop = tray.runInBackground({u"stop"_s});
        QTRY_COMPARE(tray.state(), u"stopping"_s);
        const QJsonObject status = tray.status();
        compareTypes(status, answered());
        QTRY_COMPARE_WITH_TIMEOUT(stop->state(), QProcess::NotRunning, 10'000);
        QCOMPARE(stop->exitCode(), 0);
        QVERIFY(tray.status().value(u"pid"_s).isNull());
        QVERIFY(tray.status().value(u"guard_pid"_s).isNull());
    }

    void backoff()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--no-listen"_s, u"--exit-after=0.2"_s, u"--exit-code=7"_s, u"--say=ERROR the reason"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(tray.status().value(u"attempt"_s).toInt() >= 2 && tray.state() == u"backoff"_s,
                                 20'000);
        const QJsonObject status = tray.status();
        if (status.value(u"state"_s).toString() != u"backoff"_s)
            QSKIP("the machine is too slow to look at a pause of two seconds");
        const auto null = QJsonValue::Null;
        compareTypes(status, with(common(), {{u"pid"_s, null},
                                             {u"guard_pid"_s, null},
                                             {u"failure"_s, QJsonValue::Object},
                                             {u"started_at"_s, null},
                                             {u"next_attempt_in"_s, QJsonValue::Double}}));
        QVERIFY(status.value(u"next_attempt_in"_s).toDouble() <= 5);
        const QJsonObject failure = status.value(u"failure"_s).toObject();
        QCOMPARE(failure.keys(),
                 (QStringList{u"exit_code"_s, u"kind"_s, u"last_lines"_s, u"port_owner"_s, u"signal"_s, u"text"_s}));
        QCOMPARE(failure.value(u"kind"_s).toString(), u"exited"_s);
        QCOMPARE(failure.value(u"exit_code"_s).toInt(), 7);
        QVERIFY(failure.value(u"signal"_s).isNull());
        QVERIFY(failure.value(u"port_owner"_s).isNull());
        QVERIFY(failure.value(u"last_lines"_s).toArray().size() <= 20);
        QVERIFY(failure.value(u"last_lines"_s).toArray().contains(u"ERROR the reason"_s));
        QVERIFY(!failure.value(u"text"_s).toString().isEmpty());
        QCOMPARE(tray.run({u"stop"_s}).exit, 0);
        QVERIFY(tray.status().value(u"failure"_s).isNull());
    }

    void failedForWantOfTheProgram()
    {
        TrayRun tray;
        QVERIFY(tray.startPlain(
            {u"--background"_s, u"--port"_s, QString::number(tray.port()), u"--"_s, u"no-such-program-xyz"_s}));
        QTRY_COMPARE(tray.state(), u"failed"_s);
        const QJsonObject status = tray.status();
        const auto null = QJsonValue::Null;
        compareTypes(status, with(common(), {{u"command"_s, null},
                                             {u"pid"_s, null},
                                             {u"guard_pid"_s, null},
                                             {u"failure"_s, QJsonValue::Object},
                                             {u"started_at"_s, null}}));
        QCOMPARE(status.value(u"failure"_s).toObject().value(u"kind"_s).toString(), u"not-found"_s);
    }

    void failedForATakenPort()
    {
        TrayRun tray;
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost, tray.port()));
        QVERIFY(tray.start());
        QTRY_COMPARE(tray.state(), u"failed"_s);
        QJsonObject status = tray.status();
        QCOMPARE(status.value(u"message"_s).toString(), u"Waiting for port %1"_s.arg(tray.port()));
        const QJsonObject failure = status.value(u"failure"_s).toObject();
        QCOMPARE(failure.value(u"kind"_s).toString(), u"port-in-use"_s);
        const QJsonObject owner = failure.value(u"port_owner"_s).toObject();
        QCOMPARE(owner.value(u"pid"_s).toInteger(), QCoreApplication::applicationPid());
        QCOMPARE(owner.value(u"program"_s).toString(), u"tst_status_json"_s);
        QVERIFY(!owner.value(u"user"_s).toString().isEmpty());
        holder.close();
        QTRY_COMPARE_WITH_TIMEOUT(tray.state(), u"ready"_s, 10'000);
    }

    void unresponsive()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--health=hang"_s, u"--health-from=3"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(tray.state(), u"unresponsive"_s, 40'000);
        // What it is at is known after a second look.
        QTRY_VERIFY_WITH_TIMEOUT(tray.status().value(u"silence"_s).isString(), 40'000);
        const QJsonObject status = tray.status();
        compareTypes(status,
                     with(answered(), {{u"health_error"_s, QJsonValue::String}, {u"silence"_s, QJsonValue::String}}));
    }
};

QTEST_GUILESS_MAIN(TestStatusJson)
#include "tst_status_json.moc"
