// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/source/directory_watch.h"
#include "core/skills/source/set_builder.h"
#include "core/skills/source/source_folder.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>
#include <vector>

/// What a lane has to tell of its sources.
struct LaneNews
{
    QHash<int, SetBuilder::Readings> readings; // by the source's place in the config
    QStringList errors;                        // current ones, one sentence each
    int found = 0;                             // skills that the first look has found
    bool isDone = false;                       // all of them have been read once
    int unread = 0;                            // how many do not answer
};

/// Reads and watches some of the local folders, one after the other.
class SourceLane : public QObject
{
    Q_OBJECT
public:
    struct Place
    {
        int source = 0;             // its place in the config
        QString path;               // absolute, ~ expanded
        bool isUsual = false;       // nobody chose it: one of the places that are looked at by default
        SetBuilder::Readings known; // what another lane has read there
    };
    /// `pulse` tells at which source it is.
    SourceLane(const QList<Place> &places, const ReadingRules &rules, std::shared_ptr<Pulse> pulse);
    ~SourceLane() override;

    void start();
    /// One skill is not what it was.
    void readAgain(const QString &folder);
    /// The others are read by another lane from now on. From any thread, also while this one hangs.
    void keepOnly(int source);

signals:
    void working(); // before it touches a disk
    void told(const LaneNews &news);

private:
    struct Source
    {
        int number = 0;
        QString path;
        bool isUsual = false;
        std::unique_ptr<SourceFolder> folder;
        bool isPolled = false;        // no watch tells of what others change there
        QString anchor, anchoredName; // where to look for the root to appear
    };

    class Work;

    void makeSources();
    void shrink();
    [[nodiscard]] bool isOurs(const Source &source) const;
    void anchor(Source &source);
    void notePolling(Source &source);
    void note(const QHash<QString, FolderNews> &news);
    void look();
    void readOrRetry(SourceFolder &folder, const QString &skill, bool mayBeHalf);
    void rescan(Source &source);
    void rescanAll();
    [[nodiscard]] bool hasPolled() const;
    void tellMissing() const;
    void checkWatches();
    void tell();
    [[nodiscard]] bool isNeeded(const QString &folder, const SourceFolder *except) const;
    [[nodiscard]] static bool isInterrupted();

    QList<Place> m_places;
    ReadingRules m_rules;
    const std::shared_ptr<Pulse> m_pulse;
    std::atomic<int> m_only = -1; // a source's place in the config; -1: all of them
    std::unique_ptr<DirectoryWatch> m_watch;
    std::vector<Source> m_sources;
    QHash<QString, FolderNews> m_news;
    QHash<QString, int> m_retries; // skills that were being written to, and how often we looked
    QTimer m_lookTimer;            // lets news that belong together come together
    QTimer m_rescanTimer;
    QString m_watchError;
    QStringList m_errors;
    int m_found = 0;
    bool m_isDone = false;
    bool m_lostNews = false; // since the last look at everything
};
