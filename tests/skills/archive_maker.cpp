// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "archive_maker.h"

#include <QFile>
#include <QTemporaryDir>

#include <archive.h>
#include <archive_entry.h>

QByteArray makeArchive(const QList<MadeEntry> &entries)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("made.tar.gz"));
    archive *writer = archive_write_new();
    archive_write_add_filter_gzip(writer);
    archive_write_set_format_pax_restricted(writer);
    archive_write_open_filename(writer, QFile::encodeName(path).constData());
    const QByteArray zeros(64 * 1024, '\0');
    for (const MadeEntry &made : entries) {
        archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, made.name.constData());
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_size(entry, made.content.size() + made.zeros);
        if (made.kind == MadeEntry::Folder)
            archive_entry_set_filetype(entry, AE_IFDIR);
        if (made.kind == MadeEntry::Device)
            archive_entry_set_filetype(entry, AE_IFCHR);
        if (made.kind == MadeEntry::Link) {
            archive_entry_set_filetype(entry, AE_IFLNK);
            archive_entry_set_symlink(entry, made.target.constData());
        }
        if (made.kind == MadeEntry::HardLink)
            archive_entry_set_hardlink(entry, made.target.constData());
        if (made.kind != MadeEntry::File)
            archive_entry_set_size(entry, 0);
        archive_write_header(writer, entry);
        if (made.kind == MadeEntry::File) {
            archive_write_data(writer, made.content.constData(), size_t(made.content.size()));
            for (qint64 left = made.zeros; left > 0; left -= zeros.size())
                archive_write_data(writer, zeros.constData(), size_t(std::min<qint64>(left, zeros.size())));
        }
        archive_entry_free(entry);
    }
    archive_write_close(writer);
    archive_write_free(writer);
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
