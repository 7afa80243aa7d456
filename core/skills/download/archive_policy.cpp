// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/download/archive_policy.h"

#include <QList>

#include <algorithm>

ArchivePolicy::Verdict ArchivePolicy::refuse(const QString &reason)
{
    m_reason = reason;
    m_path.clear();
    m_left = 0;
    return Refuse;
}

static bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

ArchivePolicy::Verdict ArchivePolicy::judge(const ArchiveEntry &entry)
{
    m_path.clear();
    m_left = 0;
    if (++m_entries > m_limits.entries)
        return refuse(QStringLiteral("it has more than %1 entries").arg(m_limits.entries));
    const QString shown = QString::fromUtf8(entry.name.left(100));
    if (entry.name.startsWith('/'))
        return refuse(QStringLiteral("it has an absolute name, %1").arg(shown));
    QList<QByteArray> segments = entry.name.split('/');
    segments.removeAll(QByteArray());
    segments.removeAll(QByteArray("."));
    if (segments.contains(".."))
        return refuse(QStringLiteral("a name leads out of its folder, %1").arg(shown));
    switch (entry.kind) {
    case ArchiveEntry::HardLink:
        return refuse(QStringLiteral("it has a hard link, %1").arg(shown));
    case ArchiveEntry::Other:
        return refuse(QStringLiteral("it has something that is neither file nor folder, %1").arg(shown));
    case ArchiveEntry::Link: // repositories have them, and skills can do without
        return LeaveOut;
    case ArchiveEntry::File:
    case ArchiveEntry::Folder:
        break;
    }
    if (segments.size() < 2)
        return LeaveOut;
    segments.removeFirst();
    const bool tooLong = std::any_of(segments.begin(), segments.end(),
                                     [](const QByteArray &segment) { return segment.size() > MaximumName; });
    const QByteArray path = segments.join('/');
    if (tooLong || segments.size() > MaximumDepth || path.size() > MaximumPath || !path.isValidUtf8() ||
        std::any_of(path.begin(), path.end(), isControl))
        return LeaveOut;
    if (entry.kind == ArchiveEntry::Folder) {
        m_path = path;
        return Make;
    }
    if (entry.size < 0)
        return refuse(QStringLiteral("it does not say how large %1 is").arg(shown));
    if (entry.size > m_limits.file)
        return LeaveOut;
    // What it says counts, before a byte of it is unpacked: holes cost nothing in the archive.
    if (entry.size > m_limits.total - m_total)
        return refuse(QStringLiteral("it unpacks to more than %1 MiB").arg(m_limits.total / 1024 / 1024));
    m_total += entry.size;
    m_left = entry.size;
    m_path = path;
    return Write;
}

bool ArchivePolicy::count(qint64 bytes)
{
    if (bytes < 0 || bytes > m_left) {
        m_reason = QStringLiteral("a file is larger than it says");
        return false;
    }
    m_left -= bytes;
    return true;
}
