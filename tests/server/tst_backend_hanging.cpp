// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "fuse_mount.h"
#include "health_watch.h"
#include "raw_http.h"
#include "server_run.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

/// JSON with ' for ", because moc 6.4 loses its way in raw strings.
static QByteArray q(const char *json)
{
    return QByteArray(json).replace('\'', '"');
}

/// A mount whose server is gone, among the sources.
class TestBackendHanging : public QObject
{
    Q_OBJECT

    /// Folders and a FUSE mount, all with skills.
    struct Scene
    {
        Scene()
        {
            for (const QString &folder : {u"mount"_s, u"other"_s})
                QDir().mkpath(server.file(folder));
            mount.emplace(server.file(u"mount"_s));
            for (const char *name : {"far", "away"})
                writeFar(name);
            server.writeSkill(u"near"_s, "Sorts tables that are near");
        }
        ~Scene()
        {
            if (server.process.state() != QProcess::NotRunning) {
                server.process.kill();
                server.process.waitForFinished(0);
            }
            mount.reset(); // so that nothing of the server stays in the kernel's hands
        }
        void writeFar(const QByteArray &name)
        {
            mount->write("skills/" + name + "/SKILL.md",
                         "---\nname: " + name + "\ndescription: Sorts tables, as " + name + "\n---\nDo it.\n");
            for (int i = 0; i < 12; ++i)
                mount->write("skills/" + name + "/doc" + QByteArray::number(i) + ".md", "far away\n");
        }
        [[nodiscard]] QByteArray source(const QString &folder) const
        {
            return ", {\"type\": \"local\", \"path\": \"" + server.file(folder).toUtf8() + "\"}";
        }
        void writeNear(const QString &folder, const QByteArray &name) const
        {
            const QString path = server.file(folder) + u'/' + QString::fromLatin1(name);
            QDir().mkpath(path);
            QFile file(path + u"/SKILL.md"_s);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("---\nname: " + name + "\ndescription: Sorts tables, as " + name + "\n---\nDo it.\n");
        }
        [[nodiscard]] QByteArray ask(const QByteArray &tool, const QByteArray &arguments)
        {
            RawConnection connection(server.port);
            return connection.post("/mcp", callMessage(1, tool, arguments), mcpHeaders(session)).body;
        }
        [[nodiscard]] QByteArray listed() { return ask("list_skills", "{}"); }
        [[nodiscard]] QStringList errors() const
        {
            RawConnection connection(server.port);
            QStringList errors;
            const QJsonArray all = connection.get("/health").json().value(u"update_errors"_s).toArray();
            for (const QJsonValue error : all)
                errors.append(error.toString());
            return errors;
        }
        [[nodiscard]] bool isComplete() const
        {
            RawConnection connection(server.port);
            return connection.get("/health").json().value(u"loading_complete"_s).toBool();
        }
        [[nodiscard]] bool isTold(const QString &folder) const
        {
            return errors().join(u'\n').contains(server.file(folder) + " does not answer"_L1);
        }
        [[nodiscard]] bool start(const QByteArray &moreSources)
        {
            if (!server.start({}, moreSources))
                return false;
            RawConnection connection(server.port);
            session = openSession(connection);
            return !session.isEmpty();
        }
        void endsInTime()
        {
            QElapsedTimer clock;
            clock.start();
            server.terminate();
            QCOMPARE(server.exitStatus(), 0);
            qInfo("exit after %lld ms", clock.elapsed());
            QVERIFY(clock.elapsed() < 4500);
        }

        ServerRun server;
        std::optional<FuseMount> mount;
        QByteArray session;
    };

    static void verify(const HealthWatch &health)
    {
        QTRY_VERIFY(health.answers() > 0);
        qInfo("%d answers of /health, the longest after %.1f ms", health.answers(), health.longest());
        QCOMPARE(health.failures(), 0);
        QVERIFY(health.longest() <= 100 * room());
    }

private slots:
    void initTestCase()
    {
        QDir dir(QDir::tempPath());
        Scene scene;
        if (!scene.mount->isMounted())
            QSKIP("This machine does not allow FUSE mounts.");
    }

