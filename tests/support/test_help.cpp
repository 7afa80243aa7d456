// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/support/test_help.h"

#include <QFile>
#include <QMutex>
#include <QTcpServer>

int withRoom(int ms)
{
    static const int emulated = qBound(1, qEnvironmentVariableIntValue("SKILLS_TEST_ROOM"), 100);
    return (ms < 1000 ? 4 * ms : ms) * emulated;
}

bool isEmulated()
{
    return qEnvironmentVariableIsSet("SKILLS_TEST_ROOM");
}

quint16 freePort(const QHostAddress &address)
{
    QTcpServer server;
    return server.listen(address, 0) ? server.serverPort() : 0;
}

bool writeScript(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return false;
    file.close();
    return file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QString poseAs(const QString &fakeBackend, const QString &directory, const QString &name, const QStringList &options)
{
    const QString path = directory + u'/' + name;
    QFile::remove(path);
    if (!QFile::copy(fakeBackend, path))
        return {};
    QFile arguments(path + QStringLiteral(".args"));
    if (!arguments.open(QIODevice::WriteOnly))
        return {};
    for (const QString &option : options)
        arguments.write(option.toUtf8() + '\n');
    return path;
}

static QMutex s_mutex;
static QByteArray s_warnings;
static QtMessageHandler s_before = nullptr;

static void collect(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (type == QtWarningMsg || type == QtCriticalMsg) {
        const QMutexLocker lock(&s_mutex);
        s_warnings += message.toUtf8() + '\n';
    }
    if (s_before)
        s_before(type, context, message);
}

WarningWatch::WarningWatch()
{
    forget();
    s_before = qInstallMessageHandler(collect);
}

WarningWatch::~WarningWatch()
{
    qInstallMessageHandler(s_before);
}

QByteArray WarningWatch::all()
{
    const QMutexLocker lock(&s_mutex);
    return s_warnings;
}

void WarningWatch::forget()
{
    const QMutexLocker lock(&s_mutex);
    s_warnings.clear();
}
