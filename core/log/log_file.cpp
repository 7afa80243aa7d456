// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_file.h"

#include <QCoreApplication>
#include <QEvent>
#include <QMutexLocker>

#include <utility>

static constexpr qsizetype PieceBytes = 128 * 1024;
static constexpr int MostPieces = 8;
// A system that has too much to write lets writers pause for up to 200 ms; a disk that takes longer hangs.
static constexpr int LongestWaitMs = 250;

LogFile::LogFile(const QString &path, QObject *parent)
    : LogFile(path, RotatedFile::Limits(), parent)
{
}

LogFile::LogFile(const QString &path, const RotatedFile::Limits &limits, QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_room(MostPieces)
    , m_file(std::make_unique<RotatedFile>(path, limits))
{
    m_file->moveToThread(&m_thread);
    connect(m_file.get(), &RotatedFile::failed, this, &LogFile::failed);
    connect(m_file.get(), &RotatedFile::recovered, this, &LogFile::recovered);
    connect(m_file.get(), &RotatedFile::begunAnew, this, &LogFile::begunAnew);
    m_thread.setObjectName(QStringLiteral("log file"));
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(FlushDelay);
    connect(&m_flushTimer, &QTimer::timeout, this, &LogFile::sendOff);
}

LogFile::~LogFile()
{
    sendOff();
    waitForThread();
    m_thread.quit();
    m_thread.wait();
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
    m_formatter.append(m_buffer, line);
    m_buffer += '\n';
    ++m_bufferedLines;
    if (m_buffer.size() >= PieceBytes)
        sendOff();
    else if (!m_flushTimer.isActive())
        m_flushTimer.start();
}

void LogFile::sendOff()
{
    m_flushTimer.stop();
    if (m_buffer.isEmpty())
        return;
    // Whoever has been waited for once is not waited for again before it gets on.
    if (!m_room.tryAcquire(1, m_isBehind ? 0 : LongestWaitMs)) {
        loseWhatWaits();
        return;
    }
    m_isBehind = false;
    if (!m_thread.isRunning())
        m_thread.start();
    const auto text = std::make_shared<QByteArray>(std::move(m_buffer));
    m_buffer = m_spares.take();
    const qint64 lines = std::exchange(m_bufferedLines, 0);
    const qint64 lost = std::exchange(m_lostLines, 0);
    QMetaObject::invokeMethod(m_file.get(), [this, text, lines, lost] {
        m_file->write(*text, lines, lost);
        m_spares.giveBack(std::move(*text));
        m_room.release();
    });
}

QByteArray LogFile::Spares::take()
{
    const QMutexLocker lock(&m_mutex);
    if (!m_buffers.empty())
        return m_buffers.takeLast();
    QByteArray buffer;
    buffer.reserve(PieceBytes + PieceBytes / 8);
    return buffer;
}

void LogFile::Spares::giveBack(QByteArray buffer)
{
    buffer.resize(0);
    const QMutexLocker lock(&m_mutex);
    m_buffers.append(std::move(buffer));
}

void LogFile::loseWhatWaits()
{
    m_lostLines += std::exchange(m_bufferedLines, 0);
    m_buffer.resize(0);
    if (!std::exchange(m_isBehind, true))
        emit failed(tr("Cannot write %1: the disk does not answer. The log goes on in memory").arg(m_path));
}

void LogFile::flush()
{
    sendOff();
    waitForThread();
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
}

void LogFile::waitForThread()
{
    if (m_thread.isRunning())
        QMetaObject::invokeMethod(
            m_file.get(), [] {}, Qt::BlockingQueuedConnection);
}
