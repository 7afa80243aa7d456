// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

/// What is kept of one repository.
struct CachedTree
{
    QString folder; // empty: nothing is kept
    QByteArray etag;
    QDateTime confirmed; // when GitHub last said that this is it; UTC
    [[nodiscard]] bool isThere() const { return !folder.isEmpty(); }
};

/// Keeps the unpacked tree of one repository on disk.
///
/// A tree is never changed once it is there; several processes may share the cache.
class RepositoryCache
{
public:
    RepositoryCache(const QString &cacheDirectory, const QString &owner, const QString &repository,
                    const QString &branch);

    [[nodiscard]] QString folder() const { return m_folder; } // for downloads; made when asked for
    [[nodiscard]] CachedTree load() const;
    /// A new, empty place for a tree, named as the repository.
    [[nodiscard]] QString newTree() const;
    /// From now on `tree` is what load() finds. Removes the one before the last. False: it cannot be written.
    [[nodiscard]] bool store(const CachedTree &tree) const;
    void discard(const QString &tree) const;
    /// What a process left behind that died while it downloaded or unpacked.
    void removeLeftovers() const;

private:
    void removeOld(const QStringList &kept) const;

    QString m_folder, m_repository;
};
