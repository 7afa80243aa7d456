// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/stop_words.h"
#include "core/skills/search/vocabulary.h"
#include "core/skills/search/word_index.h"
#include "core/skills/search/word_splitter.h"

#include <QTest>

class TestWordSplitter : public QObject
{
    Q_OBJECT

private slots:
    void textIsCutIntoWords_data();
    void textIsCutIntoWords();
    void partsOfACompoundShareTheirToken();
    void withoutCompoundsAWordIsARunOfLettersAndDigits();
    void longTextsOfOneWordAreSkipped();
    void formsOfAWordShareAStem_data();
    void formsOfAWordShareAStem();
    void otherWordsKeepTheirOwnStem_data();
    void otherWordsKeepTheirOwnStem();
    void stopWordsAreTheSmallOnes();
    void editDistanceCountsEdits_data();
    void editDistanceCountsEdits();
    void neighboursAreHeldWordsOnly();
};

static QString cut(const QString &text, bool compounds = true)
{
    QStringList words;
    for (const SplitWord &word : WordSplitter(compounds).split(text))
        words.append(word.text);
    return words.join(u' ');
}

void TestWordSplitter::textIsCutIntoWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *text, const char *words) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(words);
    };
    row("nothing", "", "");
    row("marks only", " ... -- !? ", "");
    row("sentence", "Read a FITS file.", "read a fits file");
    row("hyphen", "scikit-learn", "scikitlearn scikit learn");
    row("underscore", "torch_geometric", "torchgeometric torch geometric");
    row("dotted", "np.linalg.norm", "nplinalgnorm np linalg norm");
    row("joiners at the ends", "-x_ray- .h5ad", "xray x ray h5ad ad");
    row("camel case", "readSkillFile", "readskillfile read skill file");
    row("short form in front", "HTMLParser", "htmlparser html parser");
    row("digits", "esm3 GRNBoost2", "esm3 esm grnboost2 grn boost");
    row("number of many digits", "python312", "python312 python 312");
    row("accents", "Zürich naïve Ångström", "zurich naive angstrom");
    row("compatibility forms", "ﬁt ＰＣＡ", "fit pca");
    row("sharp s", "Straße", "straße");
    row("Cyrillic", "Анализ данных", "анализ данных");
    row("Han", "数据分析", "数据 据分 分析");
    row("lone Han", "图", "图");
    row("kana", "データ", "デー ータ");
    row("kana keeps its marks", "がか", "がか");
    row("Han between Latin", "用Python分析", "用 python 分析");
    row("languages", "C++ and C# but not abc#", "cpp and csharp but not abc");
    row("beyond the basic plane",
        "\xF0\x9D\x93\x90"
        "b \xF0\x9F\x98\x80",
        "ab");
}

void TestWordSplitter::textIsCutIntoWords()
{
    QFETCH(const QString, text);
    QTEST(cut(text), "words");
}

void TestWordSplitter::partsOfACompoundShareTheirToken()
{
    const QList<SplitWord> words = WordSplitter().split(QStringLiteral("use scikit-learn"));
    QCOMPARE(words.size(), 4);
    QVERIFY(words.at(0).token != words.at(1).token);
    QCOMPARE(words.at(1), (SplitWord{QStringLiteral("scikitlearn"), WordForm::Whole, words.at(1).token}));
    QCOMPARE(words.at(2), (SplitWord{QStringLiteral("scikit"), WordForm::Part, words.at(1).token}));
    QCOMPARE(words.at(3), (SplitWord{QStringLiteral("learn"), WordForm::Part, words.at(1).token}));
}

void TestWordSplitter::withoutCompoundsAWordIsARunOfLettersAndDigits()
{
    QCOMPARE(cut(QStringLiteral("scikit-learn readFile C++"), false), QStringLiteral("scikit learn readfile c"));
}

