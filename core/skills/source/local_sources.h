// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/source/source_lane.h"

#include <QObject>
#include <QSet>
#include <QThread>
#include <QTimer>

#include <memory>
#include <vector>

/// Has lanes read the local folders, so that one whose disk hangs holds up no other.
///
/// Folders of the system's own disks share a lane, those of a network or FUSE mount have one of their own. From a lane
/// that hangs all but the one folder that it hangs at are given to others. Touches no disk itself.
class LocalSources : public QObject
{
    Q_OBJECT
public:
    /// Without a sign of life for so long a lane hangs: a disk that has to spin up may take longer, and is told of.
    static constexpr std::chrono::milliseconds HangsAfter{2'000};
    /// How long the end waits for lanes that do not hang.
    static constexpr std::chrono::milliseconds PatienceOfEnding{1'500};

    LocalSources(QList<SourceLane::Place> places, const ReadingRules &rules);
    ~LocalSources() override;

    void start();
    /// One skill is not what it was.
    void readAgain(const QString &folder);

signals:
    /// What all lanes together have to tell; `readings` only of those that have news. What hangs counts as done.
    void told(const LaneNews &news);

private:
    struct Lane
    {
        int number = 0;
        QThread *thread = nullptr;
        SourceLane *reader = nullptr; // lives in it
        std::shared_ptr<Pulse> pulse = std::make_shared<Pulse>();
        QSet<int> sources;
        bool isSplitOff = false;
        int silentLooks = 0;
        int hangsAt = -1;          // a source; -1: it does not hang
        QByteArray mounts;         // mountTable() when it began to hang
        LaneNews told;             // without readings
        bool isLeftBehind = false; // another lane has its sources
    };

    void open(const QSet<int> &sources, bool isSplitOff);
    void hear(int number, LaneNews news);
    void look();
    void noteHang(Lane &lane);
    void noteRecovery(Lane &lane);
    void leaveBehind(Lane &lane);
    void removeFinished();
    void tell(const QHash<int, SetBuilder::Readings> &readings);
    [[nodiscard]] SourceLane::Place &placeOf(int source);

    QList<SourceLane::Place> m_places; // with what has been read there last
    const ReadingRules m_rules;
    std::vector<std::unique_ptr<Lane>> m_lanes;
    QTimer m_looking; // while a lane works
    int m_lastLane = 0;
    bool m_isDone = false;
};
