// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/instance_lock.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// A process id and a path.
static constexpr qint64 LargestFile = 8192;

InstanceLock::InstanceLock(QString file, QString note)
    : m_file(std::move(file))
    , m_note(std::move(note))
{
}

InstanceLock::~InstanceLock()
{
    release();
}

static QString lockError(const QString &file, const QString &cause)
{
    return QCoreApplication::translate("InstanceLock", "Cannot lock %1: %2").arg(file, cause);
}

/// Whether the locked file is still the one that others would open.
static bool isStillInPlace(int fd, const QByteArray &path)
{
    struct stat opened = {};
    struct stat named = {};
    return ::fstat(fd, &opened) == 0 && ::lstat(path.constData(), &named) == 0 && opened.st_dev == named.st_dev &&
           opened.st_ino == named.st_ino;
}

InstanceLock::Outcome InstanceLock::take()
{
    const QByteArray path = QFile::encodeName(m_file);
    // An owner that ends removes the file; then our lock is on a file without a name, and we try again. Each turn
    // needs another process to end just then.
    for (int attempt = 0; attempt < 100; ++attempt) {
        const int fd = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
        if (fd < 0) {
            m_error = lockError(m_file, errno == ELOOP ? QCoreApplication::translate("InstanceLock", "it is a link")
                                                       : QString::fromLocal8Bit(std::strerror(errno)));
            return Outcome::Impossible;
        }
        struct stat info = {};
        if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) || info.st_uid != ::getuid()) {
            ::close(fd);
            m_error = lockError(m_file, QCoreApplication::translate("InstanceLock", "it is not a file of ours"));
            return Outcome::Impossible;
        }
        if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
            const int cause = errno;
            ::close(fd);
            if (cause == EWOULDBLOCK)
                return Outcome::HeldByAnother;
            m_error = lockError(m_file, QString::fromLocal8Bit(std::strerror(cause)));
            return Outcome::Impossible;
        }
        if (!isStillInPlace(fd, path)) {
            ::close(fd);
            continue;
        }
        m_fd = fd;
        const QByteArray text = QByteArray::number(::getpid()) + '\n' +
                                (m_note.isEmpty() ? QByteArray() : QFile::encodeName(m_note) + '\n');
        if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, text.constData(), size_t(text.size()), 0) != text.size())
            m_error = lockError(m_file, QString::fromLocal8Bit(std::strerror(errno)));
        return Outcome::Taken;
    }
    m_error = lockError(m_file, QCoreApplication::translate("InstanceLock", "it is replaced again and again"));
    return Outcome::Impossible;
}

InstanceLock::Holder InstanceLock::holder() const
{
    QFile file(m_file);
    const QFileInfo info(m_file);
    if (info.isSymLink() || !info.isFile() || !file.open(QIODevice::ReadOnly))
        return {};
    const QList<QByteArray> lines = file.read(LargestFile).split('\n');
    return {lines.value(0).toLongLong(), QFile::decodeName(lines.value(1))};
}

void InstanceLock::release()
{
    if (m_fd < 0)
        return;
    // First the name, then the lock: whoever opened the old file notices.
    ::unlink(QFile::encodeName(m_file).constData());
    ::close(m_fd);
    m_fd = -1;
}
