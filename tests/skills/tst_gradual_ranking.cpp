// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/gradual_ranking.h"
#include "tests/support/test_help.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using Skills = QList<std::shared_ptr<const Skill>>;

class TestGradualRanking : public QObject
{
    Q_OBJECT

private slots:
    void aFewChangesAreThereAtOnce();
    void questionsAreAnsweredWhileManySkillsAreTakenIn();
    void whileManyChangeEachIsFoundOnceOldOrNew();
    void aNewerSetTakesThePlaceOfOneThatIsStillTakenIn();
    void inTheEndItAnswersAsIfTakenInAtOnce();
    void aSetThatOnlyLosesSkillsIsTakenInToo();
    void whatManySmallChangesLeaveIsPutTogetherLater();
};

static std::shared_ptr<const Skill> skill(const QString &name, const QString &description)
{
    auto made = std::make_shared<Skill>();
    made->name = name;
    made->description = description;
    // Of a length that skills have: a step is as long as it will be.
    for (int line = 0; line < 100; ++line)
        made->content += u"Line %1 of %2 tells how the %3 is weighed.\n"_s.arg(line).arg(name).arg(line * 7919 % 1000);
    return made;
}

// A word of letters alone that no other skill holds.
static QString mark(int number)
{
    return u"x%1q"_s.arg(QString::number(number, 2).replace(u'0', u'b').replace(u'1', u'd'));
}

static QString name(int number)
{
    return u"skill-%1"_s.arg(number);
}

static Skills manySkills(const QString &word, int count = 300)
{
    Skills skills;
    for (int i = 0; i < count; ++i)
        skills.append(skill(name(i), u"About the %1 and %2."_s.arg(word, mark(i))));
    return skills;
}

static std::shared_ptr<const SkillSet> setOf(const Skills &skills)
{
    auto set = std::make_shared<SkillSet>();
    set->skills = skills;
    return set;
}

static WordRankingOptions everything()
{
    WordRankingOptions options;
    options.threshold = 0;
    return options;
}

static QStringList namesOf(const Ranking &ranking, const QString &question)
{
    QStringList names;
    for (const RankedSkill &ranked : ranking.search(question, 100))
        names.append(ranked.skill->name);
    return names;
}

void TestGradualRanking::aFewChangesAreThereAtOnce()
{
    GradualRanking ranking;
    QSignalSpy busy(&ranking, &GradualRanking::busyChanged);
    ranking.use(setOf(manySkills(u"quokka"_s, GradualRanking::AtOnce)));
    QVERIFY(!ranking.isBusy());
    QCOMPARE(ranking.search(u"quokka"_s, 100).size(), GradualRanking::AtOnce);
    ranking.use(setOf({}));
    QVERIFY(ranking.search(u"quokka"_s, 100).isEmpty());
    QVERIFY(busy.isEmpty());
}

void TestGradualRanking::questionsAreAnsweredWhileManySkillsAreTakenIn()
{
    GradualRanking ranking;
    Skills skills{skill(u"bread-baking"_s, u"Sourdough, ovens and flour."_s)};
    ranking.use(setOf(skills));
    QSignalSpy busy(&ranking, &GradualRanking::busyChanged);
    skills += manySkills(u"quokka"_s, 2000);
    ranking.use(setOf(skills));
    QVERIFY(ranking.isBusy());
    int answers = 0;
    while (ranking.isBusy()) {
        QCOMPARE(namesOf(ranking, u"sourdough"_s), QStringList(u"bread-baking"_s));
        ++answers;
        QCoreApplication::processEvents();
    }
    qInfo("%d answers meanwhile", answers);
    QVERIFY(answers >= 3); // in one go there would be one; how many there are is a matter of the machine
    QCOMPARE(busy, (QList<QVariantList>{{true}, {false}}));
    QCOMPARE(namesOf(ranking, mark(299)), QStringList(name(299)));
}

