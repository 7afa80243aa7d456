// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/model_choice.h"
#include "tests/support/mixture.h"
#include "tests/support/test_help.h"

#include <QDir>
#include <QEventLoop>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

static std::shared_ptr<const Skill> skill(const QString &name, const QString &description)
{
    auto made = std::make_shared<Skill>();
    made->name = name;
    made->description = description;
    return made;
}

static std::shared_ptr<const SkillSet> kitchen()
{
    auto set = std::make_shared<SkillSet>();
    set->skills = {skill(u"sourdough"_s, u"Bakes bread with a starter of wild yeast"_s),
                   skill(u"ledger"_s, u"Keeps the books of a small company"_s),
                   skill(u"telescope"_s, u"Points an instrument at planets and galaxies"_s)};
    return set;
}

static std::shared_ptr<const SkillSet> setOf(const QStringList &descriptions)
{
    auto set = std::make_shared<SkillSet>();
    for (const QString &description : descriptions)
        set->skills.append(skill(u"one"_s, description));
    return set;
}

/// What a maker says of the skills that it is aimed at.
class MakerRun
{
public:
    explicit MakerRun(const QString &cache, const QString &model = Mixture::model())
        : maker(model, cache)
    {
        QObject::connect(&maker, &VectorMaker::made, &maker,
                         [this](const std::shared_ptr<const SkillSet> &skills, const QList<MadeVector> &vectors) {
                             QStringList descriptions;
                             for (const MadeVector &each : vectors) {
                                 descriptions.append(skills->skills.at(each.place)->description);
                                 all.insert(descriptions.last(), each.vector);
                             }
                             made.append(descriptions);
                         });
        QObject::connect(&maker, &VectorMaker::finished, &maker, [this] { isFinished = true; });
        maker.start();
    }
    void aimAt(const QStringList &descriptions)
    {
        made.clear();
        isFinished = false;
        maker.aimAt(setOf(descriptions));
    }

    VectorMaker maker;
    QList<QStringList> made;                                 // batches
    QHash<QString, std::shared_ptr<const PackedVector>> all; // by description
    bool isFinished = false;
};

