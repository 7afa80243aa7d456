// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/append_file.h"

#include <QDeadlineTimer>
#include <QObject>

#include <chrono>

/// Appends whole lines to a file that is renamed to FILE.1, FILE.2, … when it is full.
///
/// When it cannot write it says so once, lets lines go by, and tries again now and then. A file that somebody took away
/// is begun anew.
class RotatedFile : public QObject
{
    Q_OBJECT
public:
    struct Limits
    {
        qint64 bytesPerFile = 8 * 1024 * 1024;
        int files = 8; // the one being written and the older ones
        std::chrono::milliseconds retryDelay{60'000};
    };

    /// Nothing is opened before the first line.
    RotatedFile(const QString &path, const Limits &limits);

    /// `text`: so many lines, each with its end, which follow so many that were `lost` on the way here. Takes as long
    /// as the disk does.
    void write(QByteArrayView text, qint64 lines, qint64 lost);
    /// The file that is `number` files older than the one being written: FILE, FILE.1, FILE.2, …
    [[nodiscard]] static QString numbered(const QString &path, int number);

signals:
    /// Once until it works again; a sentence for people.
    void failed(const QString &text);
    /// Writing works again; says how many lines are missing.
    void recovered(const QString &text);
    /// Somebody deleted, moved or replaced the file, and a new one was begun; at most once in retryDelay.
    void begunAnew(const QString &text);

private:
    [[nodiscard]] bool makeReady(qsizetype bytes);
    [[nodiscard]] bool rotate();
    void giveUp(const QString &cause);

    const QString m_path;
    const Limits m_limits;
    AppendFile m_file;
    bool m_hasFailed = false;
    qint64 m_missingLines = 0;
    QDeadlineTimer m_nextTry;
    bool m_isTakenAway = false;
    QDeadlineTimer m_nextRemark;
};
