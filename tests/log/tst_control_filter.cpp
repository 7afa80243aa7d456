// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/control_filter.h"

#include <QRandomGenerator>
#include <QStringDecoder>
#include <QTest>

class TestControlFilter : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void nothingDangerousIsLeft_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("plain") << QByteArray("plain\ttext") << QByteArray("plain\ttext");
        QTest::newRow("empty") << QByteArray() << QByteArray();
        QTest::newRow("letters of all kinds")
            << QByteArray("\u00FC \u20AC \u4E2D \U0001F600") << QByteArray("\u00FC \u20AC \u4E2D \U0001F600");
        QTest::newRow("L05 NUL") << QByteArray("a\0b", 3) << QByteArray("a\u2400b");
        QTest::newRow("C0") << QByteArray("a\a\b\v\x7f") << QByteArray("a\\x07\\x08\\x0B\\x7F");
        QTest::newRow("C1") << QByteArray("a\u0085\u009B") << QByteArray("a\\x85\\x9B");
        QTest::newRow("E05 C1 colour") << QByteArray("\u009B31mred\u009B0m!") << QByteArray("red!");
        QTest::newRow("E05 C1 without parameters") << QByteArray("\u009Bmx\u009BJ") << QByteArray("x");
        QTest::newRow("E05 C1 without its final byte") << QByteArray("a\u009B31\u00FC") << QByteArray("a\\x9B31\u00FC");
        QTest::newRow("E05 C1 title") << QByteArray("a\u009D0;title\ab") << QByteArray("ab");
        QTest::newRow("E05 C1 link") << QByteArray("\u009D8;;http://x\u009Chere\u009D8;;\u009C") << QByteArray("here");
        QTest::newRow("E05 C1 end of a title of ESC") << QByteArray("a\x1b]0;title\u009Cb") << QByteArray("ab");
        QTest::newRow("E05 C1 strings") << QByteArray("a\u0090q\u009C\u0098s\x1b\\\u009Ep\u009C\u009F_\u009Cb")
                                        << QByteArray("ab");
        QTest::newRow("E05 no C1 string without its end")
            << QByteArray("a\u0090b\u009Dc \x1b[1md") << QByteArray("a\\x90b\\x9Dc d");
        QTest::newRow("E05 no end within a character")
            << QByteArray("a\x1b]0;\u671Cx\ab") << QByteArray("ab"); // its last byte is 0x9C
        QTest::newRow("E05 lone end") << QByteArray("a\u009Cb") << QByteArray("ab");
        QTest::newRow("L06 colour") << QByteArray("\x1b[1;31mred\x1b[0m!") << QByteArray("red!");
        QTest::newRow("L06 cursor") << QByteArray("a\x1b[2J\x1b[10;5H\x1b[?25lb") << QByteArray("ab");
        QTest::newRow("L06 title, ended by BEL") << QByteArray("a\x1b]0;title\ab") << QByteArray("ab");
        QTest::newRow("L06 link, ended by ST")
            << QByteArray("\x1b]8;;http://x\x1b\\here\x1b]8;;\x1b\\") << QByteArray("here");
        QTest::newRow("L06 clipboard") << QByteArray("\x1b]52;c;ZXZpbA==\ax") << QByteArray("x");
        QTest::newRow("L06 DCS") << QByteArray("a\x1bPq#0;2\x1b\\b") << QByteArray("ab");
        QTest::newRow("character set") << QByteArray("\x1b(Ba\x1b=b") << QByteArray("ab");
        QTest::newRow("unterminated at the end") << QByteArray("a\x1b]0;title") << QByteArray("a");
        QTest::newRow("a sequence within a title") << QByteArray("a\x1b]0;t\x1b[31mb") << QByteArray("ab");
        QTest::newRow("lone ESC") << QByteArray("a\x1b") << QByteArray("a\\x1B");
        QTest::newRow("ESC before a control") << QByteArray("a\x1b\x01") << QByteArray("a\\x1B\\x01");
        QTest::newRow("broken CSI") << QByteArray("a\x1b[12\x01z") << QByteArray("a\\x01z");
        QTest::newRow("bidi") << QByteArray("a\u202Eb\u2066") << QByteArray("a\\u202Eb\\u2066");
        QTest::newRow("zero width") << QByteArray("a\u200Bb\uFEFF\u00AD") << QByteArray("a\\u200Bb\\uFEFF\\u00AD");
        QTest::newRow("direction marks") << QByteArray("a\u200E\u200F\u061C") << QByteArray("a\\u200E\\u200F\\u061C");
        QTest::newRow("word joiner") << QByteArray("a\u2060b") << QByteArray("a\\u2060b");
        const QByteArray persian = "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645";
        QTest::newRow("B08 E09 Persian") << persian << persian;
        const QByteArray hindi = "\u0915\u094D\u200D\u0937";
        QTest::newRow("B08 E09 Hindi") << hindi << hindi;
        const QByteArray emoji = "\U0001F469\u200D\U0001F4BB \U0001F3F3\uFE0F\u200D\U0001F308";
        QTest::newRow("B08 E09 emoji") << emoji << emoji;
        const QByteArray signs = "\u0600\u0605\u06DD\u070F\u08E2\U000110BD";
        QTest::newRow("B08 E09 signs that are seen") << signs << signs;
        QTest::newRow("line separator") << QByteArray("a\u2028b") << QByteArray("a\\u2028b");
        QTest::newRow("tag characters") << QByteArray("a\U000E0041") << QByteArray("a\\U000E0041");
        QTest::newRow("L04 not UTF-8") << QByteArray("a\xFF\xC3z") << QByteArray("a\uFFFD\uFFFDz");
    }
    void nothingDangerousIsLeft()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, shown);
        QCOMPARE(cleaned(line), shown);
    }

    // L06 E05: nothing of an endless sequence is seen, however long it is.
    void anEndlessSequenceEndsWithItsLine()
    {
        for (const QByteArray &start : QByteArrayList{"\x1b]8;;http://x/", "\x1bP", "\x1b[", "\x1b_"}) {
            const QByteArray line = "a" + start + QByteArray(8000, '1');
            QCOMPARE(cleaned(line), QByteArray("a"));
        }
    }

    void aLongSequenceIsNoText()
    {
        const QByteArray link = "\x1b]8;;http://x/" + QByteArray(6000, 'u') + "\x1b\\here\x1b]8;;\x1b\\";
        QCOMPARE(cleaned(link), QByteArray("here"));
        QCOMPARE(cleaned("\x1b]52;c;" + QByteArray(6000, 'A') + "\ax"), QByteArray("x"));
        QCOMPARE(cleaned("\u009D52;c;" + QByteArray(6000, 'A') + "\ax"), QByteArray("x"));
    }

    // Each beginning looks for its end once: counted in time, the square of a megabyte would be minutes.
    void beginningsWithoutAnEndCostNoMoreThanOthers()
    {
        const QByteArray line = QByteArray("\u0090").repeated(500'000);
        QCOMPARE(cleaned(line), QByteArray("\\x90").repeated(500'000));
    }

    // L04: what is not UTF-8 becomes what decoding the whole file would make of it.
    void brokenUtf8EqualsTheDecoderOfTheWholeFile()
    {
        QRandomGenerator random(4);
        // Without what the filter itself rewrites: then only the decoding is left to compare.
        const QByteArrayList pieces{"\xE2\x82\xAC", "\xE2\x82",         "\xE2",         "\xF0\x9F\x98\x80",
                                    "\xF0\x9F\x98", "\xF0\x9F",         "\xED\xA0\x80", "\xC0\x80",
                                    "\xC1\xBF",     "\xF4\x90\x80\x80", "\xF5",         "\xFF",
                                    "\xBF",         "\xE0\x9F\xBF",     "abc",          "\xC3\xBC"};
        for (int round = 0; round < 2000; ++round) {
            QByteArray file;
            QByteArray byLine;
            for (int i = 0; i < 4; ++i) {
                QByteArray line;
                for (int n = static_cast<int>(random.bounded(8)); n > 0; --n)
                    line += pieces.at(random.bounded(pieces.size()));
                file += line + '\n';
                byLine += cleaned(line) + '\n';
            }
            QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
            const QString whole = decoder(file);
            QCOMPARE(QString::fromUtf8(byLine), whole);
            QCOMPARE(QString::fromUtf8(byLine), QString::fromUtf8(file));
        }
    }

    void plainIsExactlyWhatNeedsNoCleaning()
    {
        for (int byte = 0; byte < 256; ++byte) {
            const QByteArray line = QByteArray(40, 'x') + static_cast<char>(byte);
            QCOMPARE(isPlain(line), byte == '\t' || (byte >= 0x20 && byte < 0x7F));
        }
        QVERIFY(isPlain({}));
    }

    void oneStrangeByteIsSeenWhereverItStands()
    {
        for (qsizetype size = 1; size <= 100; ++size) {
            QByteArray line(size, 'x');
            QVERIFY(isPlain(line));
            for (qsizetype at = 0; at < size; ++at) {
                line[at] = '\x1b';
                QVERIFY2(!isPlain(line), qPrintable(QStringLiteral("%1 of %2").arg(at).arg(size)));
                line[at] = 'x';
            }
        }
    }

    void plainIsWhatEachByteForItselfIs()
    {
        QRandomGenerator random(8);
        int plain = 0;
        for (int round = 0; round < 20'000; ++round) {
            QByteArray line(random.bounded(120), '\0');
            bool expected = true;
            for (char &c : line) {
                const int byte = random.bounded(60) == 0 ? random.bounded(256) : 0x20 + random.bounded(0x5F);
                c = static_cast<char>(byte);
                expected = expected && (byte == '\t' || (byte >= 0x20 && byte < 0x7F));
            }
            plain += expected;
            QCOMPARE(isPlain(line), expected);
        }
        QVERIFY(plain > 1000 && plain < 19'000);
    }
};

QTEST_GUILESS_MAIN(TestControlFilter)
#include "tst_control_filter.moc"
