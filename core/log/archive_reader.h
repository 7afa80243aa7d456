// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>

#include <memory>
#include <vector>

class QFile;

/// Reads the log's files in slices of whole lines; lives in a thread, for it takes as long as the disk does.
class ArchiveReader : public QObject
{
    Q_OBJECT
public:
    struct Place
    {
        size_t file = 0; // the oldest is 0
        qint64 offset = 0;
        auto operator<=>(const Place &) const = default;
    };

    /// `logFile` as LogFile's; the older ones lie beside it.
    explicit ArchiveReader(QString logFile);
    ~ArchiveReader() override;

    /// All files at once: what is renamed later stays what it is.
    void open();
    void read(Place from);
    void close();

signals:
    /// The answer to open(): when each file was last written, in ms since 1970; `problem` with one that was left out,
    /// a sentence for people.
    void opened(const QList<qint64> &writtenMs, const QString &problem);
    /// The answer to read(): whole lines; none at the end of that file.
    void sliceRead(const QByteArray &lines);

private:
    [[nodiscard]] QByteArray wholeLines(Place from);

    QString m_path;
    std::vector<std::unique_ptr<QFile>> m_files; // the oldest first
};
