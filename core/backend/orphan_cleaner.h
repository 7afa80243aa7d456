// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/ownership_record.h"
#include "core/process/process_identity.h"
#include "core/settings/paths.h"

#include <QObject>

class TreeSweeper;

/// Finds and ends what a crash of an earlier Skills Tray left behind, before a new backend is started.
///
/// Ours is what carries our marker, or what the ownership record of this boot names. Everything else is left alone.
class OrphanCleaner : public QObject
{
    Q_OBJECT
public:
    explicit OrphanCleaner(const Paths &paths, QObject *parent = nullptr);
    ~OrphanCleaner() override;

    /// True: something of ours lives and is being ended; finished() comes once. False: nothing to do.
    [[nodiscard]] bool clean(int graceMs);
    /// Ends it sooner.
    void shorten(int graceMs);
    /// What happened to a damaged record; empty when it was fine.
    [[nodiscard]] QString notice() const { return m_notice; }

signals:
    void finished(int ended, int forced);

private:
    void sweepNext();

    Paths m_paths;
    QString m_notice;
    QList<QByteArray> m_assignments;
    QList<ProcessIdentity> m_also;
    TreeSweeper *m_sweeper = nullptr;
    int m_graceMs = 0;
    int m_ended = 0;
    int m_forced = 0;
};

/// A new value for SKILLS_TRAY_INSTANCE. It begins with a mark of our own directories, so that what is left behind is
/// recognised without the record, and what another Skills Tray of the same user (with other directories) runs is not.
[[nodiscard]] QString newMarker(const Paths &paths);
