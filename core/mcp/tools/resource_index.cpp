// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/resource_index.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr QLatin1StringView Scheme("skill://");

static QString encoded(const QString &path)
{
    // RFC 3986, section 3.3: what a path segment may hold as it is, and the slashes between segments.
    return QString::fromLatin1(QUrl::toPercentEncoding(path, "/!$&'()*+,;=:@"));
}

QString resourceUri(const Skill &skill, const QString &path)
{
    return Scheme + encoded(skill.uriPath) + u'/' + encoded(path);
}

QString directoryUri(const Skill &skill, const QString &path)
{
    return path.isEmpty() ? Scheme + encoded(skill.uriPath) : resourceUri(skill, path);
}

QString resourceTemplate(const QString &file)
{
    return Scheme + "{skill}/"_L1 + file;
}

qsizetype fileIndex(const Skill &skill, const QString &path)
{
    const auto file =
        std::lower_bound(skill.files.begin(), skill.files.end(), path,
                         [](const SkillFile &each, const QString &wanted) { return isPathBefore(each.path, wanted); });
    return file != skill.files.end() && file->path == path ? file - skill.files.begin() : -1;
}

/// PATH of skill://PATH with its percent escapes undone once; none: it is no such address.
static std::optional<QString> pathOf(const QString &uri)
{
    if (!uri.startsWith(Scheme))
        return std::nullopt;
    const QString path = QUrl::fromPercentEncoding(uri.sliced(Scheme.size()).toUtf8());
    return path.isEmpty() || path.contains(QChar::Null) ? std::nullopt : std::optional(path);
}

ResourceIndex::ResourceIndex(std::shared_ptr<const SkillSet> skills)
    : m_set(std::move(skills))
    , m_sorted(m_set->skills.begin(), m_set->skills.end())
{
    std::sort(m_sorted.begin(), m_sorted.end(),
              [](const auto &left, const auto &right) { return left->uriPath < right->uriPath; });
    for (const auto &skill : m_sorted)
        m_longest = std::max(m_longest, skill->uriPath.size());
}

qsizetype ResourceIndex::slashBefore(const QString &path, qsizetype end) const
{
    // No skill has a longer path, and the one asked for may have a million slashes.
    const qsizetype last = std::min(end - 1, m_longest);
    return last > 0 ? path.lastIndexOf(u'/', last) : -1;
}

std::size_t ResourceIndex::firstFrom(const QString &uriPath) const
{
    const auto first = std::partition_point(m_sorted.begin(), m_sorted.end(),
                                            [&](const auto &skill) { return skill->uriPath < uriPath; });
    return std::size_t(first - m_sorted.begin());
}

std::shared_ptr<const Skill> ResourceIndex::skillAt(const QString &uriPath) const
{
    const std::size_t at = firstFrom(uriPath);
    return at < m_sorted.size() && m_sorted[at]->uriPath == uriPath ? m_sorted[at] : nullptr;
}

std::optional<ResourceHit> ResourceIndex::file(const QString &uri) const
{
    const std::optional<QString> path = pathOf(uri);
    if (!path)
        return std::nullopt;
    // Skills can lie inside skills: the innermost one that has the file counts.
    for (qsizetype slash = slashBefore(*path, path->size()); slash > 0; slash = slashBefore(*path, slash)) {
        const auto skill = skillAt(path->first(slash));
        const qsizetype found = skill ? fileIndex(*skill, path->sliced(slash + 1)) : -1;
        if (found >= 0)
            return ResourceHit{skill, found};
    }
    return std::nullopt;
}

std::optional<DirectoryHit> ResourceIndex::directory(const QString &uri) const
{
    const std::optional<QString> path = pathOf(uri);
    if (!path)
        return std::nullopt;
    if (const auto skill = skillAt(*path))
        return DirectoryHit{skill, {}};
    for (qsizetype slash = slashBefore(*path, path->size()); slash > 0; slash = slashBefore(*path, slash)) {
        const auto skill = skillAt(path->first(slash));
        if (!skill)
            continue;
        const QString below = path->sliced(slash + 1);
        const QString prefix = below + u'/';
        const bool exists =
            !below.isEmpty() && std::any_of(skill->files.begin(), skill->files.end(),
                                            [&](const SkillFile &file) { return file.path.startsWith(prefix); });
        if (exists)
            return DirectoryHit{skill, below};
    }
    return std::nullopt;
}
