// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/process_identity.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// What we own at this moment, on disk, so that a later start can find and end what a crash left behind.
struct OwnershipRecord
{
    QString marker; // value of SKILLS_TRAY_INSTANCE in the tree's environment
    QString bootId;
    ProcessIdentity guard;
    ProcessIdentity leader; // pid 0 before the program was started
    QString host;
    int port = 0;
    QString program;
    QList<ProcessIdentity> unmarked; // of the tree, those that do not carry the marker any more
    bool operator==(const OwnershipRecord &) const = default;
};

/// Atomic, mode 0600. Empty string, or why it was not written.
[[nodiscard]] QString writeOwnershipRecord(const QString &file, const OwnershipRecord &record);
/// None when there is none. A damaged one, or a link, is set aside as FILE.bad and is none; `notice` says so.
[[nodiscard]] std::optional<OwnershipRecord> readOwnershipRecord(const QString &file, QString *notice = nullptr);
void removeOwnershipRecord(const QString &file);
