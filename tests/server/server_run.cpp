// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "server_run.h"

#include "raw_http.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <QThread>

#include <cstdlib>

using namespace Qt::StringLiterals;

static void writeFile(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("Cannot write %s", qPrintable(path));
}

ServerRun::ServerRun()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, m_home.path());
    environment.insert(u"XDG_CONFIG_HOME"_s, file(u"config"_s));
    environment.insert(u"XDG_CACHE_HOME"_s, file(u"cache"_s));
    environment.insert(u"XDG_STATE_HOME"_s, file(u"state"_s));
    environment.insert(u"SKILLS_BACKEND_SECRET"_s, QString::fromLatin1(Secret));
    // Never the network: where GitHub would be, nobody listens.
    environment.insert(u"SKILLS_BACKEND_GITHUB_URL"_s, u"http://127.0.0.1:1"_s);
    process.setProcessEnvironment(environment);
    QDir().mkpath(skillsFolder());
    QObject::connect(&process, &QProcess::readyReadStandardError, &process,
                     [this] { log += process.readAllStandardError(); });
    QObject::connect(&process, &QProcess::readyReadStandardOutput, &process,
                     [this] { out += process.readAllStandardOutput(); });
}

ServerRun::~ServerRun()
{
    if (process.state() != QProcess::NotRunning) {
        process.kill();
        process.waitForFinished();
    }
    // What the sanitizers found, also where the test noticed nothing.
    if (log.contains("Sanitizer") || log.contains("runtime error"))
        qFatal("%s", log.constData());
}

void ServerRun::writeSkill(const QString &name, const QByteArray &description, const QByteArray &body)
{
    writeFile(skillsFolder() + u'/' + name + u"/SKILL.md"_s,
              "---\nname: " + name.toUtf8() + "\ndescription: " + description + "\n---\n" + body);
}

void ServerRun::writeSkills(int count)
{
    static const QList<QByteArray> words = {"tables", "proteins", "maps",    "invoices", "poems",   "bridges",
                                            "stars",  "soils",    "markets", "voices",   "engines", "rivers"};
    for (int i = 0; i < count; ++i) {
        const QByteArray &first = words.at(i % words.size());
        const QByteArray &second = words.at((i / words.size()) % words.size());
        writeSkill(u"skill-%1"_s.arg(i, 3, 10, QLatin1Char('0')),
                   "Compares " + first + " with " + second + " for report " + QByteArray::number(i),
                   QByteArray("Collect " + first + ", then weigh " + second + ".\n").repeated(50));
    }
}

void ServerRun::writeConfig(const QByteArray &moreSources)
{
    writeFile(file(u"skills.json"_s), R"({"auto_update_enabled": false, "answers": )" + answers +
                                          R"(, "embedding_model": )" + model +
                                          R"(, "skill_sources": [{"type": "local", "path": ")" +
                                          skillsFolder().toUtf8() + R"("})" + moreSources + ']' + moreKeys + '}');
}

void ServerRun::launch(const QStringList &arguments)
{
    process.start(QStringLiteral(SKILLS_BACKEND), arguments);
}

bool ServerRun::start(const QStringList &more, const QByteArray &moreSources)
{
    writeConfig(moreSources);
    launch(QStringList{u"--port"_s, u"0"_s, u"--config"_s, file(u"skills.json"_s)} + more);
    static const QRegularExpression place(u"Serving at http://[^ ]*:(\\d+)/mcp"_s);
    const bool serves = QTest::qWaitFor(
        [this] {
            port = place.match(QString::fromUtf8(log)).captured(1).toUShort();
            return port != 0;
        },
        10'000);
    return serves && QTest::qWaitFor(
                         [this] {
                             RawConnection asking(port);
                             return asking.get("/health").json().value(u"loading_complete"_s).toBool();
                         },
                         20'000);
}

int ServerRun::exitStatus(int milliseconds)
{
    const bool ended = QTest::qWaitFor([this] { return process.state() == QProcess::NotRunning; }, milliseconds);
    log += process.readAllStandardError();
    out += process.readAllStandardOutput();
    return ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

void ServerRun::askGitHubAt(const QString &address)
{
    QProcessEnvironment environment = process.processEnvironment();
    environment.insert(u"SKILLS_BACKEND_GITHUB_URL"_s, address);
    process.setProcessEnvironment(environment);
}

void ServerRun::terminate()
{
    process.terminate();
}

static double roomForOthers()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 4;
#else
    if (qEnvironmentVariableIsSet("SKILLS_TEST_SHARES"))
        return 4;
    double load = 0;
    return ::getloadavg(&load, 1) == 1 && load > QThread::idealThreadCount() * 0.75 ? 4 : 1;
#endif
}

double room()
{
#ifdef __OPTIMIZE__
    return roomForOthers();
#else
    return 4 * roomForOthers(); // nobody runs a server that is not optimised
#endif
}
