// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/replace_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

static bool writeAll(int fd, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = write(fd, bytes.constData() + done, size_t(bytes.size() - done));
        if (count < 0 && errno != EINTR)
            return false;
        done += qMax<ssize_t>(count, 0);
    }
    return true;
}

QString replaceFile(const QString &file, const QByteArray &bytes)
{
    const auto failed = [&file](int error) {
        return QCoreApplication::translate("ReplaceFile", "Cannot write %1: %2").arg(file, qt_error_string(error));
    };
    const QByteArray target = QFile::encodeName(file);
    const QFileInfo info(file);
    QByteArray temporary = QFile::encodeName(info.path() + u'/' + u'.' + info.fileName()) + ".XXXXXX";
    const int fd = mkostemp(temporary.data(), O_CLOEXEC); // mode 0600, whatever the umask allows
    if (fd < 0)
        return failed(errno);
    const bool written = writeAll(fd, bytes) && fsync(fd) == 0;
    int error = errno;
    if (close(fd) != 0 && written)
        error = errno;
    else if (written && std::rename(temporary.constData(), target.constData()) == 0)
        return {};
    else if (written)
        error = errno;
    unlink(temporary.constData());
    return failed(error);
}
