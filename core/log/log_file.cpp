// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_file.h"

#include <QCoreApplication>
#include <QEvent>
#include <QMutexLocker>

#include <utility>

using namespace std::chrono_literals;

static constexpr qsizetype PieceBytes = 128 * 1024;
static constexpr int MostPieces = 8;
// A system that has too much to write lets writers pause for up to 200 ms; a disk that takes longer hangs.
static constexpr int LongestWaitMs = 250;

LogFile::LogFile(const QString &path, QObject *parent)
    : LogFile(path, RotatedFile::Limits(), parent)
{
}

LogFile::Writer::Writer(const QString &path, const RotatedFile::Limits &limits)
    : room(MostPieces)
    , file(path, limits)
{
    file.moveToThread(&thread);
    thread.setObjectName(QStringLiteral("log file"));
}

LogFile::LogFile(const QString &path, const RotatedFile::Limits &limits, QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_writer(std::make_unique<Writer>(path, limits))
{
    connect(&m_writer->file, &RotatedFile::failed, this, &LogFile::failed);
    connect(&m_writer->file, &RotatedFile::recovered, this, &LogFile::recovered);
    connect(&m_writer->file, &RotatedFile::begunAnew, this, &LogFile::begunAnew);
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(FlushDelay);
    connect(&m_flushTimer, &QTimer::timeout, this, &LogFile::sendOff);
}

LogFile::~LogFile()
{
    sendOff();
    // Whoever is known to hang is not waited for.
    if (!waitForThread(m_isBehind ? 0ms : LongestGoodbye)) {
        // It writes on with what is its own, or ends with the process.
        m_writer->file.disconnect(this);
        static_cast<void>(m_writer.release());
        return;
    }
    m_writer->thread.quit();
    m_writer->thread.wait();
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
    if (!m_writer->room.tryAcquire(1, m_isBehind ? 0 : LongestWaitMs)) {
        loseWhatWaits();
        return;
    }
    m_isBehind = false;
    if (!m_writer->thread.isRunning())
        m_writer->thread.start();
    const auto text = std::make_shared<QByteArray>(std::move(m_buffer));
    m_buffer = m_writer->spares.take();
    const qint64 lines = std::exchange(m_bufferedLines, 0);
    const qint64 lost = std::exchange(m_lostLines, 0);
    QMetaObject::invokeMethod(&m_writer->file, [writer = m_writer.get(), text, lines, lost] {
        writer->file.write(*text, lines, lost);
        writer->spares.giveBack(std::move(*text));
        writer->room.release();
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

bool LogFile::flush()
{
    sendOff();
    const bool isWritten = waitForThread(LongestFlush);
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
    return isWritten;
}

bool LogFile::waitForThread(std::chrono::milliseconds limit)
{
    // With room for all of them no piece is under way.
    if (!m_writer->room.tryAcquire(MostPieces, int(limit.count())))
        return false;
    m_writer->room.release(MostPieces);
    return true;
}
