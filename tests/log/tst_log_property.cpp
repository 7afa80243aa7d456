// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/line_splitter.h"
#include "core/log/log_file.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "tests/log/random_output.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

static LogLine toLine(const LineView &view)
{
    return {view.timeMs, view.origin, view.level, view.flags, view.text.toByteArray(), view.source.toByteArray()};
}

static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static bool isError(const LogLine &line)
{
    return line.level >= Level::Error && !line.has(LogLine::Continuation);
}

/// A LogStore that keeps everything and is in no hurry.
class SlowStore
{
public:
    void append(const QList<LogLine> &lines) { m_lines += lines; }

    /// Empty, or the first way in which `store` is not what is left of the same lines under `capBytes`.
    /// `leastBytes`: what has to be left if any was dropped.
    [[nodiscard]] QString differenceTo(const LogStore &store, qsizetype capBytes, qsizetype leastBytes) const
    {
        const qint64 first = store.firstNumber();
        if (store.endNumber() != m_lines.size() || store.received() != m_lines.size())
            return u"%1 lines instead of %2"_s.arg(store.endNumber()).arg(m_lines.size());
        if (first + store.count() != m_lines.size() || store.dropped() != first)
            return u"%1 dropped and %2 kept"_s.arg(store.dropped()).arg(store.count());
        std::array<qint64, 3> byOrigin{};
        for (const LogLine &line : m_lines)
            ++byOrigin[static_cast<size_t>(line.origin)];
        for (const Origin origin : {Origin::Tray, Origin::Out, Origin::Err}) {
            if (store.received(origin) != byOrigin[static_cast<size_t>(origin)])
                return u"%1 lines of origin %2"_s.arg(store.received(origin)).arg(int(origin));
        }
        qint64 errors = 0;
        qsizetype bytes = 0;
        for (qint64 number = first; number < store.endNumber(); ++number) {
            const LogLine &line = m_lines[number];
            if (toLine(store.line(number)) != line)
                return u"line %1 is another one"_s.arg(number);
            errors += isError(line) ? 1 : 0;
            bytes += line.text.size();
        }
        if (store.errorCount() != errors)
            return u"%1 errors instead of %2"_s.arg(store.errorCount()).arg(errors);
        // Ten bytes and a newline a line, and never more than the cap.
        if (store.bytesUsed() != bytes + store.count() * 11 || store.bytesUsed() > capBytes)
            return u"%1 bytes for %2 of text"_s.arg(store.bytesUsed()).arg(bytes);
        if (first > 0 && store.bytesUsed() < leastBytes)
            return u"only %1 bytes are kept"_s.arg(store.bytesUsed());
        return {};
    }

private:
    QList<LogLine> m_lines;
};

/// The whole of both streams, read at once: what any portions have to come to.
static QList<LogLine> readAtOnce(const QByteArray &out, const QByteArray &err)
{
    LogStore store;
    LogIntake intake(store, nullptr);
    intake.readStandardOutput(out);
    intake.readStandardError(err);
    intake.finishStreams();
    QList<LogLine> lines;
    for (qint64 number = 0; number < store.endNumber(); ++number)
        lines += toLine(store.line(number));
    return lines;
}

static QList<LogLine> ofStream(const QList<LogLine> &lines, Origin origin)
{
    QList<LogLine> result;
    for (const LogLine &line : lines) {
        if (line.origin == origin)
            result += {0, line.origin, line.level, line.flags, line.text, line.source};
    }
    return result;
}

