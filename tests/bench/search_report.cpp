// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// Prints how well the search answers, step by step, as the tables of docs/search.md.
#include "core/mcp/tools/brief_texts.h"
#include "core/skills/source/skills_config.h"
#include "tests/bench/original_ranking.h"
#include "tests/support/mixture.h"
#include "tests/support/search_sets.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>

struct Step
{
    const char *name;
    WordRankingOptions options;
};

static QList<Step> steps()
{
    WordRankingOptions options{false, false, false, false, false, false};
    QList<Step> list{{"plain FTS5", options}};
    options.compounds = true;
    list.append({"+ splitting", options});
    options.stemming = true;
    list.append({"+ stemming", options});
    options.stopWords = true;
    list.append({"+ stop words", options});
    options.spelling = true;
    list.append({"+ spelling", options});
    options.completion = true;
    list.append({"+ last word's beginning", options});
    options.rating = true;
    options.threshold = 0;
    list.append({"+ fields and score", options});
    list.append({"+ threshold", WordRankingOptions{}});
    return list;
}

static void printQuality(const SearchQuality &quality)
{
    std::printf(" %.2f / %.2f / %.2f | %.3f |", quality.first, quality.three, quality.five, quality.reciprocal);
}

static void changeQuestions(QList<SearchQuestion> &questions, QString (*change)(const QString &))
{
    for (SearchQuestion &question : questions)
        question.question = change(question.question);
}

/// The questions of a row of the table: tuned, kept, and the kept ones misspelt and unfinished.
static QList<QList<SearchQuestion>> questionSets()
{
    const QList<SearchQuestion> kept = searchQuestions(SearchHalf::Kept);
    QList<SearchQuestion> wrong = kept;
    changeQuestions(wrong, misspelt);
    QList<SearchQuestion> typing = kept;
    changeQuestions(typing, unfinished);
    return {searchQuestions(SearchHalf::Tuned), kept, wrong, typing};
}

static void printRow(const char *name, const Ranking &ranking)
{
    std::printf("| %s |", name);
    for (const QList<SearchQuestion> &questions : questionSets())
        printQuality(qualityOf(ranking, questions));
    std::printf(" %.2f | %.2f |\n", silenceOf(ranking, offTopicQuestions(SearchHalf::Tuned)),
                silenceOf(ranking, offTopicQuestions(SearchHalf::Kept)));
}

static void printMixture(const std::shared_ptr<const SkillSet> &skills)
{
    Mixture mixture(skills);
    MixedRankingOptions options;
    options.threshold = options.further = 0;
    printRow("words and meaning", mixture.ranking(options));
    printRow("+ threshold", mixture.ranking());
    options.wordWeight = 0;
    printRow("meaning alone", mixture.ranking(options));
    QStringList questions;
    for (const QList<SearchQuestion> &set : questionSets()) {
        for (const SearchQuestion &question : set)
            questions.append(question.question);
    }
    OriginalRanking original;
    if (original.ask(skills, questions + offTopicQuestions(SearchHalf::Tuned) + offTopicQuestions(SearchHalf::Kept)))
        printRow("the original", original);
}

static void printSteps(const std::shared_ptr<const SkillSet> &skills)
{
    std::printf(
        "| step | tuned: top 1 / 3 / 5 | MRR | kept: top 1 / 3 / 5 | MRR | kept, misspelt | MRR | kept, unfinished "
        "| MRR | off-topic silent: tuned | kept |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (const Step &step : steps()) {
        WordRanking ranking(step.options);
        ranking.use(skills);
        printRow(step.name, ranking);
    }
    printMixture(skills);
}

static void printThresholds(const std::shared_ptr<const SkillSet> &skills)
{
    std::printf("\n| threshold | tuned: top 1 / 3 / 5 | MRR | off-topic silent, tuned |\n|---|---|---|---|\n");
    for (int percent = 16; percent <= 36; percent += 2) {
        WordRankingOptions options;
        options.threshold = percent / 100.0;
        WordRanking ranking(options);
        ranking.use(skills);
        std::printf("| %.2f |", options.threshold);
        printQuality(qualityOf(ranking, searchQuestions(SearchHalf::Tuned)));
        std::printf(" %.2f |\n", silenceOf(ranking, offTopicQuestions(SearchHalf::Tuned)));
    }
}

static void printMixedThresholds(const std::shared_ptr<const SkillSet> &skills)
{
    Mixture mixture(skills);
    std::printf(
        "\n| threshold, with meaning | tuned: top 1 / 3 / 5 | MRR | off-topic silent, tuned |\n|---|---|---|---|\n");
    for (int percent = 20; percent <= 34; ++percent) {
        MixedRankingOptions options;
        options.threshold = percent / 100.0;
        const MixedRanking ranking = mixture.ranking(options);
        std::printf("| %.2f |", options.threshold);
        printQuality(qualityOf(ranking, searchQuestions(SearchHalf::Tuned)));
        std::printf(" %.2f |\n", silenceOf(ranking, offTopicQuestions(SearchHalf::Tuned)));
    }
}

// Every answer of the half to tune on that is not at the top, and every off-topic question that finds something.
static void printMisses(const std::shared_ptr<const SkillSet> &skills)
{
    WordRanking ranking;
    ranking.use(skills);
    for (const SearchQuestion &question : searchQuestions(SearchHalf::Tuned)) {
        const QList<RankedSkill> found = ranking.search(question.question, 3);
        if (!found.isEmpty() && found.first().skill->name == question.skill)
            continue;
        std::printf("%s: %s\n", qPrintable(question.skill), qPrintable(question.question));
        for (const RankedSkill &ranked : found)
            std::printf("    %.3f %s\n", ranked.score, qPrintable(ranked.skill->name));
    }
    for (const QString &question : offTopicQuestions(SearchHalf::Tuned)) {
        for (const RankedSkill &ranked : ranking.search(question, 1))
            std::printf("off topic: %s\n    %.3f %s\n", qPrintable(question), ranked.score,
                        qPrintable(ranked.skill->name));
    }
}

