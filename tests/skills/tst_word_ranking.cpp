// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/skill_reader.h"
#include "core/skills/search/word_ranking.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

class TestWordRanking : public QObject
{
    Q_OBJECT

private slots:
    void aSkillIsFound_data();
    void aSkillIsFound();
    void nothingIsFound_data();
    void nothingIsFound();
    void descriptionCountsMoreThanBody();
    void eachTimeThatAWordStandsThereCounts();
    void bestComesFirstAndNotMoreThanAsked();
    void equalSkillsStayInTheOrderOfTheSet();
    void theScoreIsBetweenZeroAndOne();
    void aNameAloneIsAnsweredByItsSkill();
    void moreOfTheQuestionAnsweredScoresHigher();
    void unknownWordsLowerTheScore();
    void aMisspeltWordScoresLessThanTheRightOne();
    void anUnfinishedWordIsCompletedOnlyAtTheEnd();
    void aChangedSkillIsFoundByItsNewWordsOnly();
    void aSkillGoesWithoutItsFile();
    void aSkillThatIsOnlyCalledAnewIsNotReadAgain();
    void anEqualSkillElsewhereIsNotReadAgain();
    void anEqualSkillMakesUpForATextThatCouldNotBeRead();
    void aRemovedSkillIsNotFound();
    void oneChangeCostsLittle();
    void unchangedSkillsAreNotReadAgain();
    void aVeryLongQuestionIsAnswered();
    void eachStepCanBeLeftOut();
};

static std::shared_ptr<const Skill> skill(const QByteArray &name, const QByteArray &description,
                                          const QByteArray &content = {})
{
    auto made = std::make_shared<Skill>();
    made->name = QString::fromUtf8(name);
    made->description = QString::fromUtf8(description);
    made->content = QString::fromUtf8(content);
    return made;
}

static QList<std::shared_ptr<const Skill>> someSkills()
{
    return {
        skill("star-maps", "Coordinates of stars and galaxies, telescopes, FITS images.",
              "# Reading spectra\nUse `openImage` for exposures.\n```sh\n# comment about bananas\n```\n"),
        skill("proteinFolding", "Predict how amino acid chains fold into structures.",
              "# Clustering of conformations\nWrite the pose to a h5ad file."),
        skill("bread-baking", "Sourdough, ovens and flour.", "# Kneading\nPatience helps."),
        skill("chinese-text", "中文文本数据分析与分词", "# 词频统计"),
        skill("colour-theory", "Normalise and compare colours of displays.", "C++ examples"),
    };
}

static std::shared_ptr<const SkillSet> setOf(const QList<std::shared_ptr<const Skill>> &skills)
{
    auto set = std::make_shared<SkillSet>();
    set->skills = skills;
    return set;
}

static QStringList namesOf(const QList<RankedSkill> &found)
{
    QStringList names;
    for (const RankedSkill &ranked : found)
        names.append(ranked.skill->name);
    return names;
}

static double scoreOf(const WordRanking &ranking, const char *question)
{
    const QList<RankedSkill> found = ranking.search(QString::fromUtf8(question), 1);
    return found.isEmpty() ? 0 : found.first().score;
}

static WordRankingOptions everything()
{
    WordRankingOptions options;
    options.threshold = 0;
    return options;
}

void TestWordRanking::aSkillIsFound_data()
{
    QTest::addColumn<QString>("question");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *why, const char *question, const char *name) {
        QTest::newRow(why) << QString::fromUtf8(question) << QString::fromUtf8(name);
    };
    row("by its name", "star-maps", "star-maps");
    row("by its name in one word", "starmaps", "star-maps");
    row("by its name in two words", "star maps", "star-maps");
    row("by a hump of its name", "protein", "proteinFolding");
    row("by another form of a word", "where is this galaxy", "star-maps");
    row("by a heading", "spectra", "star-maps");
    row("by a part of a word in code", "open an image", "star-maps");
    row("by American spelling", "normalization of colors", "colour-theory");
    row("with one edit", "sourdogh", "bread-baking");
    row("with one letter too many", "good flouer", "bread-baking");
    row("with two edits in a long word", "galaxies in telxscpoes", "star-maps");
    row("still typed", "amino aci", "proteinFolding");
    row("by Chinese", "怎么做文本分析", "chinese-text");
    row("by C++", "C++ displays", "colour-theory");
    row("shouted", "TELESCOPE", "star-maps");
    row("with quotes and operators of FTS5", "\"fits\" AND (stars* OR NEAR name:galaxies^", "star-maps");
}

