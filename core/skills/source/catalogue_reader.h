// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/source/directory_watch.h"
#include "core/skills/source/set_builder.h"
#include "core/skills/source/source_folder.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

/// Reads and watches the local folders, and merges what all sources have.
///
/// Lives in a thread of its own, so that a slow disk delays no answer.
class CatalogueReader : public QObject
{
    Q_OBJECT
public:
    CatalogueReader(SkillsConfig config, ReadingRules rules);
    ~CatalogueReader() override;

    void start();
    /// What the sources at these places of the config have now; for those that are not local. Those of one repository
    /// come together, so that no skill is there in two versions.
    void take(const QHash<int, SetBuilder::Readings> &readings);
    /// All sources that are not local have been heard of once.
    void settle();
    /// One skill is not what it was.
    void readAgain(const QString &folder);

signals:
    void made(std::shared_ptr<const SkillSet> skills, const LoadProgress &progress);

private:
    struct Source
    {
        QString path;                         // absolute, ~ expanded; empty: not local
        std::unique_ptr<SourceFolder> folder; // of a local one
        SetBuilder::Readings readings;        // of any other
        bool isPolled = false;                // no watch tells of what others change there
        QString anchor, anchoredName;         // where to look for the root to appear
    };

    void anchor(Source &source);
    void note(const QHash<QString, FolderNews> &news);
    void look();
    void readOrRetry(SourceFolder &folder, const QString &skill, bool mayBeHalf);
    void rescan(Source &source);
    void rescanAll();
    [[nodiscard]] bool hasPolled() const;
    void checkWatches();
    void publish();
    [[nodiscard]] bool isNeeded(const QString &folder, const SourceFolder *except) const;
    [[nodiscard]] static bool isInterrupted();

    SkillsConfig m_config;
    ReadingRules m_rules;
    std::unique_ptr<DirectoryWatch> m_watch;
    std::vector<Source> m_sources;
    SetBuilder m_builder;
    LoadProgress m_progress;
    std::shared_ptr<const SkillSet> m_published;
    QHash<QString, FolderNews> m_news;
    QHash<QString, int> m_retries; // skills that were being written to, and how often we looked
    QTimer m_lookTimer;            // lets news that belong together come together
    QTimer m_rescanTimer;
    QString m_watchError;
    int m_found = 0;
    bool m_localDone = false, m_settled = false;
    bool m_lostNews = false; // since the last look at everything
};