    void atTheStartItHoldsUpNoOther()
    {
        Scene scene;
        scene.mount->hang();
        // Before it and behind it in the config.
        scene.writeNear(u"other"_s, "last");
        QVERIFY2(scene.start(scene.source(u"mount/skills"_s) + scene.source(u"other"_s)), scene.server.log.constData());
        const HealthWatch health(scene.server.port);
        QByteArray list = scene.listed();
        QVERIFY2(list.contains("near") && list.contains("last") && !list.contains("far"), list.constData());
        QTRY_VERIFY_WITH_TIMEOUT(scene.isTold(u"mount/skills"_s), 20'000);
        QTRY_VERIFY(scene.server.log.contains("mount/skills does not answer"));
        const QByteArray none = scene.ask("read_skill_document", q("{'skill_name':'far'}"));
        QVERIFY2(none.contains("There is no skill 'far'. One source of skills cannot be read now: more skills may "
                               "come later."),
                 none.constData());
        // Others are watched meanwhile.
        scene.writeNear(u"other"_s, "newer");
        QTRY_VERIFY2(scene.listed().contains("newer"), scene.server.log.constData());
        scene.mount->goOn();
        QTRY_VERIFY_WITH_TIMEOUT(scene.listed().contains("away"), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(scene.errors().isEmpty(), 20'000);
        QTRY_VERIFY(scene.server.log.contains("mount/skills answers again"));
        const QByteArray never = scene.ask("read_skill_document", q("{'skill_name':'never'}"));
        QVERIFY2(never.contains("There is no skill 'never'. find_helpful_skills"), never.constData());
        verify(health);
    }

    void whatWasReadBeforeIsServed()
    {
        Scene scene;
        QVERIFY2(scene.start(scene.source(u"mount/skills"_s) + scene.source(u"other"_s)), scene.server.log.constData());
        QVERIFY(scene.listed().contains("far"));
        QVERIFY(
            scene.ask("read_skill_document", q("{'skill_name':'far','document_path':'doc1.md'}")).contains("far away"));
        scene.mount->hang();
        const HealthWatch health(scene.server.port);
        QTRY_VERIFY_WITH_TIMEOUT(scene.isTold(u"mount/skills"_s), 20'000);
        for (int i = 0; i < 30; ++i) {
            const QByteArray document =
                scene.ask("read_skill_document",
                          "{\"skill_name\":\"far\",\"document_path\":\"doc" + QByteArray::number(i % 12) + ".md\"}");
            QVERIFY2(document.contains("lies on a disk that does not answer"), document.constData());
            QVERIFY(!scene.ask("read_skill_document", q("{'skill_name':'away','document_path':'*'}")).isEmpty());
            const QByteArray found = scene.ask("find_helpful_skills", q("{'task_description':'sort tables far away'}"));
            QVERIFY2(found.contains("far") && found.contains("Do it."), found.constData());
        }
        scene.writeNear(u"other"_s, "newer");
        QTRY_VERIFY(scene.listed().contains("newer"));
        scene.writeFar("farther");
        scene.mount->goOn();
        QTRY_VERIFY_WITH_TIMEOUT(scene.listed().contains("farther"), 20'000);
        bool isRead = false; // once is enough: the next time it may take its time again
        const auto reads = [&] {
            isRead = isRead || scene.ask("read_skill_document", q("{'skill_name':'far','document_path':'doc2.md'}"))
                                   .contains("far away");
            return isRead;
        };
        QTRY_VERIFY_WITH_TIMEOUT(reads(), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(scene.errors().isEmpty(), 20'000);
        verify(health);
    }

    void aLinkIntoItHoldsUpItsOwnSourceAlone()
    {
        Scene scene;
        scene.mount->hang();
        scene.writeNear(u"other"_s, "last");
        QVERIFY(QFile::link(scene.server.file(u"mount/skills"_s), scene.server.skillsFolder() + u"/zz-team"_s));
        QVERIFY2(scene.start(scene.source(u"other"_s)), scene.server.log.constData());
        const HealthWatch health(scene.server.port);
        QTRY_VERIFY_WITH_TIMEOUT(scene.listed().contains("last"), 20'000);
        QVERIFY(scene.isTold(u"skills"_s));
        scene.writeNear(u"other"_s, "newer");
        QTRY_VERIFY_WITH_TIMEOUT(scene.listed().contains("newer"), 20'000);
        scene.mount->goOn();
        QTRY_VERIFY_WITH_TIMEOUT(scene.listed().contains("near"), 20'000);
        QTRY_VERIFY(scene.listed().contains("far"));
        QTRY_VERIFY(scene.errors().isEmpty());
        // Nothing tells of what changes there, so it is looked at again.
        scene.writeFar("farther");
        QTRY_VERIFY_WITH_TIMEOUT(scene.listed().contains("farther"), 20'000);
        verify(health);
    }

    void aSkillMdThatIsALinkIntoItIsServedFromMemory()
    {
        Scene scene;
        QDir().mkpath(scene.server.skillsFolder() + u"/linked"_s);
        scene.mount->write("skills/linked/SKILL.md",
                           "---\nname: linked\ndescription: Sorts links\n---\nFollow them.\n");
        QVERIFY(QFile::link(scene.server.file(u"mount/skills/linked/SKILL.md"_s),
                            scene.server.skillsFolder() + u"/linked/SKILL.md"_s));
        QVERIFY2(scene.start({}), scene.server.log.constData());
        scene.mount->hang();
        const HealthWatch health(scene.server.port);
        QElapsedTimer clock;
        clock.start();
        const QByteArray found = scene.ask("find_helpful_skills", q("{'task_description':'sort links'}"));
        QVERIFY2(found.contains("Follow them."), found.constData());
        (void)scene.ask("read_skill_document", q("{'skill_name':'linked','document_path':'SKILL.md'}"));
        qInfo("two calls took %lld ms", clock.elapsed());
        verify(health);
    }

    void itEndsInTimeWhileThatHangs_data()
    {
        QTest::addColumn<bool>("isForGood");
        QTest::newRow("and can be killed") << false;
        QTest::newRow("and cannot be killed") << true;
    }
    void itEndsInTimeWhileThatHangs()
    {
        QFETCH(bool, isForGood);
        Scene scene;
        QVERIFY2(scene.start(scene.source(u"mount/skills"_s)), scene.server.log.constData());
        isForGood ? scene.mount->hangForGood() : scene.mount->hang();
        (void)scene.ask("read_skill_document", q("{'skill_name':'far','document_path':'doc1.md'}"));
        QTRY_VERIFY_WITH_TIMEOUT(scene.mount->isAsked(), 20'000);
        if (!isForGood)
            return scene.endsInTime();
        // A process with a thread that the kernel does not let go stays, whatever it does; but it serves no longer, and
        // is gone as soon as it may.
        QElapsedTimer clock;
        clock.start();
        scene.server.terminate();
        const auto isGone = [&] { return !RawConnection(scene.server.port).isOpen(); };
        QTRY_VERIFY_WITH_TIMEOUT(isGone(), 10'000);
        const auto isOver = [&] {
            QFile status(u"/proc/%1/stat"_s.arg(scene.server.process.processId()));
            return status.open(QIODevice::ReadOnly) && status.readAll().contains(") Z ");
        };
        QTRY_VERIFY_WITH_TIMEOUT(isOver(), 10'000);
        qInfo("over after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() < 4500);
        scene.mount->goOn();
        QCOMPARE(scene.server.exitStatus(), 0);
    }

    void anotherConfigIsTakenWhileThatHangs()
    {
        Scene scene;
        scene.writeNear(u"other"_s, "last");
        QVERIFY2(scene.start(scene.source(u"mount/skills"_s)), scene.server.log.constData());
        scene.mount->hang();
        QTRY_VERIFY_WITH_TIMEOUT(scene.isTold(u"mount/skills"_s), 20'000);
        const HealthWatch health(scene.server.port);
        scene.server.writeConfig(scene.source(u"other"_s));
        QTRY_VERIFY2_WITH_TIMEOUT(scene.listed().contains("last"), scene.server.log.constData(), 20'000);
        QVERIFY(!scene.listed().contains("far"));
        QTRY_VERIFY(scene.errors().isEmpty());
        verify(health);
        scene.endsInTime();
    }

    void anotherConfigDropsNothingOfWhatHangs_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::newRow("a source is added") << QByteArray();
        QTest::newRow("other rules") << QByteArray("text_file_extensions");
    }
    void anotherConfigDropsNothingOfWhatHangs()
    {
        QFETCH(QByteArray, change);
        Scene scene;
        scene.writeNear(u"other"_s, "last");
        QVERIFY2(scene.start(scene.source(u"mount/skills"_s)), scene.server.log.constData());
        scene.mount->hang();
        QTRY_VERIFY_WITH_TIMEOUT(scene.isTold(u"mount/skills"_s), 20'000);
        // Twice: the second config finds what the first one has not read either.
        for (int i = 0; i < 2; ++i) {
            const qsizetype before = scene.server.log.size();
            scene.server.moreKeys =
                change.isEmpty() ? change : q(", '") + change + q("': ['.md', '.q") + QByteArray::number(i) + q("']");
            // Behind the one that hangs and before it: it is the same one wherever it stands.
            scene.server.writeConfig(i == 0 ? scene.source(u"mount/skills"_s) + scene.source(u"other"_s)
                                            : scene.source(u"other"_s) + scene.source(u"mount/skills"_s));
            QTRY_VERIFY2_WITH_TIMEOUT(scene.server.log.mid(before).contains("mount/skills does not answer"),
                                      scene.server.log.constData(), 20'000);
            QTRY_VERIFY2_WITH_TIMEOUT(scene.listed().contains("last"), scene.server.log.constData(), 20'000);
            QTRY_VERIFY2_WITH_TIMEOUT(scene.isComplete(), scene.server.log.constData(), 20'000);
            const QByteArray list = scene.listed();
            QVERIFY2(list.contains("far") && list.contains("away") && list.contains("near") && list.contains("last"),
                     list.constData());
            QVERIFY(scene.errors().join(u'\n').contains("what was read before is served"_L1));
            const QByteArray read = scene.ask("read_skill_document", q("{'skill_name':'far'}"));
            QVERIFY2(read.contains("doc1.md"), read.constData());
        }
        scene.mount->write("skills/far/more.q1", "more\n");
        scene.writeFar("farther");
        scene.mount->goOn();
        QTRY_VERIFY_WITH_TIMEOUT(scene.listed().contains("farther"), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(scene.errors().isEmpty(), 20'000);
        // From now on by the rules of the new config.
        QCOMPARE(scene.ask("read_skill_document", q("{'skill_name':'far'}")).contains("more.q1"), !change.isEmpty());
        scene.endsInTime();
    }

    void whatIsMountedInItsPlaceIsServed()
    {
        Scene scene;
        QVERIFY2(scene.start(scene.source(u"mount/skills"_s)), scene.server.log.constData());
        scene.mount->hang();
        QTRY_VERIFY_WITH_TIMEOUT(scene.isTold(u"mount/skills"_s), 20'000);
        scene.mount->detach(); // who waits there waits on
        FuseMount another(scene.server.file(u"mount"_s));
        QVERIFY(another.isMounted());
        another.write("skills/fresh/SKILL.md", "---\nname: fresh\ndescription: Sorts tables afresh\n---\nDo it.\n");
        QTRY_VERIFY2_WITH_TIMEOUT(scene.listed().contains("fresh"), scene.server.log.constData(), 30'000);
        QVERIFY(!scene.listed().contains("far"));
        QTRY_VERIFY(scene.errors().isEmpty());
        scene.endsInTime();
    }
};

int main(int argc, char **argv)
{
    const bool hasMounts = enterOwnMounts();
    QCoreApplication app(argc, argv);
    if (!hasMounts)
        qWarning("no mounts of our own here");
    TestBackendHanging test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_backend_hanging.moc"
