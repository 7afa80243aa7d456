// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_format.h"
#include "core/log/log_line.h"
#include "core/log/rotated_file.h"

#include <QList>
#include <QMutex>
#include <QObject>
#include <QSemaphore>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <memory>
#include <span>

/// Brings lines into a rotated file without letting their giver wait for the disk.
///
/// The file is written in a thread. When that stays too far behind, because the disk hangs, lines are left out of the
/// file, counted, and told of once.
class LogFile : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds FlushDelay{500};
    /// A disk that needs longer than this for what is under way hangs.
    static constexpr std::chrono::milliseconds LongestFlush{10'000};
    /// Our own end has no more time than this for it.
    static constexpr std::chrono::milliseconds LongestGoodbye{1000};

    /// Nothing is opened, and no thread begins, before the first line.
    explicit LogFile(const QString &path, QObject *parent = nullptr);
    LogFile(const QString &path, const RotatedFile::Limits &limits, QObject *parent = nullptr);
    /// Waits until all is written, but for a disk that hangs no longer than LongestGoodbye.
    ~LogFile() override;

    [[nodiscard]] QString path() const { return m_path; }
    void append(std::span<const LineView> lines);
    void append(const QList<LogLine> &lines);
    /// Sends off what waits, which otherwise happens after FlushDelay.
    void sendOff();
    /// sendOff(), and waits until all is written and whatever was to be said of it has been said. False: it is not, and
    /// LongestFlush is over.
    bool flush();

signals:
    /// As those of RotatedFile.
    void failed(const QString &text);
    void recovered(const QString &text);
    void begunAnew(const QString &text);

private:
    /// Keeps the buffers that were used, which are as many as were ever under way: a new one is memory that the system
    /// must clear first.
    class Spares
    {
    public:
        [[nodiscard]] QByteArray take();
        void giveBack(QByteArray buffer);

    private:
        QMutex m_mutex;
        QList<QByteArray> m_buffers;
    };
    /// What the thread works with. Where the disk hangs it outlives us: nobody can take a thread out of the kernel.
    struct Writer
    {
        Writer(const QString &path, const RotatedFile::Limits &limits);

        QSemaphore room; // pieces that may be under way
        Spares spares;
        RotatedFile file; // lives in the thread
        QThread thread;
    };

    void add(const LineView &line);
    void loseWhatWaits();
    [[nodiscard]] bool waitForThread(std::chrono::milliseconds limit);

    const QString m_path;
    LineFormatter m_formatter{LineFormatter::Continuations::Marked};
    QByteArray m_buffer;
    qint64 m_bufferedLines = 0;
    QTimer m_flushTimer;
    bool m_isBehind = false;
    qint64 m_lostLines = 0;
    std::unique_ptr<Writer> m_writer;
};
