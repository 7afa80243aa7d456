// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/log_output.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QString>

#include <mutex>

#include <poll.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

static QLatin1StringView levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "DEBUG"_L1;
    case QtInfoMsg:
        return "INFO"_L1;
    case QtWarningMsg:
        return "WARNING"_L1;
    case QtCriticalMsg:
        return "ERROR"_L1;
    case QtFatalMsg:
        return "CRITICAL"_L1;
    }
    return "INFO"_L1;
}

static QByteArray record(QtMsgType type, QString text)
{
    // One line a record, whatever a file name or another program's words hold.
    for (QChar &character : text) {
        if (character.category() == QChar::Other_Control || character == QChar::LineSeparator ||
            character == QChar::ParagraphSeparator)
            character = u' ';
    }
    const QString time = QDateTime::currentDateTime().toString(u"yyyy-MM-dd HH:mm:ss,zzz"_s);
    return u"%1 - skills - %2 - %3\n"_s.arg(time, levelName(type), text).toUtf8();
}

static bool canWrite(int milliseconds)
{
    pollfd ready = {STDERR_FILENO, POLLOUT, 0};
    return ::poll(&ready, 1, milliseconds) != 0;
}

static void writeAll(const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(STDERR_FILENO, bytes.constData() + done, size_t(bytes.size() - done));
        if (count < 0 && errno != EINTR)
            return;
        done += std::max<ssize_t>(count, 0);
    }
}

static void handleMessage(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    static std::mutex mutex;
    static qint64 dropped = 0;
    const std::lock_guard lock(mutex);
    // A client that starts us with --stdio may never read what we log; that must not stop the answers.
    if (!canWrite(dropped == 0 ? 100 : 0)) {
        ++dropped;
        return;
    }
    if (dropped > 0) {
        writeAll(record(QtWarningMsg, u"%1 lines were dropped because nobody read them"_s.arg(dropped)));
        dropped = 0;
    }
    writeAll(record(type, text));
}

void installLogOutput(bool verbose)
{
    QLoggingCategory::setFilterRules(verbose ? u"skills*.debug=true"_s : u"*.debug=false"_s);
    qInstallMessageHandler(handleMessage);
}
