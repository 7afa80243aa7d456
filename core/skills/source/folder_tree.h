// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>

#include <functional>
#include <utility>

class DirectoryWatch;
class Pulse;

/// Knows the folders below one root, and which of them are skills.
///
/// Links to folders are followed, each folder is entered once. Folders are named by their canonical path.
class FolderTree
{
public:
    /// `watch` may be null: then only what lies there now counts. `pulse`, too: it beats with each folder.
    FolderTree(QString root, DirectoryWatch *watch, Pulse *pulse)
        : m_root(std::move(root))
        , m_watch(watch)
        , m_pulse(pulse)
    {
    }
    /// Who else uses the watch of a folder: then it stays when we need it no longer.
    void setNeededElsewhere(std::function<bool(const QString &)> needed) { m_neededElsewhere = std::move(needed); }

    /// Looks at everything from scratch.
    void walk();
    /// Looks again at these folders; the skills in which something may have changed, gone ones not among them.
    [[nodiscard]] QStringList update(const QSet<QString> &folders);

    [[nodiscard]] bool contains(const QString &folder) const
    {
        return m_folders.contains(folder) || m_linked.contains(folder);
    }
    [[nodiscard]] QStringList skills() const; // canonical, sorted by how they are shown
    [[nodiscard]] bool isSkill(const QString &folder) const;
    [[nodiscard]] QStringList foldersCalled(const QString &name) const; // canonical
    [[nodiscard]] QString shownPath(const QString &folder) const;       // as it was come by
    [[nodiscard]] QString root() const { return m_root; }               // as it was given
    [[nodiscard]] QString shownRoot() const { return m_canonicalRoot; } // what shown paths begin with
    [[nodiscard]] bool exists() const { return !m_folders.isEmpty(); }
    [[nodiscard]] bool isOutOfWatches() const { return m_outOfWatches; }
    /// Folders that are left out because their names are not UTF-8, as well as they can be shown. Each once.
    [[nodiscard]] QStringList takeUnnamable() { return std::exchange(m_unnamable, {}); }
    [[nodiscard]] bool isTooLarge() const { return m_tooLarge; }

    static constexpr qsizetype MaximumFolders = 200'000;

private:
    struct Child
    {
        QString canonical;
        quint64 device = 0, inode = 0;
        bool operator==(const Child &) const = default;
    };
    struct Folder
    {
        QString parent, shown;
        bool isSkill = false;
        int depth = 0;
        QMap<QString, Child>
            children; // only those entered from here; most have few, and a hash begins with room for 48
    };
    struct Listing
    {
        bool isThere = false, isSkill = false;
        QString linkedFolder; // where its SKILL.md really lies; empty: here
        QStringList unnamable;
        QHash<QString, Child> folders;
    };

    [[nodiscard]] Listing list(const QString &folder) const;
    void enter(const QString &folder, const QString &shown, const QString &parent, int depth);
    void noteUnnamable(const Listing &listing);
    void noteLink(const QString &folder, const Listing &listing);
    void drop(const QString &folder);
    void forget(const QString &folder);

    QString m_root;
    QString m_canonicalRoot;
    DirectoryWatch *m_watch;
    Pulse *m_pulse;
    std::function<bool(const QString &)> m_neededElsewhere;
    QHash<QString, Folder> m_folders;
    QHash<QString, QSet<QString>> m_linked; // a folder outside -> the skills whose SKILL.md lies in it
    QSet<QString> m_entered;                // since the last look
    QStringList m_unnamable;                // since the last look
    bool m_outOfWatches = false;
    bool m_tooLarge = false;
    bool m_sharesFolders = false; // a folder can be come by in two ways
};
