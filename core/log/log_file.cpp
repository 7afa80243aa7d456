// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_file.h"

#include <QFile>

static constexpr qsizetype BufferBytes = 256 * 1024;

LogFile::LogFile(const QString &path, QObject *parent)
    : LogFile(path, Limits(), parent)
{
}

LogFile::LogFile(const QString &path, const Limits &limits, QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_limits(limits)
{
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(m_limits.flushDelay);
    connect(&m_flushTimer, &QTimer::timeout, this, &LogFile::flush);
}

LogFile::~LogFile()
{
    flush();
}

void LogFile::append(std::span<const LineView> lines)
{
    for (const LineView &line : lines)
        add(line);
}

void LogFile::append(const QList<LogLine> &lines)
{
    for (const LogLine &line : lines)
        add({line.timeMs, line.origin, line.level, line.flags, line.text, line.source});
}

void LogFile::add(const LineView &line)
{
    if (m_hasFailed && !m_nextTry.hasExpired()) {
        ++m_missingLines;
        return;
    }
    m_formatter.append(m_buffer, line);
    m_buffer += '\n';
    ++m_bufferedLines;
    if (m_buffer.size() >= BufferBytes)
        flush();
    else if (!m_flushTimer.isActive())
        m_flushTimer.start();
}

void LogFile::flush()
{
    m_flushTimer.stop();
    if (m_buffer.isEmpty() || !makeReady())
        return;
    const bool endsMidLine = m_file.endsMidLine();
    if (endsMidLine)
        m_buffer.prepend('\n');
    const qsizetype written = m_file.write(m_buffer);
    if (written < m_buffer.size()) {
        const qint64 ends = QByteArrayView(m_buffer).first(written).count('\n');
        m_bufferedLines -= endsMidLine && ends > 0 ? ends - 1 : ends;
        giveUp(m_file.error());
        return;
    }
    m_buffer.resize(0);
    m_bufferedLines = 0;
    const bool isTakenAway = std::exchange(m_isTakenAway, false);
    if (m_hasFailed) {
        m_hasFailed = false;
        const qint64 missing = std::exchange(m_missingLines, 0);
        emit recovered(tr("Writing %1 works again; %2 lines are missing there").arg(m_path).arg(missing));
    } else if (isTakenAway && m_nextRemark.hasExpired()) {
        m_nextRemark.setRemainingTime(m_limits.retryDelay);
        emit begunAnew(tr("Writing %1 anew: it was deleted, moved or replaced").arg(m_path));
    }
}

bool LogFile::makeReady()
{
    // Deleted or moved by somebody: what we hold open is nobody's file any more.
    if (m_file.isOpen() && !m_file.isStillThere()) {
        m_file.close();
        m_isTakenAway = true;
    }
    if (!m_file.isOpen()) {
        if (!m_file.open(m_path)) {
            giveUp(m_file.error());
            return false;
        }
    }
    const qint64 size = m_file.size();
    return size == 0 || size + m_buffer.size() <= m_limits.bytesPerFile || rotate();
}

bool LogFile::rotate()
{
    m_file.close();
    QString error;
    // First, so that no file takes another's place: when one does, ext4 writes it to the disk at once.
    QFile::remove(numbered(m_path, m_limits.files - 1));
    for (int number = m_limits.files - 1; number > 0; --number) {
        if (!AppendFile::replace(numbered(m_path, number - 1), numbered(m_path, number), error)) {
            giveUp(error);
            return false;
        }
    }
    if (!m_file.open(m_path)) {
        giveUp(m_file.error());
        return false;
    }
    return true;
}

void LogFile::giveUp(const QString &cause)
{
    m_file.close();
    m_missingLines += m_bufferedLines;
    m_buffer.clear();
    m_bufferedLines = 0;
    m_nextTry.setRemainingTime(m_limits.retryDelay);
    if (m_hasFailed)
        return;
    m_hasFailed = true;
    emit failed(tr("Cannot write %1: %2. The log goes on in memory").arg(m_path, cause));
}

QString LogFile::numbered(const QString &path, int number)
{
    return number == 0 ? path : path + u'.' + QString::number(number);
}
