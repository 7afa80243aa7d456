// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/marketplace.h"

#include "core/skills/reading/inside_file.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

static constexpr qint64 LargestList = 4 * 1024 * 1024;
static constexpr qsizetype MostPlugins = 5'000;

/// "./plugins/x/" below "base" as "base/plugins/x"; none: it leads out, or is no text.
static std::optional<QString> relativePath(const QJsonValue &value, const QString &base = {})
{
    const QString text = value.toString();
    if (!value.isString() || text.startsWith(u'/') || text.contains(u':'))
        return std::nullopt;
    const QString path = QDir::cleanPath(base.isEmpty() ? text : base + u'/' + text);
    if (path == u".."_s || path.startsWith(u"../"_s))
        return std::nullopt;
    return path == u"."_s ? QString() : path;
}

static bool isInside(const QString &path, const QString &folder)
{
    return path == folder || path.startsWith(folder + u'/');
}

Marketplace Marketplace::in(const QString &folder)
{
    Marketplace marketplace;
    std::optional<QByteArray> bytes;
    const QByteArray at = QFile::encodeName(folder);
    for (const char *file :
         {".claude-plugin/marketplace.json", ".cursor-plugin/marketplace.json", ".agents/plugins/marketplace.json"}) {
        if (!bytes && isAnythingAt(at, file))
            bytes = readInside(at, file, LargestList);
    }
    if (!bytes)
        return marketplace;
    const QJsonObject root = QJsonDocument::fromJson(*bytes).object();
    const QString base = relativePath(root.value(u"metadata").toObject().value(u"pluginRoot")).value_or(QString());
    const QJsonArray plugins = root.value(u"plugins").toArray();
    for (const QJsonValue value : plugins) {
        const QJsonObject object = value.toObject();
        const QJsonValue source = object.value(u"source");
        // Others lie in another repository.
        const bool isElsewhere = source.isObject() && source.toObject().value(u"source") != u"local"_s;
        const bool isBare = !source.isObject() && !source.toString().startsWith(u'.');
        const auto own = source.isObject() ? relativePath(source.toObject().value(u"path"))
                                           : relativePath(source, isBare ? base : QString());
        Plugin plugin{object.value(u"name").toString().simplified(), own.value_or(QString()), {}};
        if (!own || isElsewhere || plugin.name.isEmpty() || marketplace.m_plugins.size() >= MostPlugins)
            continue;
        const QJsonValue skills = object.value(u"skills");
        const QJsonArray listed = skills.isString() ? QJsonArray{skills} : skills.toArray();
        for (const QJsonValue skill : listed) {
            if (const auto path = relativePath(skill, plugin.folder))
                plugin.skills.append(*path);
        }
        marketplace.m_plugins.append(plugin);
    }
    return marketplace;
}

QString Marketplace::pluginAt(const QString &path) const
{
    const auto named = std::find_if(m_plugins.begin(), m_plugins.end(), [&path](const Plugin &plugin) {
        return std::any_of(plugin.skills.begin(), plugin.skills.end(),
                           [&path](const QString &skill) { return !skill.isEmpty() && isInside(path, skill); });
    });
    if (named != m_plugins.end())
        return named->name;
    QString name;
    qsizetype longest = 0;
    for (const Plugin &plugin : m_plugins) {
        if (plugin.folder.size() > longest && isInside(path, plugin.folder)) {
            longest = plugin.folder.size();
            name = plugin.name;
        }
    }
    return name;
}

QString Marketplace::pluginOfAll() const
{
    QString name;
    for (const Plugin &plugin : m_plugins) {
        if (!plugin.folder.isEmpty() || !plugin.skills.isEmpty())
            continue;
        if (!name.isEmpty())
            return {};
        name = plugin.name;
    }
    return name;
}
