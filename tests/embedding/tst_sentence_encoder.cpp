// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/sentence_encoder.h"
#include "tests/support/test_help.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QtEndian>
#include <qfloat16.h>

#include <numeric>

using namespace Qt::StringLiterals;

static const auto Reference = QStringLiteral(SKILLS_SOURCE_DIR "/tests/data/embedding/");

// Under a sanitizer or an emulated processor all of them would take minutes; what those find does not depend on the
// words.
static qsizetype eachOf()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 10;
#else
    return isEmulated() ? 10 : 1;
#endif
}

static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Of the model's file, what is in this process's memory; -1 when it is not mapped.
static qint64 mappedModelKiB()
{
    bool isModel = false;
    const QList<QByteArray> lines = contentOf(u"/proc/self/smaps"_s).split('\n');
    for (const QByteArray &line : lines) {
        if (line.contains("minilm-int8.bin"))
            isModel = true;
        else if (isModel && line.startsWith("Rss:"))
            return line.sliced(4).chopped(2).trimmed().toLongLong();
    }
    return -1;
}

/// Compares with what the original's tokenizer and model make of 1 000 texts (tests/data/embedding).
class SentenceEncoderTest : public QObject
{
    Q_OBJECT

    std::shared_ptr<const SentenceEncoder> m_encoder;
    QList<std::optional<QString>> m_texts; // none: a sentence of a skill that is not beside the sources

private slots:
    void initTestCase()
    {
        const auto opened = SentenceEncoder::open(QStringLiteral(SKILLS_SOURCE_DIR "/resources/model/minilm-int8.bin"));
        QVERIFY2(opened.encoder, qPrintable(opened.error));
        m_encoder = opened.encoder;
        const QString shared = qEnvironmentVariable("SKILLS_SHARED_DIR", QStringLiteral(SKILLS_SHARED_DIR));
        const QJsonArray entries = QJsonDocument::fromJson(contentOf(Reference + u"texts.json"_s)).array();
        for (const QJsonValue entry : entries) {
            if (entry.isString()) {
                m_texts.append(entry.toString());
                continue;
            }
            const QJsonObject place = entry.toObject();
            const QByteArray skill =
                contentOf(u"%1/skills/%2/SKILL.md"_s.arg(shared, place.value(u"skill").toString()));
            if (skill.isEmpty())
                m_texts.append(std::nullopt);
            else
                m_texts.append(
                    QString::fromUtf8(skill.mid(place.value(u"from").toInt(), place.value(u"size").toInt())));
        }
        QCOMPARE(m_texts.size(), 1000);
    }

    void tokenIdsAreTheOriginals()
    {
        const QList<QByteArray> lines = contentOf(Reference + u"ids.txt"_s).trimmed().split('\n');
        QCOMPARE(lines.size(), m_texts.size());
        for (qsizetype i = 0; i < m_texts.size(); ++i) {
            if (!m_texts.at(i))
                continue;
            QByteArrayList ids;
            for (const int id : m_encoder->idsOf(*m_texts.at(i)))
                ids.append(QByteArray::number(id));
            QVERIFY2(ids.join(' ') == lines.at(i),
                     qPrintable(u"text %1: %2\nours   %3\ntheirs %4"_s.arg(i).arg(
                         m_texts.at(i)->left(300), QString::fromUtf8(ids.join(' ')), QString::fromUtf8(lines.at(i)))));
        }
    }

    void vectorsAreNearTheOriginals()
    {
        const QByteArray vectors = contentOf(Reference + u"vectors.f16"_s);
        const int width = m_encoder->width();
        QCOMPARE(vectors.size(), m_texts.size() * width * qsizetype(sizeof(qfloat16)));
        double sum = 0;
        double least = 1;
        int count = 0;
        for (qsizetype i = 0; i < m_texts.size(); i += eachOf()) {
            if (!m_texts.at(i))
                continue;
            std::vector<qfloat16> halves(static_cast<size_t>(width));
            qFromLittleEndian<qfloat16>(vectors.constData() + i * width * qsizetype(sizeof(qfloat16)), width,
                                        halves.data());
            const std::vector<float> vector = m_encoder->encode(*m_texts.at(i));
            const double cosine = std::inner_product(vector.begin(), vector.end(), halves.begin(), 0.0, std::plus(),
                                                     [](float a, qfloat16 b) { return double(a) * double(float(b)); });
            QVERIFY2(cosine >= .99, qPrintable(u"text %1: %2, %3"_s.arg(i).arg(cosine).arg(m_texts.at(i)->left(300))));
            sum += cosine;
            least = std::min(least, cosine);
            ++count;
        }
        QVERIFY(sum / count >= .998);
        qInfo("%d texts, cosine with the original: mean %.5f, least %.5f", count, sum / count, least);
    }

    void aModelAtRestTakesNoMemory()
    {
        if (isEmulated())
            QSKIP("The emulator tells of its own memory.");
        const std::vector<float> before = m_encoder->encode(u"Plot a chart of sales by month");
        const qint64 used = mappedModelKiB();
        QVERIFY2(used > 8 * 1024, QByteArray::number(used).constData());
        m_encoder->rest();
        const qint64 atRest = mappedModelKiB();
        QVERIFY2(atRest >= 0 && atRest < 512, QByteArray::number(atRest).constData());
        QElapsedTimer clock;
        clock.start();
        const std::vector<float> after = m_encoder->encode(u"Plot a chart of sales by month");
        qInfo("%lld of %lld KiB at rest; the next text took %.1f ms", atRest, used, double(clock.nsecsElapsed()) / 1e6);
        clock.start();
        QVERIFY(!m_encoder->encode(u"Plot a chart of sales by month").empty());
        qInfo("and the one after that %.1f ms", double(clock.nsecsElapsed()) / 1e6);
        QVERIFY(after == before);
    }
};

QTEST_GUILESS_MAIN(SentenceEncoderTest)
#include "tst_sentence_encoder.moc"
