// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/health_page.h"

#include <skills_tray_version.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

static QJsonValue timeOf(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss'Z'"_s)) : QJsonValue::Null;
}

QByteArray healthPage(const LoadProgress &progress, qsizetype served, MeaningState meaning, const SkillsConfig &config,
                      const QString &configError)
{
    constexpr qsizetype MaximumErrors = 5;
    const qsizetype first = std::max<qsizetype>(0, progress.errors.size() - MaximumErrors);
    const QJsonObject page{
        {u"status"_s, u"ok"_s},
        {u"version"_s, QStringLiteral(SKILLS_TRAY_VERSION)},
        {u"skills_loaded"_s, served},
        {u"models_loaded"_s, meaning.isReady},
        {u"loading_complete"_s, progress.complete},
        {u"auto_update_enabled"_s, config.autoUpdateEnabled},
        {u"next_update_check"_s, timeOf(progress.updates.next)},
        {u"last_update_check"_s, timeOf(progress.updates.last)},
        {u"github_api_calls_this_hour"_s, progress.updates.apiCalls},
        {u"github_api_limit"_s, progress.updates.apiLimit},
        {u"github_authenticated"_s, !config.gitHubToken.isEmpty()},
        {u"update_errors"_s, QJsonArray::fromStringList(progress.errors.mid(first))},
        {u"skills_total"_s, std::max<qsizetype>(progress.found, served)},
        {u"skills_samples"_s, progress.samples},
        {u"skills_nonconforming"_s, progress.nonconforming},
        {u"vectors_made"_s, meaning.vectorsMade},
        {u"backend"_s, u"skills-tray"_s},
        {u"config_error"_s, configError.isEmpty() ? QJsonValue::Null : QJsonValue(configError)},
    };
    return QJsonDocument(page).toJson(QJsonDocument::Compact);
}