class TestMeaning : public QObject
{
    Q_OBJECT

private slots:
    void meaningFindsWhatSharesNoWord()
    {
        Mixture mixture(kitchen());
        const QString question = u"how does a loaf rise in the oven"_s;
        QVERIFY(mixture.words.search(question, 3).isEmpty());
        const QList<RankedSkill> found = mixture.ranking({.threshold = .1, .further = .1}).search(question, 1);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().skill->name, u"sourdough"_s);
        QVERIFY(found.first().score > 0 && found.first().score < 1);
    }

    void aMixtureWithoutItsModelIsMadeAllTheSame()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Searching by words alone"_s));
        Mixture mixture(kitchen(), u"/nowhere/model.bin"_s);
        QVERIFY(!mixture.hasMeaning);
        QCOMPARE(mixture.ranking().search(u"wild yeast bread"_s, 3).size(), 1);
    }

    void wordsAnswerUntilTheVectorsAreThere()
    {
        GradualRanking words;
        MeaningIndex meaning(Mixture::model(), {});
        MixedRanking ranking(words, meaning);
        ranking.use(kitchen());
        const QList<RankedSkill> before = ranking.search(u"wild yeast bread"_s, 3);
        QCOMPARE(before.size(), 1);
        QCOMPARE(before.first().score, words.search(u"wild yeast bread"_s, 3).first().score);
        QSignalSpy finished(&meaning, &MeaningIndex::finished);
        meaning.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
        const QList<RankedSkill> after = ranking.search(u"wild yeast bread"_s, 3);
        QCOMPARE(after.first().skill->name, u"sourdough"_s);
        QVERIFY(after.first().score != before.first().score);
    }

    void aSkillIsForgottenWhenItGoes()
    {
        const auto all = kitchen();
        Mixture mixture(all);
        auto fewer = std::make_shared<SkillSet>(*all);
        fewer->skills.removeFirst();
        MixedRanking ranking = mixture.ranking({.threshold = 0, .further = 0});
        ranking.use(fewer);
        QCOMPARE(mixture.meaning.search(u"galaxies"_s).size(), 2UL); // at once: they keep their vectors
        for (const RankedSkill &found : ranking.search(u"bake bread with wild yeast"_s, 10))
            QVERIFY(found.skill->name != u"sourdough"_s);
    }

    void theSameTextIsNeverLookedAtTwice()
    {
        const QTemporaryDir cache;
        const QStringList texts{u"first text"_s, u"second text"_s};
        MakerRun first(cache.path());
        first.aimAt(texts);
        QTRY_VERIFY_WITH_TIMEOUT(first.isFinished, 60'000);
        QCOMPARE(first.made.size(), 2);

        // In the next run all comes at once from the cache, and an edited text is made alone.
        MakerRun second(cache.path());
        second.aimAt(texts);
        QVERIFY(second.isFinished);
        QCOMPARE(second.made.size(), 1);
        QCOMPARE(second.made.first().size(), 2);
        QVERIFY(*second.all.value(texts.first()) == *first.all.value(texts.first()));
        second.aimAt({texts.first(), u"another text"_s});
        QTRY_VERIFY_WITH_TIMEOUT(second.isFinished, 60'000);
        QCOMPARE(second.made, (QList<QStringList>{{texts.first()}, {u"another text"_s}}));
    }

    void vectorsAreKeptBeforeAllAreMade()
    {
        const QTemporaryDir cache;
        QStringList texts;
        for (int i = 0; i < 60; ++i)
            texts.append(u"text %1"_s.arg(i));
        MakerRun first(cache.path());
        bool areKept = false;
        QObject::connect(&first.maker, &VectorMaker::made, &first.maker, [&] {
            if (first.made.size() == 40)
                areKept = !QDir(cache.path()).entryList({u"vectors-*.bin"_s}).isEmpty();
        });
        first.aimAt(texts);
        QTRY_VERIFY_WITH_TIMEOUT(first.isFinished, 60'000);
        QVERIFY(areKept);
    }

    void whatWasMadeIsKeptWhenItEnds()
    {
        const QTemporaryDir cache;
        const QStringList texts{u"first text"_s, u"second text"_s};
        {
            MakerRun first(cache.path());
            QEventLoop untilOne;
            QObject::connect(&first.maker, &VectorMaker::made, &untilOne, &QEventLoop::quit);
            first.aimAt(texts);
            untilOne.exec();
            QVERIFY(!first.isFinished);
        }
        MakerRun second(cache.path());
        second.aimAt(texts);
        QCOMPARE(second.made, QList<QStringList>{{u"first text"_s}});
    }

    void skillsOfOneTextShareTheirVector()
    {
        MakerRun run({});
        run.aimAt({u"text"_s, u"text"_s});
        QTRY_VERIFY_WITH_TIMEOUT(run.isFinished, 60'000);
        QCOMPARE(run.made.size(), 2);
    }

    void packedVectorsHaveTheCosinesOfTheirOwn()
    {
        const int width = 384;
        std::vector<std::vector<float>> vectors(3, std::vector<float>(size_t(width)));
        for (int k = 0; k < 3; ++k) {
            float length = 0;
            for (int i = 0; i < width; ++i) {
                vectors[size_t(k)][size_t(i)] = float((i * 7919 + k * 104'729) % 201 - 100);
                length += vectors[size_t(k)][size_t(i)] * vectors[size_t(k)][size_t(i)];
            }
            for (float &each : vectors[size_t(k)])
                each /= std::sqrt(length);
        }
        VectorTable table(3, width);
        QVERIFY(table.isMissing(0));
        table.set(0, packed(vectors[0]));
        table.set(2, packed(vectors[2]));
        VectorTable other(2, width);
        other.copy(1, table, 2);
        const std::vector<float> cosines = table.cosines(vectors[1]);
        QCOMPARE(cosines.size(), size_t(3));
        QCOMPARE(cosines[1], VectorTable::Missing);
        for (const size_t k : {size_t(0), size_t(2)}) {
            const float exact = std::inner_product(vectors[1].begin(), vectors[1].end(), vectors[k].begin(), 0.F);
            QVERIFY2(std::abs(cosines[k] - exact) < .001F, qPrintable(u"%1 %2"_s.arg(cosines[k]).arg(exact)));
        }
        QCOMPARE(other.cosines(vectors[1])[1], cosines[2]);
        QVERIFY(std::abs(table.cosines(vectors[0])[0] - 1) < .005F);
    }

    void aBrokenCacheIsMadeAnew_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("count"); // bytes that are flipped; below zero: cut off there
        QTest::newRow("foreign") << 0 << 8;
        QTest::newRow("another width") << 8 << 1;
        QTest::newRow("another count") << 12 << 1;
        QTest::newRow("another model") << 16 << 1;
        QTest::newRow("another number") << 100 << 1;
        QTest::newRow("cut off") << 100 << -1;
        QTest::newRow("empty") << 0 << -1;
    }

    void aBrokenCacheIsMadeAnew()
    {
        QFETCH(const int, from);
        QFETCH(const int, count);
        const QTemporaryDir directory;
        const QByteArray model(32, 'm');
        VectorStore store(directory.path(), model, 4);
        const QByteArray key = VectorStore::keyOf(u"text"_s);
        const auto half = std::make_shared<const PackedVector>(packed(std::vector<float>{.5F, .5F, .5F, .5F}));
        store.insert(key, half);
        store.insert(VectorStore::keyOf(u"other"_s),
                     std::make_shared<const PackedVector>(packed(std::vector<float>{1, 0, 0, 0})));
        QCOMPARE(store.save(), QString());
        VectorStore good(directory.path(), model, 4);
        good.load();
        QCOMPARE(good.size(), 2);
        QVERIFY(good.find(key) && *good.find(key) == *half);

        const QStringList names = QDir(directory.path()).entryList(QDir::Files);
        QCOMPARE(names.size(), 1);
        QFile file(directory.filePath(names.first()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        if (count < 0)
            bytes.truncate(from);
        for (int i = 0; i < count; ++i)
            bytes[from + i] = char(~bytes.at(from + i));
        QVERIFY(file.resize(0) && file.seek(0) && file.write(bytes) == bytes.size());
        file.close();
        VectorStore broken(directory.path(), model, 4);
        broken.load();
        QCOMPARE(broken.size(), 0);
    }

    void aPipeInPlaceOfTheCacheIsNone()
    {
        const QTemporaryDir directory;
        VectorStore store(directory.path(), QByteArray(32, 'm'), 1);
        store.insert(VectorStore::keyOf(u"text"_s),
                     std::make_shared<const PackedVector>(packed(std::vector<float>{1})));
        QCOMPARE(store.save(), QString());
        const QString name = directory.filePath(QDir(directory.path()).entryList(QDir::Files).value(0));
        QVERIFY(QFile::remove(name));
        QCOMPARE(::mkfifo(QFile::encodeName(name).constData(), 0600), 0);
        VectorStore again(directory.path(), QByteArray(32, 'm'), 1);
        again.load();
        QCOMPARE(again.size(), 0);
        QCOMPARE(store.save(), QString()); // and a file is made in its place
    }

    void whatCannotBeKeptIsSaid()
    {
        VectorStore store(u"/nowhere/at/all"_s, QByteArray(32, 'm'), 1);
        store.insert(VectorStore::keyOf(u"text"_s),
                     std::make_shared<const PackedVector>(packed(std::vector<float>{1})));
        QVERIFY(store.save().startsWith(u"Cannot keep vectors in /nowhere/at/all/"_s));
    }

    void theConfigChoosesTheModel()
    {
        const QTemporaryDir folder;
        const QString builtIn = u"/usr/share/model"_s;
        QCOMPARE(chooseModel(std::nullopt, builtIn).path, QString());
        QCOMPARE(chooseModel(u"words"_s, builtIn).path, QString());
        QCOMPARE(chooseModel(u"words"_s, builtIn).error, QString());
        QCOMPARE(chooseModel(u"all-MiniLM-L6-v2"_s, builtIn).path, builtIn);
        QCOMPARE(chooseModel(u"sentence-transformers/all-MiniLM-L6-v2"_s, builtIn).path, builtIn);
        QCOMPARE(chooseModel(folder.path(), builtIn).path, folder.path());
        const ModelChoice unknown = chooseModel(u"all-mpnet-base-v2"_s, builtIn);
        QCOMPARE(unknown.path, QString());
        QCOMPARE(
            unknown.error,
            u"Cannot use the model all-mpnet-base-v2: it is neither built in nor a folder. Searching by words alone"_s);
    }

    void aModelThatDoesNotFitIsSaidAndWordsGoOn()
    {
        const QTemporaryDir folder;
        QTest::ignoreMessage(QtWarningMsg, qPrintable(u"Cannot use the model in %1: it has no config.json that can be "
                                                      "read. Searching by words alone"_s.arg(folder.path())));
        GradualRanking words;
        MeaningIndex meaning(folder.path(), {});
        MixedRanking ranking(words, meaning);
        ranking.use(kitchen());
        bool hasFailed = false;
        QObject::connect(&meaning, &MeaningIndex::failed, &meaning, [&hasFailed] { hasFailed = true; });
        meaning.start();
        QTRY_VERIFY_WITH_TIMEOUT(hasFailed, 20'000);
        QVERIFY(!meaning.isLoaded());
        QCOMPARE(ranking.search(u"wild yeast bread"_s, 3).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestMeaning)
#include "tst_meaning.moc"
