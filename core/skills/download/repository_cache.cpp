// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/download/repository_cache.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QUrl>
#include <QUuid>

static const QString StateFile = QStringLiteral("state.json");

static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly) ? file.read(64 * 1024) : QByteArray();
}

RepositoryCache::RepositoryCache(const QString &cacheDirectory, const QString &owner, const QString &repository,
                                 const QString &branch)
    : m_repository(repository)
{
    const QString safeBranch = QString::fromLatin1(QUrl::toPercentEncoding(branch, {}, "."));
    m_folder = QStringLiteral("%1/github/%2~%3~%4").arg(cacheDirectory, owner, repository, safeBranch);
}

static bool isGeneration(const QString &name)
{
    return name.startsWith(QStringLiteral("tree-")) && !name.contains(u'/');
}

CachedTree RepositoryCache::load() const
{
    const QJsonObject state = QJsonDocument::fromJson(contentOf(m_folder + u'/' + StateFile)).object();
    const QString generation = state.value(u"tree").toString();
    const QString tree = QStringLiteral("%1/%2/%3").arg(m_folder, generation, m_repository);
    if (!isGeneration(generation) || !QFileInfo(tree).isDir())
        return {};
    return {.folder = tree,
            .etag = state.value(u"etag").toString().toLatin1(),
            .confirmed = QDateTime::fromString(state.value(u"confirmed").toString(), Qt::ISODate).toUTC()};
}

QString RepositoryCache::newTree() const
{
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QString tree = QStringLiteral("%1/tree-%2/%3").arg(m_folder, id, m_repository);
    QDir().mkpath(tree);
    QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return tree;
}

bool RepositoryCache::store(const CachedTree &tree) const
{
    const QString before = QFileInfo(load().folder).dir().dirName();
    const QString generation = QFileInfo(tree.folder).dir().dirName();
    QSaveFile file(m_folder + u'/' + StateFile);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write(QJsonDocument(QJsonObject{{QStringLiteral("tree"), generation},
                                         {QStringLiteral("etag"), QString::fromLatin1(tree.etag)},
                                         {QStringLiteral("confirmed"), tree.confirmed.toString(Qt::ISODate)}})
                   .toJson());
    if (!file.commit())
        return false;
    if (before == generation)
        return true;
    removeOld({before, generation});
    return true;
}

/// Another process may still serve the last one, until it asks GitHub itself; and one may be unpacking now.
void RepositoryCache::removeOld(const QStringList &kept) const
{
    const QDateTime justNow = QDateTime::currentDateTimeUtc().addSecs(-3600);
    const QFileInfoList entries = QDir(m_folder).entryInfoList({QStringLiteral("tree-*"), QStringLiteral("download-*")},
                                                               QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        if (kept.contains(entry.fileName()) || entry.lastModified() >= justNow)
            continue;
        if (entry.isDir())
            QDir(entry.filePath()).removeRecursively();
        else
            QFile::remove(entry.filePath());
    }
}

void RepositoryCache::removeLeftovers() const
{
    const CachedTree kept = load();
    removeOld({kept.isThere() ? QFileInfo(kept.folder).dir().dirName() : QString()});
}

void RepositoryCache::discard(const QString &tree) const
{
    const QDir generation = QFileInfo(tree).dir();
    if (isGeneration(generation.dirName()))
        QDir(generation.path()).removeRecursively();
}
