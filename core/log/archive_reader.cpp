// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/archive_reader.h"

#include "core/log/append_file.h"
#include "core/log/rotated_file.h"

#include <QDateTime>
#include <QFile>

// Split and stored in 1 to 2 ms, so that nobody notices.
static constexpr qint64 SliceBytes = 128 * 1024;

ArchiveReader::ArchiveReader(QString logFile)
    : m_path(std::move(logFile))
{
}

ArchiveReader::~ArchiveReader() = default;

void ArchiveReader::open()
{
    QList<qint64> times;
    QString problem;
    for (int number = RotatedFile::Limits().files - 1; number >= 0; --number) {
        auto file = std::make_unique<QFile>();
        QString error;
        const QString path = RotatedFile::numbered(m_path, number);
        if (openOrdinaryFile(*file, path, error)) {
            times.append(file->fileTime(QFileDevice::FileModificationTime).toMSecsSinceEpoch());
            m_files.push_back(std::move(file));
        } else if (!error.isEmpty()) {
            problem = tr("Cannot read %1: %2").arg(path, error);
        }
    }
    emit opened(times, problem);
}

void ArchiveReader::read(Place from)
{
    emit sliceRead(wholeLines(from));
}

void ArchiveReader::close()
{
    m_files.clear();
}

QByteArray ArchiveReader::wholeLines(Place from)
{
    QFile &file = *m_files[from.file];
    if (!file.seek(from.offset))
        return {};
    QByteArray lines = file.read(SliceBytes);
    // A last line without its end is a line, and so is what is too long to be one of ours.
    const qsizetype end = lines.lastIndexOf('\n');
    if (lines.size() == SliceBytes && end >= 0)
        lines.truncate(end + 1);
    return lines;
}
