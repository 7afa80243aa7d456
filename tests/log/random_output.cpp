// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/log/random_output.h"

#include "core/log/line_splitter.h"

#include <array>

QByteArray randomOutput(QRandomGenerator &random, int pieces)
{
    static const QByteArrayList kinds{"\n",
                                      "\r",
                                      "\r\n",
                                      QByteArray(1, '\0'),
                                      "\x1b[31m",
                                      "\x1b]0;t\x07",
                                      "\x1b",
                                      "plain text",
                                      "ERROR:    broken",
                                      "Traceback (most recent call last):\n  File \"x.py\", line 1, in f\n",
                                      "\u20AC",
                                      "\u00FC",
                                      "\xF0\x9F\x98\x80",
                                      "\xE2\x82",
                                      "\xFF",
                                      "\xC2\x85",
                                      "\xC2\x9B",
                                      "\u202E",
                                      QByteArray(3000, 'y'),
                                      QByteArray(2001, 'z') + "\u20AC"};
    QByteArray bytes;
    for (int i = 0; i < pieces; ++i) {
        if (random.bounded(4) == 0)
            bytes += static_cast<char>(random.bounded(256));
        else
            bytes += kinds.at(random.bounded(kinds.size()));
    }
    return bytes;
}

QByteArrayList inPortions(QRandomGenerator &random, const QByteArray &bytes)
{
    static constexpr std::array<quint32, 4> Most{1, 4, 5000, 100'000};
    const quint32 most = Most.at(random.bounded(static_cast<quint32>(Most.size())));
    QByteArrayList portions;
    for (qsizetype at = 0; at < bytes.size(); at += portions.constLast().size())
        portions += bytes.mid(at, 1 + random.bounded(most));
    return portions;
}

QList<SplitLine> splitSlowly(const QByteArray &bytes)
{
    QList<SplitLine> lines;
    QByteArray line;
    bool returned = false;
    const auto finish = [&] {
        qsizetype kept = qMin(line.size(), LineSplitter::MaxLineBytes);
        if (kept < line.size()) {
            qsizetype end = kept;
            while (end > 0 && kept - end < 4 && (static_cast<uchar>(line[end]) & 0xC0) == 0x80)
                --end;
            kept = kept - end < 4 ? end : kept;
        }
        lines.append({line.first(kept), line.size() - kept});
        line.clear();
    };
    for (const char c : bytes) {
        if (c == '\n') {
            finish();
            returned = false;
        } else if (c == '\r') {
            returned = true;
        } else {
            if (returned)
                line.clear();
            returned = false;
            line += c;
        }
    }
    if (!line.isEmpty())
        finish();
    return lines;
}
