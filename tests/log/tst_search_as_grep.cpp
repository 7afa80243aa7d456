// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "search_lines.h"

#include "core/log/log_search.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryFile>
#include <QTest>

using Options = LineMatcher::Options;

static constexpr int Lines = 1'000'000;
static constexpr int SearchMs = 60'000;

/// A million lines of real backends in a store, and the same in a file, searched by us and by grep -P.
class TestSearchAsGrep : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void theSameLinesAreFound_data();
    void theSameLinesAreFound();

private:
    [[nodiscard]] LineSet byGrep(const QString &pattern, Options options) const;

    LogStore m_store{128 * 1024 * 1024};
    QTemporaryFile m_file;
};

void TestSearchAsGrep::initTestCase()
{
    QVERIFY(m_file.open());
    m_file.write("a\n");
    QVERIFY(m_file.flush());
    QProcess grep;
    grep.start(QStringLiteral("grep"), {QStringLiteral("-cP"), QStringLiteral("\\w"), m_file.fileName()});
    if (!grep.waitForFinished(SearchMs) || grep.readAllStandardOutput() != "1\n")
        QSKIP("There is no grep -P to compare with");
    const QByteArray texts = fillWithRealLines(m_store, Lines);
    QCOMPARE(m_store.count(), Lines);
    QVERIFY(m_file.seek(0));
    QCOMPARE(m_file.write(texts), texts.size());
    QVERIFY(m_file.flush());
    qInfo("%d lines, %.0f MB", Lines, static_cast<double>(texts.size()) / 1e6);
}

LineSet TestSearchAsGrep::byGrep(const QString &pattern, Options options) const
{
    QStringList arguments{QStringLiteral("-n"), options.regex ? QStringLiteral("-P") : QStringLiteral("-F")};
    if (!options.caseSensitive)
        arguments << QStringLiteral("-i");
    if (options.wholeWord)
        arguments << QStringLiteral("-w");
    QProcess grep;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    grep.setProcessEnvironment(environment);
    grep.start(QStringLiteral("grep"), arguments + QStringList{QStringLiteral("-e"), pattern, m_file.fileName()});
    LineSet lines;
    if (!grep.waitForFinished(SearchMs) || grep.exitCode() > 1) {
        qWarning() << "Cannot run grep:" << grep.errorString() << grep.readAllStandardError();
        return lines;
    }
    const QByteArray output = grep.readAllStandardOutput();
    for (qsizetype at = 0; at < output.size(); at = output.indexOf('\n', at) + 1)
        lines.insert(QByteArrayView(output).sliced(at, output.indexOf(':', at) - at).toLongLong() - 1);
    return lines;
}

void TestSearchAsGrep::theSameLinesAreFound_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<Options>("options");
    const auto row = [](const char *pattern, Options options) {
        QTest::newRow(pattern) << QString::fromUtf8(pattern) << options;
    };
    const Options regex{.regex = true, .caseSensitive = true};
    row("Loaded configuration", {.caseSensitive = true});
    row("LOADING", {});
    row("pdf", {.caseSensitive = true, .wholeWord = true});
    row("absent from all lines", {});
    row("skill.*(?:pdf|docx)\\b", regex);
    row("^\\s+", regex);
    row("\\d{2,} \\w+s? [a-f]", {.regex = true});
    row("[^\\x00-\\x7f]$", regex);
    row("(?<!canvas)-design(?=/)", regex);
    row("^$|^[^ ]+$", regex);
    row("(\\w\\w)\\1", regex);
    row("GET|POST|error|exception", {.regex = true});
    row("(?i)unicorn\\b.*\\)$|uvicorn\\b.*\\)$", regex);
}

void TestSearchAsGrep::theSameLinesAreFound()
{
    QFETCH(QString, pattern);
    QFETCH(Options, options);
    LogSearch search(m_store);
    QElapsedTimer clock;
    clock.start();
    LogFilter everything;
    everything.hideHealthChecks = false;
    search.start({everything, pattern, options});
    QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
    const qint64 ours = clock.restart();
    const LineSet expected = byGrep(pattern, options);
    qInfo("%lld lines: we %lld ms, grep with its output read %lld ms", expected.count(), ours, clock.elapsed());
    QCOMPARE(search.unknownLines(), 0);
    QCOMPARE(search.found().count(), expected.count());
    LineSet others = search.found();
    others.subtract(expected);
    QCOMPARE(others.count(), 0);
    QCOMPARE(expected.isEmpty(), pattern.startsWith(u"absent"));
}

QTEST_GUILESS_MAIN(TestSearchAsGrep)
#include "tst_search_as_grep.moc"
