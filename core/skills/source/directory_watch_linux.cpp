// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/directory_watch.h"

#include <QFile>
#include <QSocketNotifier>

#include <cerrno>

#include <sys/inotify.h>
#include <unistd.h>

static constexpr uint32_t Mask = IN_CLOSE_WRITE | IN_MOVE | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF |
                                 IN_ATTRIB | IN_ONLYDIR | IN_EXCL_UNLINK;

DirectoryWatch::DirectoryWatch(QObject *parent)
    : QObject(parent)
    , m_descriptor(inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
{
    if (m_descriptor < 0)
        return;
    m_notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &DirectoryWatch::readEvents);
}

DirectoryWatch::~DirectoryWatch()
{
    if (m_descriptor < 0)
        return;
    delete m_notifier;
    close(m_descriptor);
}

bool DirectoryWatch::watch(const QString &directory)
{
    if (m_descriptor < 0)
        return false;
    const int watch = inotify_add_watch(m_descriptor, QFile::encodeName(directory).constData(), Mask);
    if (watch < 0)
        return errno != ENOSPC && errno != ENOMEM; // what is gone or locked needs no watch
    const auto old = m_watches.constFind(directory);
    if (old != m_watches.constEnd() && *old != watch)
        forget(directory); // another folder lies there now
    // The same folder under its new name: the old name leads nowhere any more.
    const QString before = m_directories.value(watch);
    if (!before.isEmpty() && before != directory)
        m_watches.remove(before);
    m_watches.insert(directory, watch);
    m_directories.insert(watch, directory);
    return true;
}

void DirectoryWatch::forget(const QString &directory)
{
    const auto watch = m_watches.constFind(directory);
    if (watch == m_watches.constEnd())
        return;
    inotify_rm_watch(m_descriptor, *watch);
    m_directories.remove(*watch);
    m_watches.erase(watch);
}

void DirectoryWatch::readEvents()
{
    QHash<QString, FolderNews> news;
    bool lost = false;
    alignas(inotify_event) char buffer[64 * 1024];
    ssize_t size = 0;
    while ((size = read(m_descriptor, buffer, sizeof buffer)) > 0) {
        for (ssize_t offset = 0; offset < size;) {
            const auto *event = reinterpret_cast<const inotify_event *>(buffer + offset);
            offset += ssize_t(sizeof(inotify_event)) + event->len;
            lost = lost || (event->mask & IN_Q_OVERFLOW);
            const QString directory = m_directories.value(event->wd);
            if (directory.isEmpty())
                continue;
            const QString name = event->len ? QFile::decodeName(event->name) : QString();
            FolderNews &folder = news[directory];
            folder.names.insert(name);
            if (event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO))
                folder.complete.insert(name);
            if (event->mask & IN_IGNORED) {
                m_directories.remove(event->wd);
                m_watches.remove(directory);
            }
        }
    }
    if (lost)
        emit overflowed();
    if (!news.isEmpty())
        emit changed(news);
}
