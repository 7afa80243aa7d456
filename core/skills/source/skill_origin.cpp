// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/skill_origin.h"

#include "core/skills/reading/inside_file.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

static constexpr qint64 LargestManifest = 64 * 1024;

QString SkillOrigin::pluginAt(const QString &folder)
{
    const auto known = m_plugins.constFind(folder);
    if (known != m_plugins.constEnd())
        return *known;
    QString name;
    const QByteArray at = QFile::encodeName(folder);
    for (const char *manifest :
         {".claude-plugin/plugin.json", ".codex-plugin/plugin.json", ".cursor-plugin/plugin.json"}) {
        if (!name.isEmpty() || !isAnythingAt(at, manifest))
            continue;
        if (const auto bytes = readInside(at, manifest, LargestManifest))
            name = QJsonDocument::fromJson(*bytes).object().value(u"name").toString().simplified();
    }
    m_plugins.insert(folder, name);
    return name;
}

/// A version or a digest, as caches of plugins have them, and what only says that skills lie there.
static bool saysNothing(const QString &name)
{
    static const QRegularExpression nothing(
        u"\\A(skills?|\\.?system|\\.curated|plugins?|cache|v?[0-9]+(\\.[0-9]+)+\\S*|"
        "[0-9a-f]{7,64}|unknown)\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    return name.isEmpty() || nothing.match(name).hasMatch();
}

/// As one segment of a name that people type.
static QString asWord(QString name)
{
    while (name.startsWith(u'.'))
        name.remove(0, 1);
    return name.replace(u'/', u'-').replace(u' ', u'-');
}

const Marketplace &SkillOrigin::marketplaceAt(const QString &folder)
{
    auto known = m_marketplaces.find(folder);
    if (known == m_marketplaces.end())
        known = m_marketplaces.insert(folder, Marketplace::in(folder));
    return *known;
}

QString SkillOrigin::pluginOf(const QString &folder, const QString &root)
{
    for (QString at = folder; at.startsWith(root) && !at.isEmpty(); at = at.section(u'/', 0, -2)) {
        const Marketplace &marketplace = marketplaceAt(at);
        const QString path = folder.mid(at.size() + 1);
        // A manifest beside the marketplace says less of a folder than what the marketplace says of this very one.
        for (const QString &name : {marketplace.pluginAt(path), pluginAt(at), marketplace.pluginOfAll()}) {
            if (const QString word = asWord(name); !word.isEmpty())
                return word;
        }
    }
    return {};
}

QString SkillOrigin::of(const QString &folder, const QString &root)
{
    if (const QString plugin = pluginOf(folder, root); !plugin.isEmpty())
        return plugin;
    for (QString at = folder.section(u'/', 0, -2); !at.isEmpty(); at = at.section(u'/', 0, -2)) {
        const QString name = asWord(at.section(u'/', -1));
        if (!saysNothing(name))
            return name;
    }
    return u"local"_s;
}
