// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/log_record.h"

#include "core/log/log_format.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

void appendJsonString(QByteArray &to, QByteArrayView text)
{
    to += '"';
    qsizetype plain = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c != '"' && c != '\\' && c != '\t')
            continue;
        to += text.sliced(plain, i - plain);
        to += '\\';
        to += c == '\t' ? 't' : c;
        plain = i + 1;
    }
    to += text.sliced(plain);
    to += '"';
}

static void appendFlag(QByteArray &to, const char *key, bool value)
{
    to += key;
    to += value ? "true" : "false";
}

void appendRecord(QByteArray &to, std::optional<qint64> number, const LineView &line)
{
    to += R"({"number":)";
    to += number ? QByteArray::number(*number) : "null"_ba;
    to += R"(,"time":")";
    to += QDateTime::fromMSecsSinceEpoch(line.timeMs).toUTC().toString(Qt::ISODateWithMs).toLatin1();
    to += R"(","level":)";
    if (line.level == Level::None)
        to += "null";
    else
        appendJsonString(to, levelName(line.level));
    to += R"(,"origin":)";
    appendJsonString(to, originName(line.origin));
    to += R"(,"text":)";
    appendJsonString(to, line.text);
    to += R"(,"source":)";
    if (line.source.isEmpty())
        to += "null";
    else
        appendJsonString(to, line.source);
    appendFlag(to, R"(,"continuation":)", line.has(LogLine::Continuation));
    appendFlag(to, R"(,"health_check":)", line.has(LogLine::HealthCheck));
    appendFlag(to, R"(,"cut":)", line.has(LogLine::Cut));
    to += '}';
}

LogRecord recordFromJson(const QJsonObject &object)
{
    LogRecord record;
    if (const QJsonValue number = object.value("number"_L1); number.isDouble())
        record.number = number.toInteger();
    LogLine &line = record.line;
    line.timeMs = QDateTime::fromString(object.value("time"_L1).toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
    line.level = levelFromName(object.value("level"_L1).toString().toLatin1()).value_or(Level::None);
    line.origin = originFromName(object.value("origin"_L1).toString().toLatin1()).value_or(Origin::Tray);
    line.text = object.value("text"_L1).toString().toUtf8();
    line.source = object.value("source"_L1).toString().toUtf8();
    const auto flag = [&](QLatin1StringView key, LogLine::Flag bit) {
        if (object.value(key).toBool())
            line.flags |= bit;
    };
    flag("continuation"_L1, LogLine::Continuation);
    flag("health_check"_L1, LogLine::HealthCheck);
    flag("cut"_L1, LogLine::Cut);
    return record;
}
