// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/output.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <limits.h>
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

QByteArray errorLine(QString sentence)
{
    sentence.replace(u'\n', u' ');
    return "skills-tray: " + sentence.toLocal8Bit() + '\n';
}

void printError(const QString &sentence)
{
    // There is nobody to tell when stderr is closed.
    [[maybe_unused]] const bool told = writeAll(STDERR_FILENO, errorLine(sentence));
}

void printNotice(const QString &sentence)
{
    pollfd ready{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
    if (::poll(&ready, 1, 0) <= 0)
        return;
    // A pipe that is writable takes PIPE_BUF bytes without blocking (pipe(7)).
    const QByteArray line = errorLine(sentence);
    [[maybe_unused]] const ssize_t told =
        ::write(STDERR_FILENO, line.constData(), size_t(std::min<qsizetype>(line.size(), PIPE_BUF)));
}

void ignoreFatalWrites()
{
    for (const int signal : {SIGPIPE, SIGXFSZ})
        ::signal(signal, SIG_IGN);
}

bool stdoutHasReader()
{
    struct stat info = {};
    return ::fstat(STDOUT_FILENO, &info) == 0 && (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode));
}
