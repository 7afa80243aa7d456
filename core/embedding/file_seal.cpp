// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/file_seal.h"

#include <QDateTime>
#include <QFile>
#include <QSaveFile>

#include <sys/stat.h>

// Two writes within one tick of the kernel's clock leave the same times.
static constexpr qint64 YoungMs = 100;

static qint64 nanoseconds(const timespec &time)
{
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

static QByteArray markOf(int file)
{
    struct stat info = {};
    if (fstat(file, &info) != 0)
        return {};
    const qint64 changed = nanoseconds(info.st_ctim);
    if (QDateTime::currentMSecsSinceEpoch() - changed / 1'000'000 < YoungMs)
        return {};
    QByteArray mark("whole");
    for (const qint64 part :
         {qint64(info.st_dev), qint64(info.st_ino), qint64(info.st_size), nanoseconds(info.st_mtim), changed})
        mark.append(' ').append(QByteArray::number(part));
    return mark.append('\n');
}

FileSeal::FileSeal(const QString &place, int file)
    : m_place(place)
    , m_mark(place.isEmpty() ? QByteArray() : markOf(file))
{
}

bool FileSeal::isUnbroken() const
{
    QFile seal(m_place);
    return !m_mark.isEmpty() && seal.open(QIODevice::ReadOnly) && seal.read(m_mark.size() + 1) == m_mark;
}

void FileSeal::make() const
{
    QSaveFile seal(m_place);
    if (!m_mark.isEmpty() && seal.open(QIODevice::WriteOnly) && seal.write(m_mark) == m_mark.size())
        seal.commit();
}
