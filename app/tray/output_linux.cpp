// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/output.h"

#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

static bool writeAll(int fd, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t written = ::write(fd, bytes.constData() + done, size_t(bytes.size() - done));
        if (written > 0) {
            done += written;
        } else if (errno == EAGAIN) {
            // Somebody made our stdout non-blocking, as shells' children may.
            pollfd ready{.fd = fd, .events = POLLOUT, .revents = 0};
            ::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool printOut(const QByteArray &bytes)
{
    return writeAll(STDOUT_FILENO, bytes);
}

void printError(const QString &sentence)
{
    QString line = sentence;
    line.replace(u'\n', u' ');
    // There is nobody to tell when stderr is closed.
    [[maybe_unused]] const bool told = writeAll(STDERR_FILENO, "skills-tray: " + line.toLocal8Bit() + '\n');
}

void ignoreBrokenPipes()
{
    ::signal(SIGPIPE, SIG_IGN);
}

bool stdoutHasReader()
{
    struct stat info = {};
    return ::fstat(STDOUT_FILENO, &info) == 0 && (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode));
}