void TestGradualRanking::whileManyChangeEachIsFoundOnceOldOrNew()
{
    GradualRanking ranking(everything());
    ranking.use(setOf(manySkills(u"quokka"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(!ranking.isBusy(), withRoom(60'000));
    ranking.use(setOf(manySkills(u"wombat"_s)));
    int mixed = 0;
    while (ranking.isBusy()) {
        for (const int number : {0, 150, 299})
            QCOMPARE(namesOf(ranking, mark(number)), QStringList(name(number)));
        mixed += namesOf(ranking, u"quokka"_s).isEmpty() || namesOf(ranking, u"wombat"_s).isEmpty() ? 0 : 1;
        QCoreApplication::processEvents();
    }
    QVERIFY(mixed > 0);
    QVERIFY(namesOf(ranking, u"quokka"_s).isEmpty());
    QCOMPARE(namesOf(ranking, u"wombat"_s).size(), 100);
}

void TestGradualRanking::aNewerSetTakesThePlaceOfOneThatIsStillTakenIn()
{
    GradualRanking ranking(everything());
    QSignalSpy busy(&ranking, &GradualRanking::busyChanged);
    ranking.use(setOf(manySkills(u"quokka"_s)));
    QCoreApplication::processEvents();
    QVERIFY(ranking.isBusy());
    ranking.use(setOf(manySkills(u"wombat"_s, 200)));
    QTRY_VERIFY_WITH_TIMEOUT(!ranking.isBusy(), withRoom(60'000));
    QCOMPARE(busy, (QList<QVariantList>{{true}, {false}}));
    QVERIFY(namesOf(ranking, u"quokka"_s).isEmpty());
    QVERIFY(!namesOf(ranking, mark(299)).contains(name(299)));
    QCOMPARE(namesOf(ranking, mark(199)), QStringList(name(199)));
}

void TestGradualRanking::inTheEndItAnswersAsIfTakenInAtOnce()
{
    GradualRanking gradual(everything());
    WordRanking atOnce(everything());
    Skills skills = manySkills(u"quokka"_s, 400); // enough for a thread that counts ahead
    gradual.use(setOf(skills));
    QTRY_VERIFY_WITH_TIMEOUT(!gradual.isBusy(), withRoom(60'000));
    for (int i = 20; i < 60; ++i)
        skills[i] = skill(name(i), u"Telescopes, %1 and a wombat."_s.arg(mark(i)));
    gradual.use(setOf(skills));
    QTRY_VERIFY_WITH_TIMEOUT(!gradual.isBusy(), withRoom(60'000));
    atOnce.use(setOf(skills));
    for (const QString &question : {u"wombat"_s, mark(7) + u" quokka"_s, u"telescpoes"_s, u"how is it weighed"_s}) {
        const QList<RankedSkill> expected = atOnce.search(question, 10);
        const QList<RankedSkill> found = gradual.search(question, 10);
        QVERIFY2(!found.isEmpty(), qPrintable(question));
        QCOMPARE(found.size(), expected.size());
        for (qsizetype i = 0; i < found.size(); ++i)
            QCOMPARE(found.at(i).score, expected.at(i).score);
    }
}

void TestGradualRanking::aSetThatOnlyLosesSkillsIsTakenInToo()
{
    GradualRanking ranking(everything());
    const Skills skills = manySkills(u"quokka"_s);
    ranking.use(setOf(skills));
    QTRY_VERIFY_WITH_TIMEOUT(!ranking.isBusy(), withRoom(60'000));
    ranking.use(setOf(skills.first(3)));
    QTRY_VERIFY_WITH_TIMEOUT(!ranking.isBusy(), withRoom(60'000));
    QCOMPARE(namesOf(ranking, u"quokka"_s).size(), 3);
}

void TestGradualRanking::whatManySmallChangesLeaveIsPutTogetherLater()
{
    GradualRanking ranking(everything());
    QSignalSpy tidied(&ranking, &GradualRanking::tidied);
    ranking.use(setOf(manySkills(u"quokka"_s, 1)));
    QTest::qWait(50);
    QVERIFY(tidied.isEmpty()); // nothing was left over
    for (int count = 2; count < 10; ++count)
        ranking.use(setOf(manySkills(u"quokka"_s, count)));
    QTRY_COMPARE(tidied.size(), 1);
    QCOMPARE(namesOf(ranking, u"quokka"_s).size(), 9);
    QVERIFY(!ranking.isBusy());
}

QTEST_GUILESS_MAIN(TestGradualRanking)
#include "tst_gradual_ranking.moc"
