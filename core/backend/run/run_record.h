// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/ownership_record.h"
#include "core/settings/paths.h"
#include "core/settings/settings.h"

/// Keeps on disk what a run has started, so that a later start can end what is left of it.
class RunRecord
{
public:
    RunRecord(const Settings &settings, const Paths &paths);

    /// What those of the run carry in their environment, as a value of SKILLS_TRAY_INSTANCE.
    [[nodiscard]] const QString &marker() const { return m_record.marker; }
    /// The same as it stands there, NAME=VALUE.
    [[nodiscard]] QByteArray mark() const;
    void setProgram(const QString &program);
    /// What runs is on record before it runs. Returns why it is not; empty: it is.
    [[nodiscard]] QString write(const ProcessIdentity &guard, const ProcessIdentity &leader);
    /// Whoever has wiped its environment would not be found again, were we and the guard killed; the others need no
    /// record. Returns whether there is news for write().
    [[nodiscard]] bool noteTree(const QList<ProcessIdentity> &tree);
    void remove();

private:
    const Paths m_paths;
    OwnershipRecord m_record;
};