// The answers that find_helpful_skills and list_skills give with the config's defaults.
static void printAnswerSizes(const std::shared_ptr<const SkillSet> &skills)
{
    Mixture mixture(skills);
    const MixedRanking ranking = mixture.ranking();
    QList<qsizetype> sizes;
    int whole = 0;
    for (const SearchHalf half : {SearchHalf::Tuned, SearchHalf::Kept}) {
        for (const SearchQuestion &question : searchQuestions(half)) {
            const QList<RankedSkill> found = ranking.search(question.question, SkillsConfig::defaults().defaultTopK);
            if (found.isEmpty())
                continue;
            const QString text = briefFoundText(found, true, {});
            sizes.append(text.size());
            whole += text.contains(QStringLiteral("To read on:")) ? 0 : 1;
        }
    }
    std::sort(sizes.begin(), sizes.end());
    const QString list = briefListText(sortedByName(*skills), {}, SkillsConfig::defaults().answerCharacters);
    std::printf("answers in characters: median %lld, most %lld, %d of %lld with a whole SKILL.md; list_skills of %lld "
                "skills %lld\n",
                qlonglong(sizes.value(sizes.size() / 2)), qlonglong(sizes.value(sizes.size() - 1)), whole,
                qlonglong(sizes.size()), qlonglong(skills->skills.size()), qlonglong(list.size()));
}

static double milliseconds(std::clock_t from)
{
    return 1e3 * double(std::clock() - from) / CLOCKS_PER_SEC;
}

// The processor's time beside the clock's: they part on a busy machine.
static void printQueryTimes(const Ranking &ranking, const char *title)
{
    QElapsedTimer timer;
    QList<double> times;
    QList<double> work;
    for (const SearchHalf half : {SearchHalf::Tuned, SearchHalf::Kept}) {
        for (const SearchQuestion &question : searchQuestions(half)) {
            timer.start();
            const std::clock_t start = std::clock();
            (void)ranking.search(question.question, 10);
            work.append(milliseconds(start));
            times.append(double(timer.nsecsElapsed()) / 1e6);
        }
    }
    for (QList<double> *list : {&times, &work}) {
        std::sort(list->begin(), list->end());
        std::printf("    query%s, %s: p50 %.2f ms, p99 %.2f ms, longest %.2f ms\n", title,
                    list == &times ? "clock" : "processor", list->at(list->size() / 2),
                    list->at(list->size() * 99 / 100), list->last());
    }
}

static void printTimes(const std::shared_ptr<const SkillSet> &skills, const char *title)
{
    QElapsedTimer timer;
    timer.start();
    const std::clock_t start = std::clock();
    WordRanking ranking;
    ranking.use(skills);
    const double build = milliseconds(start);
    std::printf("%s: %lld skills indexed in %lld ms (%.0f of the processor)\n", title, qlonglong(skills->skills.size()),
                qlonglong(timer.elapsed()), build);
    printQueryTimes(ranking, "");
}

static void printMixedTimes(const std::shared_ptr<const SkillSet> &skills)
{
    QElapsedTimer timer;
    timer.start();
    const std::clock_t start = std::clock();
    Mixture mixture(skills);
    const double build = milliseconds(start);
    std::printf("words and meaning: %lld skills in %lld ms (%.0f of the processor), the model's check included\n",
                qlonglong(skills->skills.size()), qlonglong(timer.elapsed()), build);
    printQueryTimes(mixture.ranking(), " by words and meaning");
}

// The real skills again and again, each with a word of its own: common words stay as common as they are.
static std::shared_ptr<const SkillSet> many(const std::shared_ptr<const SkillSet> &skills, int count)
{
    auto set = std::make_shared<SkillSet>();
    for (int i = 0; i < count; ++i) {
        auto skill = std::make_shared<Skill>(*skills->skills.at(i % skills->skills.size()));
        skill->name += QStringLiteral("-%1").arg(i);
        skill->content.prepend(QStringLiteral("word%1 ").arg(i));
        set->skills.append(skill);
    }
    return set;
}

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const auto skills = realSkills();
    if (skills->skills.isEmpty()) {
        std::fprintf(stderr, "Cannot report: no skills in ../shared/skills nor in $SKILLS_SHARED_DIR/skills\n");
        return 1;
    }
    const QStringList arguments = application.arguments();
    if (arguments.contains(QStringLiteral("--misses"))) {
        printMisses(skills);
        return 0;
    }
    if (arguments.contains(QStringLiteral("--answers"))) {
        printAnswerSizes(skills);
        return 0;
    }
    if (arguments.contains(QStringLiteral("--thresholds"))) {
        printThresholds(skills);
        printMixedThresholds(skills);
        return 0;
    }
    if (!arguments.contains(QStringLiteral("--times"))) {
        printSteps(skills);
        std::printf("\n");
        printAnswerSizes(skills);
    }
    printTimes(skills, "real skills");
    printMixedTimes(skills);
    if (arguments.contains(QStringLiteral("--many")))
        printTimes(many(skills, 10'000), "many skills");
    return 0;
}