void TestWordRanking::aSkillIsFound()
{
    WordRanking ranking;
    ranking.use(setOf(someSkills()));
    QFETCH(const QString, question);
    QFETCH(const QString, name);
    const QList<RankedSkill> found = ranking.search(question, 5);
    QVERIFY(!found.isEmpty());
    QCOMPARE(found.first().skill->name, name);
}

void TestWordRanking::nothingIsFound_data()
{
    QTest::addColumn<QString>("question");
    for (const char *question : {"", "   ", "?!", "how do I do that", "cheap flights to Lisbon", "\"", "OR", "-",
                                 "flxxr", "去里斯本的便宜机票"})
        QTest::addRow("'%s'", question) << QString::fromUtf8(question);
}

void TestWordRanking::nothingIsFound()
{
    WordRanking ranking;
    QFETCH(const QString, question);
    QVERIFY(ranking.search(question, 5).isEmpty()); // no skills at all
    ranking.use(setOf(someSkills()));
    QCOMPARE(namesOf(ranking.search(question, 5)), QStringList());
}

// Texts of one length, so that nothing but the count tells them apart.
void TestWordRanking::eachTimeThatAWordStandsThereCounts()
{
    static constexpr int Words = 200;
    QList<std::shared_ptr<const Skill>> skills;
    for (const int times : {1, 2, 3, 4, 7, 8, 31, 32, 63}) {
        const QByteArray text = QByteArray("heron ").repeated(times) + QByteArray("reed ").repeated(Words - times);
        skills.prepend(skill("birds-" + QByteArray::number(times), text));
    }
    WordRanking ranking;
    ranking.use(setOf(skills));
    const QList<RankedSkill> found = ranking.search(QStringLiteral("heron"), 20, 0);
    QCOMPARE(found.size(), skills.size());
    for (qsizetype i = 0; i < skills.size(); ++i) {
        QCOMPARE(found.at(i).skill->name, skills.at(i)->name);
        QVERIFY(i == 0 || found.at(i).score < found.at(i - 1).score);
    }
    // From some number on it is all the same, but never less.
    skills.append(skill("birds-64", QByteArray("heron ").repeated(64) + QByteArray("reed ").repeated(Words - 64)));
    skills.append(skill("birds-200", QByteArray("heron ").repeated(Words)));
    ranking.use(setOf(skills));
    const QList<RankedSkill> more = ranking.search(QStringLiteral("heron"), 3, 0);
    for (const RankedSkill &each : more)
        QVERIFY2(each.skill->name != QStringLiteral("birds-32"), qPrintable(each.skill->name));
}

void TestWordRanking::descriptionCountsMoreThanBody()
{
    WordRanking ranking(everything());
    ranking.use(setOf({skill("one", "About something else.", "A long text that says enzyme and enzyme."),
                       skill("two", "About an enzyme.", "A long text that says something else.")}));
    QCOMPARE(namesOf(ranking.search(QStringLiteral("enzyme"), 5)),
             QStringList({QStringLiteral("two"), QStringLiteral("one")}));
}

void TestWordRanking::bestComesFirstAndNotMoreThanAsked()
{
    WordRanking ranking(everything());
    ranking.use(
        setOf({skill("one", "enzyme"), skill("two", "enzyme kinetics"), skill("three", "enzyme kinetics model")}));
    const QString question = QStringLiteral("model of enzyme kinetics");
    QCOMPARE(namesOf(ranking.search(question, 9)),
             QStringList({QStringLiteral("three"), QStringLiteral("two"), QStringLiteral("one")}));
    QCOMPARE(namesOf(ranking.search(question, 2)), QStringList({QStringLiteral("three"), QStringLiteral("two")}));
    QVERIFY(ranking.search(question, 0).isEmpty());
    QVERIFY(ranking.search(question, -1).isEmpty());
}

void TestWordRanking::equalSkillsStayInTheOrderOfTheSet()
{
    WordRanking ranking(everything());
    const auto first = skill("same", "enzyme");
    const auto second = skill("same", "enzyme");
    ranking.use(setOf({first, second}));
    QCOMPARE(ranking.search(QStringLiteral("enzyme"), 2).first().skill, first);
    ranking.use(setOf({second, first}));
    QCOMPARE(ranking.search(QStringLiteral("enzyme"), 2).first().skill, second);
}

