// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/display_guard.h"

#include "app/tray/exit_status.h"
#include "app/tray/output.h"

#include <QCoreApplication>

#include <csignal>

#include <unistd.h>

// A message handler is a plain function; this is what it knows.
static std::function<void()> s_tidy;
static QtMessageHandler s_previous = nullptr;
static QByteArray s_lateLine; // of stderr

// A display that neither answers nor refuses: Qt would wait for it for ever.
static constexpr unsigned LimitSeconds = 30;

static QString nameOfDisplay()
{
    const QString wayland = qEnvironmentVariable("WAYLAND_DISPLAY");
    const bool isX11 = wayland.isEmpty() || qEnvironmentVariable("QT_QPA_PLATFORM").startsWith(QStringLiteral("xcb"));
    return isX11 ? qEnvironmentVariable("DISPLAY") : wayland;
}

static QString cannotOpen(const QString &cause)
{
    return QCoreApplication::translate("DisplayGuard", "Cannot open a window: %1; --headless needs none").arg(cause);
}

static QString causeOfNoDisplay()
{
    const QString platform = qEnvironmentVariable("QT_QPA_PLATFORM");
    const QString display = qEnvironmentVariable("DISPLAY");
    const QString wayland = qEnvironmentVariable("WAYLAND_DISPLAY");
    if (display.isEmpty() && wayland.isEmpty() &&
        (platform.isEmpty() || platform.startsWith(QStringLiteral("xcb")) ||
         platform.startsWith(QStringLiteral("wayland"))))
        return QCoreApplication::translate("DisplayGuard", "no display is set (DISPLAY, WAYLAND_DISPLAY)");
    if (!platform.isEmpty() && !platform.startsWith(QStringLiteral("xcb")) &&
        !platform.startsWith(QStringLiteral("wayland")))
        return QCoreApplication::translate("DisplayGuard", "Qt's platform \"%1\" (QT_QPA_PLATFORM) does not work here")
            .arg(platform);
    return QCoreApplication::translate("DisplayGuard", "the display %1 cannot be reached").arg(nameOfDisplay());
}

static void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    Q_UNUSED(context);
    if (type != QtFatalMsg) {
        // The reasons that come before the end would be further lines; without an end they are of no use here.
        if (type == QtCriticalMsg)
            printError(message);
        return;
    }
    if (s_tidy)
        s_tidy();
    printError(cannotOpen(causeOfNoDisplay()));
    // Not exit(): the half-built application must not be torn down.
    ::_exit(ExitFailed);
}

/// Nothing but what a signal handler may do (signal-safety(7)); the lock's file stays, and its lock goes with us.
static void endLate(int)
{
    [[maybe_unused]] const ssize_t told = ::write(STDERR_FILENO, s_lateLine.constData(), size_t(s_lateLine.size()));
    ::_exit(ExitFailed);
}

DisplayGuard::DisplayGuard(std::function<void()> tidy)
{
    s_tidy = std::move(tidy);
    s_previous = qInstallMessageHandler(handleMessage);
    s_lateLine = errorLine(
        cannotOpen(QCoreApplication::translate("DisplayGuard", "the display %1 does not answer").arg(nameOfDisplay())));
    ::signal(SIGALRM, endLate);
    ::alarm(LimitSeconds);
}

DisplayGuard::~DisplayGuard()
{
    ::alarm(0);
    ::signal(SIGALRM, SIG_DFL);
    qInstallMessageHandler(s_previous);
    s_tidy = nullptr;
}
