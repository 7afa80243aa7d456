// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_format.h"

#include "core/log/record_reader.h"

#include <QDateTime>

#include <algorithm>
#include <array>

// "2026-11-22T18:44" and "2026-11-22T18:44:02.101 "
static constexpr qsizetype MinuteLength = 16;
static constexpr qsizetype TimeLength = 24;

QByteArrayView levelName(Level level)
{
    switch (level) {
    case Level::None:
        break;
    case Level::Debug:
        return "DEBUG";
    case Level::Info:
        return "INFO";
    case Level::Warning:
        return "WARNING";
    case Level::Error:
        return "ERROR";
    case Level::Critical:
        return "CRITICAL";
    }
    return "-";
}

std::optional<Level> levelFromName(QByteArrayView name)
{
    static constexpr std::array all{Level::None,    Level::Debug, Level::Info,
                                    Level::Warning, Level::Error, Level::Critical};
    for (const Level level : all) {
        if (levelName(level) == name)
            return level;
    }
    return std::nullopt;
}

QByteArrayView originName(Origin origin)
{
    switch (origin) {
    case Origin::Tray:
        break;
    case Origin::Out:
        return "out";
    case Origin::Err:
        return "err";
    }
    return "tray";
}

std::optional<Origin> originFromName(QByteArrayView name)
{
    for (const Origin origin : {Origin::Tray, Origin::Out, Origin::Err}) {
        if (originName(origin) == name)
            return origin;
    }
    return std::nullopt;
}

void LineFormatter::begin(const LineView &line)
{
    if (line.timeMs != m_kind.timeMs || m_time.isEmpty())
        m_time = QDateTime::fromMSecsSinceEpoch(line.timeMs).toString(u"yyyy-MM-dd'T'HH:mm:ss.zzz ").toLatin1();
    m_kind = {line.timeMs, line.origin, line.level, line.flags, {}, {}};
    m_beginning = m_time;
    m_beginning += levelName(line.level);
    if (m_continuations == Continuations::Marked && line.has(LogLine::Continuation))
        m_beginning += line.has(LogLine::MidWord) ? "++" : "+";
    m_beginning += ' ';
    m_beginning += originName(line.origin);
    m_beginning += ' ';
}

void LineFormatter::append(QByteArray &to, const LineView &line)
{
    const bool beginsAlike = line.timeMs == m_kind.timeMs && line.level == m_kind.level &&
                             line.origin == m_kind.origin && line.flags == m_kind.flags;
    if (!beginsAlike || m_beginning.isEmpty())
        begin(line);
    const qsizetype at = to.size();
    to.resize(at + m_beginning.size() + line.text.size());
    char *const end = std::copy(m_beginning.cbegin(), m_beginning.cend(), to.data() + at);
    std::copy(line.text.cbegin(), line.text.cend(), end);
}

QByteArray formatLine(const LineView &line)
{
    QByteArray result;
    LineFormatter().append(result, line);
    return result;
}

QByteArray formatLine(const LogLine &line)
{
    return formatLine(LineView{line.timeMs, line.origin, line.level, line.flags, line.text, line.source});
}

/// What comes before the next space, which goes too; all when there is none.
static QByteArrayView takeWord(QByteArrayView &rest)
{
    const qsizetype space = rest.indexOf(' ');
    const QByteArrayView word = rest.first(space < 0 ? rest.size() : space);
    rest = rest.sliced(space < 0 ? rest.size() : space + 1);
    return word;
}

/// The digits at `at`; -1 when they are none.
static int number(QByteArrayView text, qsizetype at, qsizetype length)
{
    int value = 0;
    for (const char c : text.sliced(at, length)) {
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// Does it end as a line that was cut does, "\u2026 [+123 B]"?
static bool endsWithCutMark(QByteArrayView text)
{
    static constexpr QByteArrayView before = "\u2026 [+";
    static constexpr QByteArrayView after = " B]";
    if (!text.endsWith(after))
        return false;
    text.chop(after.size());
    const qsizetype digits = text.lastIndexOf(before) + before.size();
    return digits >= before.size() && digits < text.size() && number(text, digits, text.size() - digits) >= 0;
}

std::optional<qint64> LineParser::minuteMs(QByteArrayView minute)
{
    if (minute == m_minute)
        return m_minuteMs;
    const QDate date(number(minute, 0, 4), number(minute, 5, 2), number(minute, 8, 2));
    const QTime time(number(minute, 11, 2), number(minute, 14, 2));
    if (!date.isValid() || !time.isValid() || minute[4] != '-' || minute[7] != '-' || minute[10] != 'T' ||
        minute[13] != ':')
        return std::nullopt;
    m_minute = minute.toByteArray();
    m_minuteMs = QDateTime(date, time).toMSecsSinceEpoch();
    return m_minuteMs;
}

std::optional<LineView> LineParser::read(QByteArrayView line)
{
    if (line.size() < TimeLength || line[MinuteLength] != ':' || line[19] != '.' || line[TimeLength - 1] != ' ')
        return std::nullopt;
    const std::optional<qint64> minute = minuteMs(line.first(MinuteLength));
    const int seconds = number(line, 17, 2);
    const int milliseconds = number(line, 20, 3);
    if (!minute || seconds < 0 || seconds > 59 || milliseconds < 0)
        return std::nullopt;

    LineView view;
    view.timeMs = *minute + seconds * 1000 + milliseconds;
    QByteArrayView rest = line.sliced(TimeLength);
    QByteArrayView levelWord = takeWord(rest);
    if (levelWord.endsWith("++"))
        view.flags = LogLine::Continuation | LogLine::MidWord;
    else if (levelWord.endsWith('+'))
        view.flags = LogLine::Continuation;
    levelWord.chop(view.has(LogLine::MidWord) ? 2 : view.has(LogLine::Continuation) ? 1 : 0);
    const std::optional<Level> level = levelFromName(levelWord);
    const std::optional<Origin> origin = originFromName(takeWord(rest));
    if (!level || !origin)
        return std::nullopt;
    view.level = *level;
    view.origin = *origin;
    view.text = rest;
    if (endsWithCutMark(rest))
        view.flags |= LogLine::Cut;
    if (*origin != Origin::Tray && *level <= Level::Info && isHealthCheck(rest))
        view.flags |= LogLine::HealthCheck;
    return view;
}
