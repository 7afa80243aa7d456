// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// How long vectors of texts take (P13), in time of the processor: texts of some lengths by the arithmetic of each kind
// of processors that this one can be, a question of twenty words from its letters on, and the texts of all real skills.
//     bench_meaning [--rounds N] [--ids FILE]
// --ids: writes what was measured as token ids, a line for each text with its name, and the vector, for others to be
// measured by: see bench_onnxruntime.py.
#include "core/embedding/sentence_encoder.h"
#include "tests/support/mixture.h"
#include "tests/support/search_sets.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace Qt::StringLiterals;

static const auto Question = u"How can I compare the gene expression of two groups of samples and draw a clear plot of "
                             "what changed most?"_s;

static double processorMs()
{
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

/// The median, with the least and the most.
static void report(const QString &name, QList<double> values)
{
    std::sort(values.begin(), values.end());
    std::printf(R"({"name":"%s","value":%.5g,"unit":"ms","n":%d,"min":%.5g,"max":%.5g})"
                "\n",
                qPrintable(name), values.at(values.size() / 2), int(values.size()), values.first(), values.last());
    std::fflush(stdout);
}

template<class Work>
static void measure(const QString &name, int times, const Work &work)
{
    QList<double> values;
    for (int i = 0; i < times; ++i) {
        const double start = processorMs();
        work();
        values.append(processorMs() - start);
    }
    report(name, values);
}

/// Writes texts as ids, with their vectors.
class IdFile
{
public:
    explicit IdFile(const QString &path)
        : m_file(path)
    {
        if (!path.isEmpty() && !m_file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            qFatal("Cannot write %s: %s", qPrintable(path), qPrintable(m_file.errorString()));
    }

    void add(const QString &name, const std::vector<int> &ids, const std::vector<float> &vector)
    {
        if (!m_file.isOpen())
            return;
        QByteArray line = name.toUtf8() + '\t';
        for (const int id : ids)
            line += QByteArray::number(id) + ' ';
        line += '\t';
        for (const float value : vector)
            line += QByteArray::number(double(value), 'g', 9) + ' ';
        m_file.write(line + '\n');
    }

private:
    QFile m_file;
};

static QStringList textsOfSkills()
{
    QStringList texts;
    if (const auto skills = realSkills()) {
        for (const auto &skill : skills->skills)
            texts.append(skill->name + u": "_s + skill->description);
    }
    return texts;
}

static void measureKinds(const ModelParts &parts, const QString &text, int rounds, IdFile &idFile)
{
    const WordPiece tokenizer(parts.vocabulary);
    for (const int tokens : {10, 25, 64, 256}) {
        const std::vector<int> ids = tokenizer.idsOf(text, tokens);
        for (const Arithmetic *arithmetic : arithmetics()) {
            const QString name = u"p13.%1_tokens.%2"_s.arg(ids.size()).arg(QLatin1StringView(arithmetic->name));
            measure(name, rounds * (arithmetic == &plainArithmetic ? 1 : 10),
                    [&] { (void)encodeTokens(parts.weights, ids, *arithmetic); });
        }
        idFile.add(u"%1 tokens"_s.arg(ids.size()), ids, encodeTokens(parts.weights, ids));
    }
}

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto option = [&arguments](const QString &name) {
        const qsizetype at = arguments.indexOf(name);
        return at > 0 ? arguments.value(at + 1) : QString();
    };
    const int rounds = std::max(1, option(u"--rounds"_s).isEmpty() ? 5 : option(u"--rounds"_s).toInt());
    IdFile idFile(option(u"--ids"_s));

    const ModelFile::Opened file = ModelFile::open(Mixture::model());
    const SentenceEncoder::Opened opened = SentenceEncoder::open(Mixture::model());
    if (!file.model || !opened.encoder)
        qFatal("%s%s", qPrintable(file.error), qPrintable(opened.error));
    const SentenceEncoder &encoder = *opened.encoder;
    const QStringList texts = textsOfSkills();

    measureKinds(file.model->parts(), texts.isEmpty() ? (Question + u' ').repeated(20) : texts.join(u' '), rounds,
                 idFile);
    measure(u"p13.question_tokens_alone"_s, rounds * 20, [&] { (void)encoder.idsOf(Question); });
    measure(u"p13.question"_s, rounds * 20, [&] { (void)encoder.encode(Question); });
    idFile.add(u"question"_s, encoder.idsOf(Question), encoder.encode(Question));
    if (texts.isEmpty()) {
        std::fprintf(stderr, "Without the real skills: they are not beside the sources\n");
        return 0;
    }
    measure(u"p13.all_%1_skills"_s.arg(texts.size()), rounds, [&] {
        for (const QString &text : texts)
            (void)encoder.encode(text);
    });
    for (const QString &text : texts)
        idFile.add(u"skill"_s, encoder.idsOf(text), encoder.encode(text));
}
