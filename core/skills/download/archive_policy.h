// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// One entry of an archive as its head tells it.
struct ArchiveEntry
{
    enum Kind { File, Folder, Link, HardLink, Other } kind = File;
    QByteArray name;
    qint64 size = 0;
};

/// How much an archive may hold.
struct ArchiveLimits
{
    qint64 total = 512LL * 1024 * 1024; // bytes, unpacked
    qint64 file = 64LL * 1024 * 1024;
    int entries = 50'000;
};

/// Decides what of an archive from elsewhere is unpacked, so that nothing leaves its folder or fills the disk.
///
/// The first segment of each name is taken off: archives of repositories have one folder around everything.
class ArchivePolicy
{
public:
    enum Verdict {
        Write,    // a file, at path()
        Make,     // a folder, at path()
        LeaveOut, // harmless, but not for us
        Refuse    // nobody who means well makes such an archive: reason()
    };
    explicit ArchivePolicy(ArchiveLimits limits = {})
        : m_limits(limits)
    {
    }

    [[nodiscard]] Verdict judge(const ArchiveEntry &entry);
    /// So many bytes came out of the entry just judged. False: more than it said, reason().
    [[nodiscard]] bool count(qint64 bytes);
    [[nodiscard]] QByteArray path() const { return m_path; } // relative, plain segments only
    [[nodiscard]] QString reason() const { return m_reason; }

    static constexpr int MaximumDepth = 32;
    static constexpr qsizetype MaximumPath = 1024;
    static constexpr qsizetype MaximumName = 255;

private:
    [[nodiscard]] Verdict refuse(const QString &reason);

    ArchiveLimits m_limits;
    QByteArray m_path;
    QString m_reason;
    int m_entries = 0;
    qint64 m_total = 0;
    qint64 m_left = 0; // of the entry just judged
};
