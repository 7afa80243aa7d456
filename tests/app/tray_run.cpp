// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"

#include "tests/support/test_help.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTest>

#include <grp.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

static constexpr int StartLimitMs = 15'000;

TrayRun::TrayRun()
    : m_port(freePort())
    , m_environment(QProcessEnvironment::systemEnvironment())
{
    m_environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    // No bus: what a desktop does is tested elsewhere.
    m_environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"disabled:"_s);
    for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"XDG_ACTIVATION_TOKEN"_s, u"DESKTOP_STARTUP_ID"_s})
        m_environment.remove(name);
    if (qEnvironmentVariableIsSet("SKILLS_TEST_HEADLESS"))
        goHeadless();
}

void TrayRun::goHeadless()
{
    m_headless = true;
    m_environment.insert(u"QT_QPA_PLATFORM"_s, u"no-such-platform"_s);
    m_environment.insert(u"QT_QPA_PLATFORM_PLUGIN_PATH"_s, m_home.file(u"no-plugins"_s));
}

QStringList TrayRun::inMode(const QStringList &arguments) const
{
    const bool isStart = arguments.isEmpty() || arguments.first().startsWith(u'-');
    return m_headless && isStart ? QStringList{u"--headless"_s} + arguments : arguments;
}

QByteArray TrayRun::errors() const
{
    QFile file(m_home.file(u"tray.err"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

TrayRun::~TrayRun()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

QStringList TrayRun::backend(const QStringList &options) const
{
    return QStringList{
               u"--"_s,     QStringLiteral(SKILLS_FAKE_BACKEND), u"--host"_s, u"{host}"_s, u"--port"_s, u"{port}"_s,
               m_tree.tag()} +
           options;
}

bool TrayRun::start(const QStringList &backendOptions, const QStringList &options)
{
    return startPlain(QStringList{u"--background"_s, u"--port"_s, QString::number(m_port)} + options +
                      backend(backendOptions));
}

bool TrayRun::startPlain(const QStringList &arguments)
{
    m_process.setProcessEnvironment(m_environment);
    m_process.setStandardOutputFile(m_home.file(u"tray.out"_s));
    m_process.setStandardErrorFile(m_home.file(u"tray.err"_s));
    m_process.start(QStringLiteral(SKILLS_TRAY), inMode(arguments));
    if (!m_process.waitForStarted())
        return false;
    return QTest::qWaitFor(
        [this] {
            const Result result = run({u"status"_s});
            return result.exit == 0 || result.exit == 1;
        },
        StartLimitMs);
}

std::unique_ptr<QProcess> TrayRun::runInBackground(const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    if (m_user)
        process->setChildProcessModifier(m_process.childProcessModifier());
    process->start(QStringLiteral(SKILLS_TRAY), inMode(arguments));
    return process;
}

TrayRun::Result TrayRun::run(const QStringList &arguments, int limitMs) const
{
    Result result;
    QElapsedTimer clock;
    clock.start();
    const std::unique_ptr<QProcess> process = runInBackground(arguments);
    process->closeWriteChannel();
    if (!process->waitForFinished(limitMs)) {
        process->kill();
        process->waitForFinished();
    } else if (process->exitStatus() == QProcess::NormalExit) {
        result.exit = process->exitCode();
    }
    result.ms = clock.elapsed();
    result.out = process->readAllStandardOutput();
    result.err = process->readAllStandardError();
    return result;
}

QJsonObject TrayRun::status() const
{
    return QJsonDocument::fromJson(run({u"status"_s, u"--json"_s}).out).object();
}

bool TrayRun::writeFile(const QString &path, const QByteArray &content) const
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) &&
           file.write(content) == content.size();
}

bool TrayRun::giveTo(uint user)
{
    m_user = user;
    m_process.setChildProcessModifier([user] {
        if (setgroups(0, nullptr) != 0 || setgid(user) != 0 || setuid(user) != 0)
            _exit(125);
    });
    bool all = ::chown(QFile::encodeName(m_home.path()).constData(), user, user) == 0;
    QDirIterator entries(m_home.path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (entries.hasNext())
        all = ::lchown(QFile::encodeName(entries.next()).constData(), user, user) == 0 && all;
    return all;
}

Paths TrayRun::paths() const
{
    return m_home.paths();
}

QList<qint64> TrayRun::tree() const
{
    QList<qint64> pids = m_tree.pids();
    pids.removeAll(m_process.processId());
    return pids;
}

const char *TrayRun::leftovers()
{
    m_leftovers = m_tree.describe();
    return m_leftovers.constData();
}