void TestWordRanking::theScoreIsBetweenZeroAndOne()
{
    WordRanking ranking(everything());
    QList<std::shared_ptr<const Skill>> skills = someSkills();
    skills.append(skill("enzyme", "enzyme enzyme enzyme enzyme enzyme enzyme enzyme enzyme", "# enzyme\nenzyme"));
    ranking.use(setOf(skills));
    const QString all =
        QStringLiteral("enzyme stars galaxies telescopes images coordinates amino acid chains flour ovens");
    for (const QString &question : {QStringLiteral("enzyme"), QStringLiteral("enzyme bananas"), all}) {
        const QList<RankedSkill> found = ranking.search(question, 10);
        QVERIFY(!found.isEmpty());
        for (const RankedSkill &ranked : found)
            QVERIFY2(ranked.score > 0 && ranked.score <= 1, qPrintable(QString::number(ranked.score)));
    }
}

void TestWordRanking::aNameAloneIsAnsweredByItsSkill()
{
    WordRanking ranking;
    const auto named = skill("use-of-the", "Something else.");
    const auto praised = skill("other", "Use-of-the use-of-the use-of-the is worse than this.", "use-of-the");
    ranking.use(setOf({praised, named}));
    for (const char *question : {"use-of-the", "Use of the", " UseOfThe? "}) {
        const QList<RankedSkill> found = ranking.search(QString::fromUtf8(question), 1);
        QCOMPARE(namesOf(found), QStringList(QStringLiteral("use-of-the")));
        QCOMPARE(found.first().score, 1.0);
    }
    ranking.use(setOf({praised}));
    QVERIFY(!namesOf(ranking.search(QStringLiteral("use-of-the"), 2)).contains(QStringLiteral("use-of-the")));
    // Marks alone are no name.
    QVERIFY(ranking.search(QStringLiteral("-"), 1).isEmpty());
}

void TestWordRanking::moreOfTheQuestionAnsweredScoresHigher()
{
    WordRanking ranking(everything());
    ranking.use(setOf(someSkills()));
    QVERIFY(scoreOf(ranking, "stars and galaxies") > scoreOf(ranking, "stars and bicycles"));
}

void TestWordRanking::unknownWordsLowerTheScore()
{
    WordRanking ranking(everything());
    ranking.use(setOf(someSkills()));
    const double alone = scoreOf(ranking, "galaxies");
    const double among = scoreOf(ranking, "galaxies zzyzx qwvkk");
    QVERIFY2(among > 0 && among < alone, qPrintable(QStringLiteral("%1 %2").arg(among).arg(alone)));
}

void TestWordRanking::aMisspeltWordScoresLessThanTheRightOne()
{
    WordRanking ranking(everything());
    ranking.use(setOf(someSkills()));
    const double right = scoreOf(ranking, "telescopes at night");
    const double oneEdit = scoreOf(ranking, "telescpoes at night");
    const double twoEdits = scoreOf(ranking, "telxscpoes at night");
    QVERIFY(right > oneEdit);
    QVERIFY(oneEdit > twoEdits);
    QVERIFY(twoEdits > 0);
    QCOMPARE(scoreOf(ranking, "txlxscpoes at night"), 0.0);
    QCOMPARE(scoreOf(ranking, "flxxr at night"), 0.0); // two edits in a short word
}

void TestWordRanking::anUnfinishedWordIsCompletedOnlyAtTheEnd()
{
    WordRanking ranking(everything());
    ranking.use(setOf(someSkills()));
    QVERIFY(scoreOf(ranking, "the telesc") > 0);
    QCOMPARE(scoreOf(ranking, "telesc at night"), 0.0);
    QCOMPARE(scoreOf(ranking, "the telesc "), 0.0); // the word has ended
}

void TestWordRanking::aChangedSkillIsFoundByItsNewWordsOnly()
{
    WordRanking ranking;
    QList<std::shared_ptr<const Skill>> skills = someSkills();
    ranking.use(setOf(skills));
    QCOMPARE(namesOf(ranking.search(QStringLiteral("sourdough"), 5)), QStringList(QStringLiteral("bread-baking")));
    skills[2] = skill("bread-baking", "Baguettes and flour.", "# Kneading");
    ranking.use(setOf(skills));
    QCOMPARE(namesOf(ranking.search(QStringLiteral("sourdough"), 5)), QStringList());
    const QList<RankedSkill> found = ranking.search(QStringLiteral("baguettes"), 5);
    QCOMPARE(namesOf(found), QStringList(QStringLiteral("bread-baking")));
    QCOMPARE(found.first().skill, skills[2]);
    // A word that nobody holds any more must not be what a misspelt one is taken for.
    QCOMPARE(namesOf(ranking.search(QStringLiteral("sourdogh"), 5)), QStringList());
}