// A base64 block or a hash would fill the vocabulary and be asked for by nobody.
void TestWordSplitter::longTextsOfOneWordAreSkipped()
{
    QCOMPARE(cut(QString(41, u'x') + QStringLiteral(" short")), QStringLiteral("short"));
    QCOMPARE(cut(QString(40, u'x')).size(), 40);
}

void TestWordSplitter::formsOfAWordShareAStem_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    const auto row = [](const char *left, const char *right) {
        QTest::addRow("%s, %s", left, right) << QString::fromUtf8(left) << QString::fromUtf8(right);
    };
    row("clusters", "clustering");
    row("molecule", "molecules");
    row("normalise", "normalization");
    row("analysed", "analyze");
    row("colour", "colors");
    row("tumours", "tumor");
    row("optimising", "optimized");
}

void TestWordSplitter::formsOfAWordShareAStem()
{
    const WordIndex index;
    const Stemmer stemmer(index.database());
    QFETCH(const QString, left);
    QFETCH(const QString, right);
    QCOMPARE(stemmer.stem(left), stemmer.stem(right));
}

void TestWordSplitter::otherWordsKeepTheirOwnStem_data()
{
    QTest::addColumn<QString>("word");
    for (const char *word : {"hour", "four", "wisest", "h5ad", "analyse3", "straße", "данных", "数据"})
        QTest::addRow("%s", word) << QString::fromUtf8(word);
}

void TestWordSplitter::otherWordsKeepTheirOwnStem()
{
    const WordIndex index;
    const Stemmer stemmer(index.database());
    QFETCH(const QString, word);
    QCOMPARE(stemmer.stem(word), word.toUtf8());
}

void TestWordSplitter::stopWordsAreTheSmallOnes()
{
    for (const char16_t *word : {u"the", u"how", u"a", u"i", u"yourselves", u"7"})
        QVERIFY2(isStopWord(word), qPrintable(QString::fromUtf16(word)));
    for (const char16_t *word : {u"data", u"map", u"protein", u"", u"图"})
        QVERIFY2(!isStopWord(word), qPrintable(QString::fromUtf16(word)));
}

void TestWordSplitter::editDistanceCountsEdits_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<int>("distance"); // 3: more than 2
    const auto row = [](const char *left, const char *right, int distance) {
        QTest::addRow("%s, %s", left, right) << QString::fromUtf8(left) << QString::fromUtf8(right) << distance;
    };
    row("protein", "protein", 0);
    row("protein", "protien", 1);
    row("protein", "protei", 1);
    row("protein", "xprotein", 1);
    row("protein", "protxin", 1);
    row("protein", "prtien", 2);
    row("protein", "proxxxn", 3);
    row("protein", "pro", 3);
    row("", "ab", 2);
}

void TestWordSplitter::editDistanceCountsEdits()
{
    QFETCH(const QString, left);
    QFETCH(const QString, right);
    QTEST(editDistance(left, right, 2), "distance");
    QTEST(editDistance(right, left, 2), "distance");
}

void TestWordSplitter::neighboursAreHeldWordsOnly()
{
    Vocabulary vocabulary(nullptr);
    const int held = vocabulary.take(u"protein");
    const int common = vocabulary.take(u"proteins");
    (void)vocabulary.take(u"protean"); // no skill holds it
    vocabulary.countWord(held, +1);
    vocabulary.countWord(common, +1);
    vocabulary.countWord(common, +1);
    QCOMPARE(vocabulary.neighbours(u"protien", 1, 8), std::vector<int>{held});
    QCOMPARE(vocabulary.neighbours(u"proteinz", 1, 8), (std::vector<int>{common, held}));
    QCOMPARE(vocabulary.completions(u"prot", 1), std::vector<int>{common});
    vocabulary.countWord(held, -1);
    QCOMPARE(vocabulary.neighbours(u"protien", 1, 8), std::vector<int>{});
}

QTEST_APPLESS_MAIN(TestWordSplitter)
#include "tst_word_splitter.moc"
