// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/backend/stage.h"

#include <skills_tray_version.h>

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

/// The real skills-backend under the supervisor, without a network.
class TestBuiltinBackend : public StageTest
{
    Q_OBJECT

private slots:
    void init();
    void itsOwnSkillsAreServedWhenNothingElseIs();
    void localSkillsAreCountedExactly();
    void itStopsAsAsked();
    void aLostPortIsToldByItsExitStatus();
    void aSourceThatIsNoneIsNamedAndNotTriedAgainAndAgain();

private:
    static void prepare(Stage &stage, const QByteArray &config);
    static QString addSkill(const Stage &stage, int number);
};

void TestBuiltinBackend::init()
{
    // Nobody listens there: what a computer without a network says, at once.
    qputenv("SKILLS_BACKEND_GITHUB_URL", "http://127.0.0.1:1");
}

void TestBuiltinBackend::prepare(Stage &stage, const QByteArray &config)
{
    stage.options.builtinProgram = QStringLiteral(SKILLS_BACKEND);
    stage.settings.kind = BackendKind::Builtin;
    stage.settings.command.clear();
    stage.settings.arguments.clear();
    // Else it would look for copies of repositories in the home directory.
    qputenv("XDG_CACHE_HOME", stage.directory.path().toUtf8());
    QDir().mkpath(stage.paths.config);
    QFile file(stage.paths.skillsConfigFile());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(config);
}

QString TestBuiltinBackend::addSkill(const Stage &stage, int number)
{
    const QString folder = stage.directory.path() + u"/skills/skill-%1"_s.arg(number);
    QDir().mkpath(folder);
    QFile file(folder + u"/SKILL.md"_s);
    if (file.open(QIODevice::WriteOnly))
        file.write(u"---\nname: skill-%1\ndescription: Does the thing number %1.\n---\nText.\n"_s.arg(number).toUtf8());
    return folder;
}

static QByteArray localConfig(const Stage &stage)
{
    return uR"({"skill_sources": [{"type": "local", "path": "%1/skills"}]})"_s.arg(stage.directory.path()).toUtf8();
}

void TestBuiltinBackend::itsOwnSkillsAreServedWhenNothingElseIs()
{
    Stage stage;
    prepare(stage, R"({"skill_sources": [{"type": "github", "url": "o/r"}, {"type": "local", "path": "/no/such"}]})");
    stage.supervisor().start();
    QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, 30'000);
    QCOMPARE(stage.status().skills, std::optional(3));
    QCOMPARE(stage.status().version, std::optional(QStringLiteral(SKILLS_TRAY_VERSION)));
    // A18
    QCOMPARE(stage.status().message, u"Ready, but none of your skills were found"_s);
    QCOMPARE(stage.status().warning,
             u"None of your skills were found; the 3 that are served are samples of our own."_s);
    QVERIFY(stage.status().trouble->title.contains("3 samples of its own"_L1));
    QCOMPARE(stage.status().trouble->remedies.first(), Remedy::AddFolder);
    QVERIFY(stage.hasEvent(*stage.status().warning));
}

void TestBuiltinBackend::localSkillsAreCountedExactly()
{
    Stage stage;
    for (int number = 0; number < 40; ++number)
        addSkill(stage, number);
    prepare(stage, localConfig(stage));
    stage.supervisor().start();
    QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, 30'000);
    QCOMPARE(stage.status().skills, std::optional(40));
    QCOMPARE(stage.status().skillsExpected, std::optional(40));
    QVERIFY(stage.status().expectedIsExact);
    QVERIFY(!stage.status().warning && !stage.status().trouble);
    addSkill(stage, 40);
    QTRY_COMPARE_WITH_TIMEOUT(stage.status().skills, std::optional(41), 10'000);
    QCOMPARE(stage.status().skillsExpected, std::optional(41));
}

void TestBuiltinBackend::itStopsAsAsked()
{
    Stage stage;
    prepare(stage, localConfig(stage));
    stage.supervisor().start();
    QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, 30'000);
    stage.supervisor().stop();
    QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Stopped, 5000);
    QVERIFY2(stage.hasEvent(u"the whole process tree has ended"_s), qPrintable(stage.events().join(u'\n')));
    QVERIFY(!stage.hasEvent(u"did not end when asked"_s));
}

// Taken between our look and its bind: only its exit status tells in every language.
void TestBuiltinBackend::aLostPortIsToldByItsExitStatus()
{
    Stage stage;
    prepare(stage, localConfig(stage));
    const QString script = stage.directory.path() + u"/skills-backend"_s;
    QFile file(script);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\necho 'Adresse wird bereits verwendet' >&2\nexit 3\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    stage.options.builtinProgram = script;
    stage.supervisor().start();
    QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Failed, 30'000);
    // Nobody is seen to hold it, so there is nobody to wait for.
    QCOMPARE(stage.status().failure->kind, FailureKind::GaveUp);
    QCOMPARE(stage.status().failure->exitCode, 3);
    QCOMPARE(stage.entered(State::Starting), 8);
}

void TestBuiltinBackend::aSourceThatIsNoneIsNamedAndNotTriedAgainAndAgain()
{
    Stage stage;
    // Good for the check before the start, which leaves addresses to the backend.
    prepare(stage, R"({"skill_sources": [{"type": "github", "url": "https://example.com/a/b"}]})");
    stage.supervisor().start();
    QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Failed, 30'000);
    const QString text = stage.status().failure->text;
    QVERIFY2(text.contains(u"entry 1 of \"skill_sources\" needs \"url\""_s), qPrintable(text));
    QCOMPARE(stage.status().failure->exitCode, std::optional(2));
    QVERIFY(stage.status().trouble->remedies.contains(Remedy::OpenConfig));
    QVERIFY(stage.entered(State::Backoff) <= 1);
}

QTEST_GUILESS_MAIN(TestBuiltinBackend)
#include "tst_builtin_backend.moc"
