// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/append_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

AppendFile::~AppendFile()
{
    close();
}

/// Makes the folder and the missing ones above it, each private.
static bool makeFolder(const QString &folder)
{
    if (QFileInfo(folder).isDir())
        return true;
    const QString above = QFileInfo(folder).path();
    if (above != folder && !makeFolder(above))
        return false;
    if (::mkdir(QFile::encodeName(folder).constData(), 0700) == 0)
        return true;
    if (errno == EEXIST) {
        // Somebody was faster, or what stands there is no folder.
        errno = ENOTDIR;
        return QFileInfo(folder).isDir();
    }
    return false;
}

/// As open(2) with `flags`, but only an ordinary file, and through no link. -1: `error` tells why; it is empty when a
/// file that is not to be made is missing.
static int openOrdinary(const QString &path, int flags, QString &error)
{
    // O_NONBLOCK: a named pipe in the file's place must not stop us until somebody reads it.
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        if (errno == ENOENT && (flags & O_CREAT) == 0)
            error.clear();
        else
            error = errno == ELOOP ? QCoreApplication::translate("LogFile", "it is a link") : qt_error_string(errno);
        return -1;
    }
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        error = QCoreApplication::translate("LogFile", "it is not an ordinary file");
        return -1;
    }
    return descriptor;
}

bool openOrdinaryFile(QFile &file, const QString &path, QString &error)
{
    const int descriptor = openOrdinary(path, O_RDONLY, error);
    return descriptor >= 0 &&
           file.open(descriptor, QIODevice::ReadOnly | QIODevice::Unbuffered, QFileDevice::AutoCloseHandle);
}

bool AppendFile::open(const QString &path)
{
    close();
    m_path = path;
    if (!makeFolder(QFileInfo(path).absolutePath())) {
        m_error = qt_error_string(errno);
        return false;
    }
    m_descriptor = openOrdinary(path, O_RDWR | O_CREAT | O_APPEND, m_error);
    if (m_descriptor < 0)
        return false;
    struct stat status = {};
    if (::fstat(m_descriptor, &status) != 0) {
        m_error = qt_error_string(errno);
        close();
        return false;
    }
    if ((status.st_mode & 07777) != 0600 && ::fchmod(m_descriptor, 0600) != 0) {
        m_error = qt_error_string(errno);
        close();
        return false;
    }
    return true;
}

void AppendFile::close()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

bool AppendFile::isStillThere() const
{
    struct stat ours = {};
    struct stat named = {};
    return m_descriptor >= 0 && ::fstat(m_descriptor, &ours) == 0 &&
           ::lstat(QFile::encodeName(m_path).constData(), &named) == 0 && ours.st_dev == named.st_dev &&
           ours.st_ino == named.st_ino;
}

qint64 AppendFile::size() const
{
    struct stat status = {};
    return m_descriptor >= 0 && ::fstat(m_descriptor, &status) == 0 ? status.st_size : 0;
}

bool AppendFile::endsMidLine() const
{
    char last = '\n';
    const qint64 length = size();
    return length > 0 && ::pread(m_descriptor, &last, 1, length - 1) == 1 && last != '\n';
}

qsizetype AppendFile::write(QByteArrayView bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t written = ::write(m_descriptor, bytes.data() + done, static_cast<size_t>(bytes.size() - done));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            m_error = qt_error_string(written < 0 ? errno : ENOSPC);
            break;
        }
        done += written;
    }
    return done;
}

bool AppendFile::replace(const QString &from, const QString &to, QString &error)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0 || errno == ENOENT)
        return true;
    error = qt_error_string(errno);
    return false;
}
