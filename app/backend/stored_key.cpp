// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/stored_key.h"

#include "core/mcp/protocol/session_seal.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QTemporaryFile>

using namespace Qt::StringLiterals;

static constexpr auto OthersMayRead = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;

// Writing a key takes a few milliseconds.
static constexpr int LockTime = 2000; // ms

/// Empty: there is none that only we know.
static QByteArray keyIn(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || (file.permissions() & OthersMayRead) || !file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray key = file.read(SessionSeal::KeySize + 1);
    return key.size() == SessionSeal::KeySize ? key : QByteArray();
}

StoredKey storedKey(const QString &path)
{
    // Of servers that start at once the first makes it, and nobody removes what another has just made.
    QLockFile lock(path + u".lock"_s);
    lock.tryLock(LockTime);
    if (const QByteArray key = keyIn(path); !key.isEmpty())
        return {.key = key, .error = {}};
    const QByteArray key = SessionSeal::newKey();
    // What else keeps us from making the lock keeps us from writing beside it, and there it has a name.
    if (lock.error() == QLockFile::LockFailedError)
        return {.key = key, .error = u"Cannot write %1: another program holds its lock"_s.arg(path)};
    // Whatever lies there is no key, or one that others have seen.
    if (QFileInfo::exists(path))
        QFile::remove(path);
    QTemporaryFile file(path + u".XXXXXX"_s);
    if (!file.open() || file.write(key) != key.size() || !file.flush())
        return {.key = key, .error = u"Cannot write %1: %2"_s.arg(path, file.errorString())};
    if (!QFile::rename(file.fileName(), path))
        return {.key = key, .error = u"Cannot write %1"_s.arg(path)};
    file.setAutoRemove(false);
    return {.key = key, .error = {}};
}