/// Random bytes in random portions against what a slow and simple reader makes of the whole.
///
/// Each run takes another seed and prints it; SKILLS_TEST_SEED=N repeats run N.
class TestLogProperty : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void initTestCase()
    {
        const int given = qEnvironmentVariableIntValue("SKILLS_TEST_SEED");
        m_seed = given > 0 ? quint32(given) : QRandomGenerator::global()->bounded(1U, 1'000'000'000U);
        qInfo("seed %u", m_seed);
    }

    void theStoreKeepsTheLinesOfARandomStream()
    {
        QRandomGenerator random(m_seed);
        for (int round = 0; round < 60; ++round) {
            const qsizetype cap = 128 * 1024 << random.bounded(3);
            // Where clocks leap and each line has another source, blocks end before they are full.
            const bool isWild = random.bounded(2) == 0;
            LogStore store(cap);
            SlowStore slow;
            LineSplitter splitter;
            qint64 time = 1'795'000'000'000;
            const int streams = 1 + static_cast<int>(random.bounded(4));
            for (int stream = 0; stream < streams; ++stream) {
                const QByteArray all = randomOutput(random, static_cast<int>(random.bounded(2000)));
                QList<SplitLine> fast;
                const auto take = [&](const RawLine &line) { fast.append({line.text.toByteArray(), line.cutBytes}); };
                for (const QByteArray &portion : inPortions(random, all)) {
                    const qsizetype before = fast.size();
                    splitter.read(portion, take);
                    store.append(described(random, fast.mid(before), isWild, time, slow));
                }
                const qsizetype before = fast.size();
                splitter.finish(take);
                store.append(described(random, fast.mid(before), isWild, time, slow));
                QVERIFY2(fast == splitSlowly(all), failure(round).constData());
                const QString difference = slow.differenceTo(store, cap, isWild ? 0 : cap / 3);
                QVERIFY2(difference.isEmpty(), (failure(round) + ": " + difference.toUtf8()).constData());
            }
        }
    }

    // The same lines, levels and records however the bytes come, whatever the other stream says meanwhile, in the store
    // and in the file.
    void portionsMakeNoDifference()
    {
        QRandomGenerator random(m_seed);
        QTemporaryDir folder;
        for (int round = 0; round < 50; ++round) {
            const QByteArray out = randomOutput(random, static_cast<int>(random.bounded(300)));
            const QByteArray err = randomOutput(random, static_cast<int>(random.bounded(300)));
            QByteArrayList outPortions = inPortions(random, out);
            QByteArrayList errPortions = inPortions(random, err);
            LogStore store;
            const QString path = folder.filePath(QString::number(round));
            LogFile file(path);
            LogIntake intake(store, &file);
            while (!outPortions.isEmpty() || !errPortions.isEmpty()) {
                const bool isOut = errPortions.isEmpty() || (!outPortions.isEmpty() && random.bounded(2) == 0);
                if (isOut)
                    intake.readStandardOutput(outPortions.takeFirst());
                else
                    intake.readStandardError(errPortions.takeFirst());
            }
            intake.finishStreams();
            file.flush();

            const QList<LogLine> expected = readAtOnce(out, err);
            QList<LogLine> kept;
            QByteArray written;
            LineFormatter formatter(LineFormatter::Continuations::Marked);
            for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number) {
                kept += toLine(store.line(number));
                formatter.append(written, store.line(number));
                written += '\n';
            }
            for (const Origin origin : {Origin::Out, Origin::Err})
                QVERIFY2(ofStream(kept, origin) == ofStream(expected, origin), failure(round).constData());
            QVERIFY2(contentOf(path) == written, failure(round).constData());
        }
    }

private:
    /// The lines with random other properties, which `slow` is told too.
    static QList<LogLine> described(QRandomGenerator &random, const QList<SplitLine> &split, bool isWild, qint64 &time,
                                    SlowStore &slow)
    {
        QList<LogLine> lines;
        for (const SplitLine &line : split) {
            time += random.bounded(3);
            if (isWild && random.bounded(1000) == 0)
                time += qint64(random.bounded(quint64(1) << 43)) - (qint64(1) << 42);
            const QByteArray source =
                random.bounded(3) == 0 ? "file" + QByteArray::number(random.bounded(isWild ? 2000 : 50)) : QByteArray();
            lines.append({time, Origin(random.bounded(3)), Level(random.bounded(6)), quint8(random.bounded(16)),
                          line.text, source});
        }
        slow.append(lines);
        return lines;
    }

    [[nodiscard]] QByteArray failure(int round) const
    {
        return "SKILLS_TEST_SEED=" + QByteArray::number(m_seed) + ", round " + QByteArray::number(round);
    }

    quint32 m_seed = 0;
};

QTEST_GUILESS_MAIN(TestLogProperty)
#include "tst_log_property.moc"