/// A skill whose content is left in its file.
static SkillReading readFrom(const QTemporaryDir &folder, const char *content)
{
    QFile file(folder.filePath(QStringLiteral("SKILL.md")));
    if (!file.open(QIODevice::WriteOnly) || !file.write(content))
        return {};
    file.close();
    return readSkill(QDir(folder.path()).canonicalPath(), folder.path(), QStringLiteral("here"), {});
}

void TestWordRanking::aSkillGoesWithoutItsFile()
{
    const QTemporaryDir folder;
    const SkillReading reading = readFrom(folder, "---\nname: a\ndescription: b\n---\nWeighs a quokka.\n");
    QVERIFY2(reading.skill, qPrintable(reading.error));
    WordRanking ranking(everything());
    const auto other = skill("other", "Something else.");
    ranking.use(setOf({reading.skill, other}));
    QCOMPARE(namesOf(ranking.search(QStringLiteral("quokka"), 5)), QStringList(QStringLiteral("a")));
    QVERIFY(QFile::remove(folder.filePath(QStringLiteral("SKILL.md"))));
    ranking.use(setOf({other}));
    QCOMPARE(namesOf(ranking.search(QStringLiteral("quokka"), 5)), QStringList());
    QVERIFY(ranking.termsOf(QStringLiteral("quokka")).front().forms.empty()); // nobody holds it
}

void TestWordRanking::aSkillThatIsOnlyCalledAnewIsNotReadAgain()
{
    const QTemporaryDir folder;
    const SkillReading reading = readFrom(folder, "---\nname: a\ndescription: b\n---\nWeighs a quokka.\n");
    QVERIFY2(reading.skill, qPrintable(reading.error));
    WordRanking ranking(everything());
    ranking.use(setOf({reading.skill}));
    QVERIFY(QFile::remove(folder.filePath(QStringLiteral("SKILL.md"))));
    const auto other = skill("a", "Something else.");
    auto renamed = std::make_shared<Skill>(*reading.skill);
    renamed->calledName = QStringLiteral("elsewhere/a");
    ranking.use(setOf({other, renamed}));
    const QList<RankedSkill> found = ranking.search(QStringLiteral("quokka"), 5);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().skill, renamed);
    // The very same folder, but with other words.
    const SkillReading later = readFrom(folder, "---\nname: a\ndescription: b\n---\nWeighs a numbat.\n");
    ranking.use(setOf({other, later.skill}));
    QCOMPARE(ranking.search(QStringLiteral("quokka"), 5).size(), 0);
    QCOMPARE(ranking.search(QStringLiteral("numbat"), 5).size(), 1);
}

void TestWordRanking::anEqualSkillElsewhereIsNotReadAgain()
{
    const char *const text = "---\nname: a\ndescription: b\n---\nWeighs a quokka.\n";
    const QTemporaryDir first, second;
    const SkillReading reading = readFrom(first, text);
    const SkillReading copy = readFrom(second, text);
    QVERIFY(reading.skill && copy.skill && reading.skill->directory != copy.skill->directory);
    WordRanking ranking(everything());
    ranking.use(setOf({reading.skill}));
    QVERIFY(QFile::remove(second.filePath(QStringLiteral("SKILL.md"))));
    ranking.use(setOf({copy.skill}));
    const QList<RankedSkill> found = ranking.search(QStringLiteral("quokka"), 5);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().skill, copy.skill);
    ranking.use(setOf({}));
    QCOMPARE(ranking.search(QStringLiteral("quokka"), 5).size(), 0);
}

void TestWordRanking::anEqualSkillMakesUpForATextThatCouldNotBeRead()
{
    const char *const text = "---\nname: a\ndescription: b\n---\nWeighs a quokka.\n";
    const QTemporaryDir first, second;
    const SkillReading reading = readFrom(first, text);
    const SkillReading copy = readFrom(second, text);
    QVERIFY(reading.skill && copy.skill);
    WordRanking ranking(everything());
    QVERIFY(QFile::remove(first.filePath(QStringLiteral("SKILL.md"))));
    ranking.use(setOf({reading.skill}));
    QCOMPARE(ranking.search(QStringLiteral("quokka"), 5).size(), 0);
    ranking.use(setOf({copy.skill}));
    QCOMPARE(ranking.search(QStringLiteral("quokka"), 5).size(), 1);
}

