// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/ownership_record.h"
#include "core/process/process_identity.h"
#include "core/settings/paths.h"

#include <QObject>

#include <memory>

class TreeAdoption;

/// Finds and ends what a crash of an earlier Skills Tray left behind, before a new backend is started.
///
/// Ours is what carries our marker, or what the ownership record of this boot names. Everything else is left alone.
class OrphanCleaner : public QObject
{
    Q_OBJECT
public:
    /// `guard`: absolute path of skills-tray-guard, which does the ending.
    OrphanCleaner(const Paths &paths, QString guard, QObject *parent = nullptr);
    ~OrphanCleaner() override;

    /// True: something of ours lives and is being ended; finished() comes once. False: nothing to do.
    [[nodiscard]] bool clean(int graceMs);
    /// Ends it sooner.
    void shorten(int graceMs);
    /// What happened to a damaged record; empty when it was fine.
    [[nodiscard]] QString notice() const { return m_notice; }

signals:
    void finished(int ended, int forced);
    /// Who cannot be ended, or why nobody can; said again while it is so. Text for people.
    void stuck(const QString &text);

private:
    Paths m_paths;
    QString m_guard;
    QString m_notice;
    std::unique_ptr<TreeAdoption> m_adoption;
};

/// A new value for SKILLS_TRAY_INSTANCE. It begins with a mark of our own directories, so that what is left behind is
/// recognised without the record, and what another Skills Tray of the same user (with other directories) runs is not.
[[nodiscard]] QString newMarker(const Paths &paths);
