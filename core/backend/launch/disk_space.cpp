// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/disk_space.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStorageInfo>

QString freeSpaceText(qint64 bytes)
{
    constexpr qint64 gigabyte = 1'000'000'000;
    const qint64 whole = bytes / gigabyte;
    if (whole < 1)
        return QCoreApplication::translate("DiskSpace", "Less than 1 GB is free.");
    if (whole == 1)
        return QCoreApplication::translate("DiskSpace", "1 GB is free.");
    return QCoreApplication::translate("DiskSpace", "%1 GB are free.").arg(whole);
}

QString freeSpaceText(const QString &path)
{
    QString existing = path;
    while (!QFileInfo::exists(existing) && existing != QFileInfo(existing).path())
        existing = QFileInfo(existing).path();
    const QStorageInfo storage(existing);
    return storage.isValid() && storage.isReady() ? freeSpaceText(storage.bytesAvailable()) : QString();
}
