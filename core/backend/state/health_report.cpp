// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/state/health_report.h"

#include "core/json/json_tokens.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

using namespace Qt::StringLiterals;

static constexpr int CountLimit = 10'000'000;
static constexpr qsizetype VersionLimit = 64;
static constexpr qsizetype ErrorLimit = 512;
static constexpr qsizetype ErrorCount = 5;
// A report has some fifteen keys and two levels; deep nesting is only ever an attempt to exhaust a parser.
static constexpr int DepthLimit = 32;

QString cleanText(const QString &text, qsizetype limit)
{
    QString clean;
    clean.reserve(std::min(text.size(), limit));
    for (const char32_t c : text.left(4 * limit).toUcs4()) {
        const QChar::Category category = QChar::category(c);
        if (c == U'\n' || c == U'\t' || c == U'\r')
            clean += u' ';
        else if (category != QChar::Other_Control && category != QChar::Other_Format &&
                 category != QChar::Other_Surrogate)
            clean += QChar::fromUcs4(c);
    }
    clean = clean.simplified();
    return clean.size() <= limit ? clean : clean.left(limit - 1) + u'…';
}

static HealthParse malformed(const QString &why)
{
    return {std::nullopt, u"malformed: "_s + why};
}

// QJsonValue::toInt() would silently answer with its default for "12", 2.7 and 1e300.
static std::optional<int> countFrom(const QJsonValue &value)
{
    if (!value.isDouble())
        return std::nullopt;
    const double number = value.toDouble();
    if (!(number >= 0 && number <= CountLimit) || std::floor(number) != number)
        return std::nullopt;
    return int(number);
}

HealthParse parseHealthReport(const QByteArray &body)
{
    if (body.isEmpty())
        return malformed(u"the answer is empty"_s);
    if (body.startsWith("\xEF\xBB\xBF"))
        return malformed(u"begins with a byte order mark"_s); // which JSON must not have; Qt would let it pass
    if (depthOfJson(body) > DepthLimit)
        return malformed(u"nested too deeply"_s);
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(body, &error);
    if (error.error != QJsonParseError::NoError)
        return malformed(u"not JSON (%1)"_s.arg(error.errorString()));
    if (!document.isObject())
        return malformed(u"not a JSON object"_s);
    const QJsonObject object = document.object();

    HealthReport report;
    const QJsonValue complete = object.value("loading_complete"_L1);
    if (!complete.isBool())
        return malformed(u"loading_complete is missing or not true or false"_s);
    report.loadingComplete = complete.toBool();

    const std::optional<int> loaded = countFrom(object.value("skills_loaded"_L1));
    if (!loaded)
        return malformed(u"skills_loaded is missing or not a count"_s);
    report.skillsLoaded = *loaded;

    const QJsonValue total = object.value("skills_total"_L1);
    if (!total.isUndefined() && !total.isNull()) {
        report.skillsTotal = countFrom(total);
        if (!report.skillsTotal)
            return malformed(u"skills_total is not a count"_s);
    }
    report.samples = countFrom(object.value("skills_samples"_L1)).value_or(0);
    const QJsonValue models = object.value("models_loaded"_L1);
    if (models.isBool())
        report.modelsLoaded = models.toBool();
    report.version = cleanText(object.value("version"_L1).toString(), VersionLimit);

    // Without a zone it is meant as local; a time that the clock leaves out in spring is none.
    if (object.value("auto_update_enabled"_L1).toBool())
        report.nextUpdate = QDateTime::fromString(object.value("next_update_check"_L1).toString(), Qt::ISODate);

    const QJsonArray errors = object.value("update_errors"_L1).toArray();
    for (qsizetype i = std::max<qsizetype>(0, errors.size() - ErrorCount); i < errors.size(); ++i) {
        const QString text = cleanText(errors.at(i).toString(), ErrorLimit);
        if (!text.isEmpty())
            report.updateErrors.append(text);
    }
    return {report, QString()};
}
