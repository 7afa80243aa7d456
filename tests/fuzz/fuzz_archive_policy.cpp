// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
// Any entries at all: what is to be written is always inside, and never more than the limits.
#include "core/skills/download/archive_policy.h"

#include <QList>

#include <cstdlib>
#include <cstring>

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void checkPath(const QByteArray &path)
{
    require(!path.isEmpty() && !path.startsWith('/') && path.size() <= ArchivePolicy::MaximumPath);
    require(!path.contains('\0') && path.isValidUtf8());
    const QList<QByteArray> segments = path.split('/');
    require(segments.size() <= ArchivePolicy::MaximumDepth);
    for (const QByteArray &segment : segments)
        require(!segment.isEmpty() && segment != "." && segment != ".." &&
                segment.size() <= ArchivePolicy::MaximumName);
}

/// Entries of: kind, name's length, size's eight bytes, name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ArchiveLimits limits{.total = 1'000'000, .file = 300'000, .entries = 50};
    ArchivePolicy policy(limits);
    qint64 written = 0;
    int taken = 0;
    while (size >= 10) {
        ArchiveEntry entry;
        entry.kind = ArchiveEntry::Kind(data[0] % 5);
        memcpy(&entry.size, data + 2, sizeof entry.size);
        if (data[0] & 0x80)
            entry.size &= 0xFFFFF;
        const size_t length = std::min<size_t>(data[1], size - 10);
        entry.name = QByteArray(reinterpret_cast<const char *>(data + 10), qsizetype(length));
        if (data[0] & 0x40)
            entry.name.prepend("r/");
        data += 10 + length;
        size -= 10 + length;
        const ArchivePolicy::Verdict verdict = policy.judge(entry);
        const bool takes = verdict == ArchivePolicy::Write || verdict == ArchivePolicy::Make;
        require(takes == !policy.path().isEmpty());
        require(policy.count(0));
        if (takes)
            checkPath(policy.path());
        if (verdict == ArchivePolicy::Refuse)
            require(!policy.reason().isEmpty());
        if (verdict == ArchivePolicy::Write) {
            require(policy.count(entry.size));
            require(!policy.count(1));
            written += entry.size;
            require(entry.size <= limits.file && written <= limits.total);
        } else {
            require(!policy.count(1));
        }
        taken += takes;
        require(taken <= limits.entries);
    }
    return 0;
}
