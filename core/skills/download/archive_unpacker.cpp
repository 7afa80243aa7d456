// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/download/archive_unpacker.h"

#include "core/skills/reading/log_category.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <archive.h>
#include <archive_entry.h>

#include <memory>

using ArchivePointer = std::unique_ptr<archive, int (*)(archive *)>;

static ArchiveEntry::Kind kindOf(archive_entry *entry)
{
    if (archive_entry_hardlink(entry))
        return ArchiveEntry::HardLink;
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
        return ArchiveEntry::File;
    case AE_IFDIR:
        return ArchiveEntry::Folder;
    case AE_IFLNK:
        return ArchiveEntry::Link;
    default:
        return ArchiveEntry::Other;
    }
}

static QString wordsOf(archive *reader)
{
    const char *text = archive_error_string(reader);
    return text ? QString::fromLocal8Bit(text) : QStringLiteral("it is damaged");
}

/// The bytes of the current entry. No link was ever made below `file`'s folder, so its name leads nowhere else.
static QString writeFile(archive *reader, const QString &path, ArchivePolicy &policy,
                         const std::atomic<bool> &cancelled)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (file.exists())
        return {}; // the first of two with one name counts
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return QStringLiteral("cannot write %1: %2").arg(path, file.errorString());
    const void *block = nullptr;
    size_t size = 0;
    la_int64_t offset = 0;
    int result = ARCHIVE_OK;
    // A warning is about this entry, and leaves its bytes as they are.
    const auto isGood = [](int answer) { return answer == ARCHIVE_OK || answer == ARCHIVE_WARN; };
    while (!cancelled && isGood(result = archive_read_data_block(reader, &block, &size, &offset))) {
        if (!policy.count(qint64(size)))
            return policy.reason();
        if (offset != file.pos() && !file.seek(offset))
            return QStringLiteral("cannot write %1: %2").arg(path, file.errorString());
        if (file.write(static_cast<const char *>(block), qint64(size)) != qint64(size))
            return QStringLiteral("cannot write %1: %2").arg(path, file.errorString());
    }
    if (result != ARCHIVE_EOF && !isGood(result))
        return wordsOf(reader);
    file.close();
    return file.error() == QFile::NoError ? QString()
                                          : QStringLiteral("cannot write %1: %2").arg(path, file.errorString());
}

QString unpackArchive(const QString &archive, const QString &folder, const ArchiveLimits &limits,
                      const std::atomic<bool> &cancelled)
{
    const ArchivePointer reader(archive_read_new(), &archive_read_free);
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_format_tar(reader.get());
    if (archive_read_open_filename(reader.get(), QFile::encodeName(archive).constData(), 64 * 1024) != ARCHIVE_OK)
        return wordsOf(reader.get());
    ArchivePolicy policy(limits);
    const QDir target(folder);
    if (!target.mkpath(QStringLiteral(".")))
        return QStringLiteral("cannot make the folder %1").arg(folder);
    bool any = false;
    archive_entry *entry = nullptr;
    int result = ARCHIVE_OK;
    int links = 0;
    QByteArray firstLink;
    while (!cancelled) {
        result = archive_read_next_header(reader.get(), &entry);
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            break;
        const char *name = archive_entry_pathname(entry);
        const qint64 size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1;
        const ArchivePolicy::Verdict verdict =
            policy.judge({.kind = kindOf(entry), .name = QByteArray(name ? name : ""), .size = size});
        if (verdict == ArchivePolicy::Refuse)
            return policy.reason();
        const QString path = target.filePath(QFile::decodeName(policy.path()));
        any = true;
        if (verdict == ArchivePolicy::LeaveOut && kindOf(entry) == ArchiveEntry::Link && ++links == 1)
            firstLink = name;
        if (verdict == ArchivePolicy::Make)
            target.mkpath(path);
        if (verdict != ArchivePolicy::Write)
            continue;
        if (const QString error = writeFile(reader.get(), path, policy, cancelled); !error.isEmpty())
            return error;
    }
    if (cancelled)
        return QStringLiteral("it was interrupted");
    if (result != ARCHIVE_EOF)
        return wordsOf(reader.get());
    if (links > 0)
        qCInfo(skillsLog).noquote() << "Left out of the archive of" << target.dirName() << "are links:" << links
                                    << "the first is" << QString::fromUtf8(firstLink.left(200));
    return any ? QString() : QStringLiteral("it is empty");
}
