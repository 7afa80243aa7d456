// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/health/remembered_counts.h"

#include "core/settings/replace_file.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <utility>

using namespace Qt::StringLiterals;

static constexpr qint64 FileLimit = 256 * 1024;
static constexpr int EntryLimit = 50;

static QString keyOf(BackendKind kind, const QString &config)
{
    return backendKindName(kind) + u'|' + config;
}

static QJsonObject readCounts(const QString &name)
{
    QFile file(name);
    // A pipe would have us wait for its writer.
    if (!QFileInfo(name).isFile() || !file.open(QIODevice::ReadOnly) || file.size() > FileLimit)
        return {};
    return QJsonDocument::fromJson(file.read(FileLimit)).object();
}

QString countsKey(const Settings &settings, const Paths &paths)
{
    return settings.config.isEmpty() ? paths.skillsConfigFile() : settings.config;
}

RememberedCounts::RememberedCounts(QString file)
    : m_file(std::move(file))
{
}

std::optional<int> RememberedCounts::count(BackendKind kind, const QString &config) const
{
    const int count = readCounts(m_file).value(keyOf(kind, config)).toInt(0);
    return count > 0 ? std::optional(count) : std::nullopt;
}

QString RememberedCounts::remember(BackendKind kind, const QString &config, int count)
{
    QJsonObject counts = readCounts(m_file);
    const QString key = keyOf(kind, config);
    if (counts.value(key).toInt(-1) == count)
        return {};
    if (counts.size() >= EntryLimit)
        counts = {}; // only a convenience: better forgotten than grown without end
    counts.insert(key, count);

    return replaceFile(m_file, QJsonDocument(counts).toJson());
}