void TestWordRanking::aRemovedSkillIsNotFound()
{
    WordRanking ranking;
    QList<std::shared_ptr<const Skill>> skills = someSkills();
    ranking.use(setOf(skills));
    skills.removeAt(2);
    ranking.use(setOf(skills));
    QCOMPARE(namesOf(ranking.search(QStringLiteral("sourdough bread"), 5)), QStringList());
    ranking.use(setOf({}));
    QCOMPARE(namesOf(ranking.search(QStringLiteral("telescopes"), 5)), QStringList());
    ranking.use(setOf(skills));
    QCOMPARE(namesOf(ranking.search(QStringLiteral("telescopes"), 5)), QStringList(QStringLiteral("star-maps")));
}

static QList<std::shared_ptr<const Skill>> manySkills(int count)
{
    QList<std::shared_ptr<const Skill>> skills;
    for (int i = 0; i < count; ++i) {
        QByteArray body;
        for (int k = 0; k < 200; ++k)
            body += "word" + QByteArray::number((i * 31 + k * k) % 5000) + ' ';
        skills.append(
            skill(("skill" + QByteArray::number(i)).constData(), "Common words of every skill.", body.constData()));
    }
    return skills;
}

void TestWordRanking::oneChangeCostsLittle()
{
    WordRanking ranking;
    QList<std::shared_ptr<const Skill>> skills = manySkills(300);
    QElapsedTimer timer;
    timer.start();
    ranking.use(setOf(skills));
    const qint64 all = timer.nsecsElapsed();
    // The best of several: the machine may be busy.
    qint64 one = all;
    for (int i = 0; i < 5; ++i) {
        skills[200 + i] = skill("changed", "A quokka has moved in.");
        const auto set = setOf(skills);
        timer.start();
        ranking.use(set);
        one = std::min(one, timer.nsecsElapsed());
    }
    qInfo("all: %.1f ms, one: %.2f ms", double(all) / 1e6, double(one) / 1e6);
    QVERIFY(one * 20 < all);
    QCOMPARE(ranking.search(QStringLiteral("quokka"), 9).size(), 5);
}

void TestWordRanking::unchangedSkillsAreNotReadAgain()
{
    WordRanking ranking(everything());
    const QList<std::shared_ptr<const Skill>> skills = someSkills();
    ranking.use(setOf(skills));
    const double before = scoreOf(ranking, "stars and galaxies");
    for (int i = 0; i < 3; ++i)
        ranking.use(setOf(skills));
    QCOMPARE(scoreOf(ranking, "stars and galaxies"), before); // counted twice, the words would weigh less
}

void TestWordRanking::aVeryLongQuestionIsAnswered()
{
    WordRanking ranking(everything());
    ranking.use(setOf(someSkills()));
    QString question = QStringLiteral("telescopes galaxies ");
    for (int i = 0; i < 100'000; ++i)
        question += QStringLiteral("nothing%1 ").arg(i);
    QCOMPARE(namesOf(ranking.search(question, 1)), QStringList(QStringLiteral("star-maps")));
    QVERIFY(ranking.termsOf(question).size() <= 32);
}

void TestWordRanking::eachStepCanBeLeftOut()
{
    const auto finds = [](const WordRankingOptions &options, const char *question) {
        WordRanking ranking(options);
        ranking.use(setOf(someSkills()));
        return !ranking.search(QString::fromUtf8(question), 1).isEmpty();
    };
    const WordRankingOptions all = everything();
    WordRankingOptions options = all;
    options.compounds = false;
    QVERIFY(finds(all, "kubernetes starmaps") && !finds(options, "kubernetes starmaps"));
    options = all;
    options.stemming = false;
    QVERIFY(finds(all, "kneaded dough") && !finds(options, "kneaded dough"));
    options = all;
    options.stopWords = false;
    QVERIFY(!finds(all, "of the") && finds(options, "of the"));
    options = all;
    options.spelling = false;
    QVERIFY(finds(all, "sourdogh loaf") && !finds(options, "sourdogh loaf"));
    options = all;
    options.completion = false;
    QVERIFY(finds(all, "telesc") && !finds(options, "telesc"));
    options = all;
    options.rating = false;
    QVERIFY(finds(options, "telescopes"));
}

QTEST_APPLESS_MAIN(TestWordRanking)
#include "tst_word_ranking.moc"
