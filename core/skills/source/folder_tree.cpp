// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/folder_tree.h"

#include "core/skills/reading/main_file.h"
#include "core/skills/reading/private_names.h"
#include "core/skills/reading/pulse.h"
#include "core/skills/reading/real_path.h"
#include "core/skills/source/directory_watch.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <memory>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

static constexpr int MaximumDepth = 64;

static QString joined(const QString &folder, const QString &name)
{
    QString path;
    path.reserve(folder.size() + 1 + name.size()); // no more than that: there are as many as folders
    path += folder;
    if (folder != QStringLiteral("/"))
        path += u'/';
    return path += name;
}

static QString canonicalOf(const QString &path)
{
    return QFile::decodeName(realPath(QFile::encodeName(path)));
}

/// The folder of what this link leads to, if that is another one: changes there are changes here.
static QString folderOutside(const QString &folder, const QByteArray &name)
{
    const QString target = canonicalOf(joined(folder, QFile::decodeName(name)));
    return target.isEmpty() || target.startsWith(joined(folder, {})) ? QString() : target.section(u'/', 0, -2);
}

FolderTree::Listing FolderTree::list(const QString &folder) const
{
    if (m_pulse)
        m_pulse->beat();
    Listing listing;
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(opendir(QFile::encodeName(folder).constData()), &closedir);
    if (!stream)
        return listing;
    listing.isThere = true;
    while (const dirent *entry = readdir(stream.get())) {
        const QByteArray name(entry->d_name);
        if (name == "." || name == ".." || isPrivateFolder(name))
            continue;
        if (isMainFileName(name) && entry->d_type != DT_DIR) {
            listing.isSkill = true;
            if (entry->d_type == DT_LNK)
                listing.linkedFolder = folderOutside(folder, name);
        }
        if (entry->d_type == DT_REG)
            continue;
        struct stat info = {};
        if (fstatat(dirfd(stream.get()), name.constData(), &info, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        const bool isLink = S_ISLNK(info.st_mode);
        if (isLink && fstatat(dirfd(stream.get()), name.constData(), &info, 0) != 0)
            continue;
        if (!S_ISDIR(info.st_mode))
            continue;
        if (!name.isValidUtf8()) { // no text that we could make of it leads back there
            listing.unnamable.append(joined(folder, QString::fromUtf8(name)));
            continue;
        }
        const QString path = joined(folder, QFile::decodeName(name));
        const QString canonical = isLink ? canonicalOf(path) : path;
        // A link to where we come from, or to what lies above the source, would have us read the whole disk.
        if (canonical.isEmpty() || (isLink && (m_canonicalRoot + u'/').startsWith(joined(canonical, {}))))
            continue;
        listing.folders.insert(QFile::decodeName(name), {canonical, info.st_dev, info.st_ino});
    }
    return listing;
}

void FolderTree::walk()
{
    const QHash<QString, Folder> before = std::exchange(m_folders, {});
    const QHash<QString, QSet<QString>> linkedBefore = std::exchange(m_linked, {});
    m_outOfWatches = false;
    m_tooLarge = false;
    m_sharesFolders = false;
    m_canonicalRoot = canonicalOf(m_root);
    if (!m_canonicalRoot.isEmpty() && QFileInfo(m_canonicalRoot).isDir())
        enter(m_canonicalRoot, m_canonicalRoot, {}, 0);
    for (auto folder = before.keyBegin(); folder != before.keyEnd(); ++folder) {
        if (!contains(*folder))
            forget(*folder);
    }
    for (auto folder = linkedBefore.keyBegin(); folder != linkedBefore.keyEnd(); ++folder) {
        if (!contains(*folder))
            forget(*folder);
    }
}

void FolderTree::noteUnnamable(const Listing &listing)
{
    for (const QString &folder : listing.unnamable) {
        if (!m_unnamable.contains(folder))
            m_unnamable.append(folder);
    }
}

void FolderTree::noteLink(const QString &folder, const Listing &listing)
{
    if (listing.linkedFolder.isEmpty() || m_linked.value(listing.linkedFolder).contains(folder))
        return;
    m_linked[listing.linkedFolder].insert(folder);
    if (m_watch && !m_watch->watch(listing.linkedFolder))
        m_outOfWatches = true;
}

void FolderTree::enter(const QString &folder, const QString &shown, const QString &parent, int depth)
{
    if (m_folders.size() >= MaximumFolders) {
        m_tooLarge = true;
        return;
    }
    // Watched before it is read: what comes between the two is told of, not missed.
    if (m_watch && !m_watch->watch(folder))
        m_outOfWatches = true;
    const Listing listing = list(folder);
    if (!listing.isThere)
        return;
    Folder entry;
    entry.parent = parent;
    entry.shown = shown == folder ? folder : shown; // nearly always: one text in memory
    entry.depth = depth;
    entry.isSkill = listing.isSkill;
    m_folders.insert(folder, entry);
    noteLink(folder, listing);
    noteUnnamable(listing);
    m_entered.insert(folder);
    if (depth >= MaximumDepth)
        return;
    QStringList names = listing.folders.keys();
    names.sort(); // the same order everywhere decides between two ways to one folder
    for (const QString &name : names) {
        const Child child = listing.folders.value(name);
        if (m_folders.contains(child.canonical)) {
            m_sharesFolders = true;
            continue;
        }
        enter(child.canonical, joined(shown, name), folder, depth + 1);
        if (m_folders.contains(child.canonical))
            m_folders[folder].children.insert(name, child);
    }
}

void FolderTree::forget(const QString &folder)
{
    if (m_watch && !(m_neededElsewhere && m_neededElsewhere(folder)))
        m_watch->forget(folder);
}

void FolderTree::drop(const QString &folder)
{
    const auto found = m_folders.constFind(folder);
    if (found == m_folders.constEnd())
        return;
    const QMap<QString, Child> children = found->children;
    m_folders.erase(found);
    forget(folder);
    for (const Child &child : children) {
        if (m_folders.value(child.canonical).parent == folder)
            drop(child.canonical);
    }
}

QStringList FolderTree::update(const QSet<QString> &folders)
{
    QSet<QString> touched;
    QHash<QString, Listing> listings;
    bool dropped = false;
    for (const QString &folder : folders) {
        touched.unite(m_linked.value(folder));
        if (m_folders.contains(folder))
            listings.insert(folder, list(folder));
    }
    // First all that went: a folder that moved from one place to another has to lose its old name before it gets its
    // new one, for both names share one watch.
    for (auto listing = listings.constBegin(); listing != listings.constEnd(); ++listing) {
        const auto folder = m_folders.constFind(listing.key());
        if (folder == m_folders.constEnd())
            continue;
        touched.insert(folder->parent);
        touched.insert(listing.key());
        if (!listing->isThere) {
            drop(listing.key());
            dropped = true;
            continue;
        }
        const QMap<QString, Child> children = folder->children;
        for (auto child = children.constBegin(); child != children.constEnd(); ++child) {
            if (listing->folders.value(child.key()) == *child)
                continue;
            drop(child->canonical);
            m_folders[listing.key()].children.remove(child.key());
            dropped = true;
        }
    }
    if (dropped && m_sharesFolders) { // another way may still lead to what we dropped
        walk();
        return skills();
    }
    m_entered.clear();
    for (auto listing = listings.constBegin(); listing != listings.constEnd(); ++listing) {
        if (!listing->isThere || !m_folders.contains(listing.key()))
            continue;
        m_folders[listing.key()].isSkill = listing->isSkill;
        noteLink(listing.key(), *listing);
        noteUnnamable(*listing);
        const Folder folder = m_folders.value(listing.key());
        for (auto child = listing->folders.constBegin(); child != listing->folders.constEnd(); ++child) {
            if (folder.children.contains(child.key()) || folder.depth >= MaximumDepth)
                continue;
            if (m_folders.contains(child->canonical)) {
                m_sharesFolders = true;
                continue;
            }
            enter(child->canonical, joined(folder.shown, child.key()), listing.key(), folder.depth + 1);
            if (m_folders.contains(child->canonical))
                m_folders[listing.key()].children.insert(child.key(), *child);
        }
    }
    touched.unite(m_entered);
    QSet<QString> affected; // with every skill above, for its files are theirs too
    for (QString folder : std::as_const(touched)) {
        while (!folder.isEmpty() && m_folders.contains(folder)) {
            if (m_folders.value(folder).isSkill)
                affected.insert(folder);
            folder = m_folders.value(folder).parent;
        }
    }
    return affected.values();
}

QStringList FolderTree::skills() const
{
    std::vector<std::pair<QString, QString>> byShown;
    for (auto folder = m_folders.constBegin(); folder != m_folders.constEnd(); ++folder) {
        if (folder->isSkill)
            byShown.emplace_back(folder->shown, folder.key());
    }
    std::sort(byShown.begin(), byShown.end());
    QStringList skills;
    skills.reserve(qsizetype(byShown.size()));
    for (const auto &[shown, folder] : byShown)
        skills.append(folder);
    return skills;
}

bool FolderTree::isSkill(const QString &folder) const
{
    const auto found = m_folders.constFind(folder);
    return found != m_folders.constEnd() && found->isSkill;
}

QStringList FolderTree::foldersCalled(const QString &name) const
{
    QStringList folders;
    for (auto folder = m_folders.constBegin(); folder != m_folders.constEnd(); ++folder) {
        if (folder->shown.endsWith(u'/' + name))
            folders.append(folder.key());
    }
    return folders;
}

QString FolderTree::shownPath(const QString &folder) const
{
    const auto found = m_folders.constFind(folder);
    return found == m_folders.constEnd() ? folder : found->shown;
}
