// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_text.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

QString shownText(QByteArrayView text)
{
    QString shown = QString::fromUtf8(text);
    for (qsizetype at = shown.indexOf(u'\t'); at >= 0; at = shown.indexOf(u'\t', at))
        shown.replace(at, 1, QString(8 - at % 8, u' '));
    return shown;
}

qsizetype shownColumn(QByteArrayView text, qsizetype byte, bool plain)
{
    return plain ? byte : shownText(text.first(byte)).size();
}

QString writtenText(QByteArrayView text, qsizetype from, qsizetype to)
{
    const QString written = QString::fromUtf8(text);
    if (!written.contains(u'\t'))
        return written.mid(from, to < 0 ? -1 : to - from);
    QString part;
    qsizetype column = 0;
    for (const QChar c : written) {
        const qsizetype end = column + (c == u'\t' ? 8 - column % 8 : 1);
        if (end > from && (to < 0 || column < to))
            part += c;
        column = end;
    }
    return part;
}

bool isPlainAscii(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' '; });
}

// What may stand inside a word as well as around it.
static bool joinsWords(QChar c)
{
    return QStringView(u".:/-@%+=&?#~$\\").contains(c);
}

static bool isWordLetter(QChar c)
{
    // Letters beyond the first 65536 come as two halves, which Qt calls no letters.
    return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == u'_';
}

ColumnRange wordAt(QStringView text, qsizetype column)
{
    if (text.isEmpty())
        return {};
    const qsizetype at = std::clamp<qsizetype>(column, 0, text.size() - 1);
    ColumnRange word{at, at + 1};
    const auto extend = [&text, &word](auto &&belongs) {
        while (word.from > 0 && belongs(text[word.from - 1]))
            --word.from;
        while (word.to < text.size() && belongs(text[word.to]))
            ++word.to;
    };
    if (!isWordLetter(text[at]) && !joinsWords(text[at])) {
        extend([c = text[at]](QChar other) { return other == c; });
        return word;
    }
    extend([](QChar c) { return isWordLetter(c) || joinsWords(c); });
    // A path begins with its slash, a home with its tilde, and options with their dashes; nothing ends with one.
    const auto opens = [](QChar c) { return QStringView(u"/~-.$").contains(c); };
    while (word.from < at && !isWordLetter(text[word.from]) && !opens(text[word.from]))
        ++word.from;
    while (word.to > at + 1 && !isWordLetter(text[word.to - 1]) && text[word.to - 1] != u'/')
        --word.to;
    return word;
}

QString shownTime(qint64 timeMs)
{
    return QDateTime::fromMSecsSinceEpoch(timeMs).toString(u"HH:mm:ss.zzz");
}

QString shownLevel(const LineView &line)
{
    // The words of the log files themselves: they are not translated. The signs tell without colours.
    switch (line.level) {
    case Level::None:
        return line.origin == Origin::Tray ? QStringLiteral("\u25cf") : QString();
    case Level::Debug:
        return QStringLiteral("DEBUG");
    case Level::Info:
        return line.origin == Origin::Tray ? QStringLiteral("\u25cf") : QStringLiteral("INFO");
    case Level::Warning:
        return QStringLiteral("\u25b2 WARN");
    case Level::Error:
        return QStringLiteral("\u2715 ERROR");
    case Level::Critical:
        return QStringLiteral("\u2715 FATAL");
    }
    return {};
}

QString shownOrigin(Origin origin)
{
    return origin == Origin::Tray ? QCoreApplication::translate("LogView", "tray")
                                  : QCoreApplication::translate("LogView", "backend");
}
