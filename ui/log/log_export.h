// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_format.h"

#include <QObject>
#include <QSaveFile>
#include <QTimer>

#include <list>
#include <memory>

class LogRows;
class LogStore;

/// Writes the lines that the filter lets through to the clipboard or to a file, a slice at a time.
class LogExport : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive this object.
    LogExport(const LogStore &store, const LogRows &rows, QObject *parent = nullptr);
    ~LogExport() override;

    /// Lines: as LineFormatter writes them. Text: what was logged alone.
    enum class Content { Lines, Text };

    /// So much is put on a clipboard, which other programs hold in memory as well: 64 MiB.
    static constexpr qsizetype MostCopiedBytes = 64 * 1024 * 1024;

    /// Lines [from, end), up to MostCopiedBytes. A copy that was still being made is given up. Where none of the lines
    /// is let through, or kept any more, the clipboard keeps what it has.
    void toClipboard(qint64 from, qint64 end, Content content = Content::Lines);
    /// The file is for its owner only, and replaces an older one when it is complete.
    void toFile(const QString &path, qint64 from, qint64 end);

signals:
    void copied(qint64 lines, bool isAll);
    void saved(const QString &path, qint64 lines);
    void failed(const QString &reason);

private:
    struct Job
    {
        Content content = Content::Lines;
        qint64 next = 0;
        qint64 end = 0;
        std::unique_ptr<QSaveFile> file; // null: to the clipboard
        LineFormatter formatter;
        QByteArray text;
        qint64 lines = 0;
    };
    void begin(Job job);
    void work();
    [[nodiscard]] bool write(Job &job) const;
    [[nodiscard]] static bool isFull(const Job &job) { return !job.file && job.text.size() >= MostCopiedBytes; }
    void finish(Job &job);
    void fail(const QSaveFile &file);

    const LogStore &m_store;
    const LogRows &m_rows;
    QTimer m_timer;
    std::list<Job> m_jobs; // at most one of them to the clipboard
};
