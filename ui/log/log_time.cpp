// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_time.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QString>

using namespace Qt::StringLiterals;

std::optional<TimeSpan> timeFromText(const QString &text, qint64 lastMs)
{
    static const QRegularExpression form(
        uR"(^\s*(?:(\d{4}-\d{2}-\d{2})[T\s]\s*)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?\s*$)"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString seconds = match.captured(4);
    const QString fraction = match.captured(5);
    const QTime time(match.captured(2).toInt(), match.captured(3).toInt(), seconds.toInt(),
                     fraction.leftJustified(3, u'0').toInt());
    if (!time.isValid())
        return std::nullopt;
    qint64 lengthMs = seconds.isEmpty() ? 60'000 : 1000;
    for (qsizetype digit = 0; digit < fraction.size(); ++digit)
        lengthMs /= 10;

    QDate date = QDate::fromString(match.captured(1), Qt::ISODate);
    if (match.captured(1).isEmpty()) {
        const QDateTime last = QDateTime::fromMSecsSinceEpoch(lastMs);
        date = last.date();
        if (QDateTime(date, time) > last)
            date = date.addDays(-1);
    }
    if (!date.isValid())
        return std::nullopt;
    const qint64 fromMs = QDateTime(date, time).toMSecsSinceEpoch();
    return TimeSpan{fromMs, fromMs + lengthMs};
}
