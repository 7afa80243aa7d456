// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QStringList>

#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

/// Lets no file of this process grow beyond a size, as if the disk were full.
class SizeLimit
{
    Q_DISABLE_COPY_MOVE(SizeLimit)
public:
    explicit SizeLimit(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        m_handler = ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SizeLimit()
    {
        lift();
        ::signal(SIGXFSZ, m_handler);
    }
    void lift() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before = {};
    sighandler_t m_handler = SIG_DFL;
};

/// Lets a write that goes beyond the SizeLimit take until it is let go, as on a disk that hangs.
class HangingDisk
{
    Q_DISABLE_COPY_MOVE(HangingDisk)
public:
    HangingDisk()
    {
        if (::pipe(s_ends) != 0)
            qFatal("Cannot make a pipe");
        ::signal(SIGXFSZ, [](int) {
            char byte = 0;
            while (::gettid() != ::getpid() && ::read(s_ends[0], &byte, 1) < 0)
                ; // this thread may be who writes the test's own words
        });
    }
    ~HangingDisk()
    {
        letGo();
        ::close(s_ends[0]);
        ::signal(SIGXFSZ, SIG_DFL);
    }
    static void letGo()
    {
        if (s_ends[1] >= 0)
            ::close(s_ends[1]);
        s_ends[1] = -1;
    }

private:
    inline static int s_ends[2] = {-1, -1};
};

/// Holds a thread of this process as a disk that hangs holds it in the kernel, until it is let go.
class HeldThread
{
    Q_DISABLE_COPY_MOVE(HeldThread)
public:
    /// The one of that name that runs.
    explicit HeldThread(const QByteArray &name)
    {
        if (::pipe(s_ends) != 0)
            qFatal("Cannot make a pipe");
        ::signal(SIGUSR1, [](int) {
            char byte = 0;
            while (::read(s_ends[0], &byte, 1) < 0)
                ;
        });
        const QStringList ids = QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &id : ids) {
            QFile file(QStringLiteral("/proc/self/task/%1/comm").arg(id));
            if (file.open(QIODevice::ReadOnly) && file.readAll().trimmed() == name && comesToRest(id))
                m_isHeld = ::tgkill(::getpid(), id.toInt(), SIGUSR1) == 0;
        }
    }
    ~HeldThread()
    {
        letGo();
        ::signal(SIGUSR1, SIG_DFL);
    }
    [[nodiscard]] bool isHeld() const { return m_isHeld; }
    static void letGo()
    {
        if (s_ends[1] >= 0)
            ::close(s_ends[1]);
        s_ends[1] = -1;
    }

private:
    /// It waits for something in the kernel. Held while it allocates, it would hold everybody who does.
    static bool comesToRest(const QString &thread)
    {
        for (const QDeadlineTimer deadline(2000); !deadline.hasExpired();) {
            QFile file(QStringLiteral("/proc/self/task/%1/stat").arg(thread));
            if (!file.open(QIODevice::ReadOnly))
                return false;
            if (file.readAll().contains(") S "))
                return true;
        }
        return false;
    }

    inline static int s_ends[2] = {-1, -1};
    bool m_isHeld = false;
};
