// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/backend_environment.h"
#include "core/process/guarded_process.h"

#include <algorithm>

QProcessEnvironment backendEnvironment(const QProcessEnvironment &ours, const QString &tempDirectory,
                                       const QString &marker)
{
    QProcessEnvironment environment = ours;
    // Leaked by AppImage, snap and virtual environments; meant for us or for nobody.
    static constexpr const char *leaked[] = {"LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONPATH",
                                             "PYTHONHOME", "PYTHONSTARTUP",   "VIRTUAL_ENV"};
    for (const char *name : leaked)
        environment.remove(QString::fromLatin1(name));
    // What a service manager or a desktop hands to us alone: sockets, deadlines, the right to come to the front.
    static constexpr const char *forUsAlone[] = {"NOTIFY_SOCKET",
                                                 "WATCHDOG_PID",
                                                 "WATCHDOG_USEC",
                                                 "JOURNAL_STREAM",
                                                 "LISTEN_PID",
                                                 "LISTEN_FDS",
                                                 "LISTEN_FDNAMES",
                                                 "SYSTEMD_EXEC_PID",
                                                 "MEMORY_PRESSURE_WATCH",
                                                 "MEMORY_PRESSURE_WRITE",
                                                 "XDG_ACTIVATION_TOKEN",
                                                 "DESKTOP_STARTUP_ID",
                                                 "DESKTOP_AUTOSTART_ID",
                                                 "GIO_LAUNCHED_DESKTOP_FILE",
                                                 "GIO_LAUNCHED_DESKTOP_FILE_PID"};
    for (const char *name : forUsAlone)
        environment.remove(QString::fromLatin1(name));
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith(QStringLiteral("QT_")))
            environment.remove(name);
    }
    static constexpr const char *wanted[] = {"PYTHONUNBUFFERED", "PYTHONUTF8", "PYTHONFAULTHANDLER", "NO_COLOR",
                                             "UV_NO_PROGRESS"};
    for (const char *name : wanted)
        environment.insert(QString::fromLatin1(name), QStringLiteral("1"));
    environment.insert(QStringLiteral("COLUMNS"), QStringLiteral("200")); // else rich wraps its lines at 80
    environment.insert(QStringLiteral("TMPDIR"), tempDirectory);
    environment.insert(QString::fromLatin1(instanceVariable), marker);
    return environment;
}

QStringList meddlingVariables(const QProcessEnvironment &environment)
{
    static constexpr const char *beginnings[] = {"FASTMCP_", "MCP_", "UV_", "PIP_", "HF_"};
    static constexpr const char *whole[] = {"LOG_LEVEL",          "PYTHONWARNINGS", "SSL_CERT_FILE", "SSL_CERT_DIR",
                                            "REQUESTS_CA_BUNDLE", "ALL_PROXY",      "all_proxy",     "HTTPS_PROXY",
                                            "https_proxy",        "HTTP_PROXY",     "http_proxy"};
    QStringList found;
    for (const QString &name : environment.keys()) {
        const auto begins = [&name](const char *beginning) { return name.startsWith(QLatin1String(beginning)); };
        const auto is = [&name](const char *one) { return name == QLatin1String(one); };
        if (std::any_of(std::begin(beginnings), std::end(beginnings), begins) ||
            std::any_of(std::begin(whole), std::end(whole), is))
            found.append(name);
    }
    found.sort();
    return found;
}
