// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/append_file.h"
#include "core/log/log_format.h"
#include "core/log/log_line.h"

#include <QDeadlineTimer>
#include <QList>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <span>

/// Writes lines to a file that is renamed to FILE.1, FILE.2, … when it is full.
///
/// When it cannot write it says so once, lets lines go by, and tries again now and then. A file that somebody took away
/// is begun anew.
class LogFile : public QObject
{
    Q_OBJECT
public:
    struct Limits
    {
        qint64 bytesPerFile = 8 * 1024 * 1024;
        int files = 8; // the one being written and the older ones
        std::chrono::milliseconds flushDelay{500};
        std::chrono::milliseconds retryDelay{60'000};
    };

    /// Nothing is opened before the first line.
    explicit LogFile(const QString &path, QObject *parent = nullptr);
    LogFile(const QString &path, const Limits &limits, QObject *parent = nullptr);
    ~LogFile() override;

    [[nodiscard]] QString path() const { return m_path; }
    /// The file that is `number` files older than the one being written: FILE, FILE.1, FILE.2, …
    [[nodiscard]] static QString numbered(const QString &path, int number);
    void append(std::span<const LineView> lines);
    void append(const QList<LogLine> &lines);
    /// Writes what waits, which otherwise happens after flushDelay.
    void flush();

signals:
    /// Once until it works again; a sentence for people.
    void failed(const QString &text);
    /// Writing works again; says how many lines are missing.
    void recovered(const QString &text);
    /// Somebody deleted, moved or replaced the file, and a new one was begun; at most once in retryDelay.
    void begunAnew(const QString &text);

private:
    void add(const LineView &line);
    [[nodiscard]] bool makeReady();
    [[nodiscard]] bool rotate();
    void giveUp(const QString &cause);

    QString m_path;
    Limits m_limits;
    AppendFile m_file;
    LineFormatter m_formatter{LineFormatter::Continuations::Marked};
    QByteArray m_buffer;
    qint64 m_bufferedLines = 0;
    QTimer m_flushTimer;
    bool m_hasFailed = false;
    qint64 m_missingLines = 0;
    QDeadlineTimer m_nextTry;
    bool m_isTakenAway = false;
    QDeadlineTimer m_nextRemark;
};
