// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_format.h"

#include <QObject>
#include <QSaveFile>
#include <QTimer>

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

    /// Lines [from, end). What was still being written is given up.
    void toClipboard(qint64 from, qint64 end, Content content = Content::Lines);
    /// The file is for its owner only, and replaces an older one when it is complete.
    void toFile(const QString &path, qint64 from, qint64 end);

signals:
    void copied(qint64 lines);
    void saved(const QString &path, qint64 lines);
    void failed(const QString &reason);

private:
    void begin(qint64 from, qint64 end, Content content);
    void write();
    void finish();
    void fail();

    const LogStore &m_store;
    const LogRows &m_rows;
    QTimer m_timer;
    std::unique_ptr<QSaveFile> m_file; // null: to the clipboard
    Content m_content = Content::Lines;
    LineFormatter m_formatter;
    QByteArray m_text;
    qint64 m_next = 0;
    qint64 m_end = 0;
    qint64 m_lines = 0;
};
