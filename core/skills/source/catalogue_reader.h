// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/source/local_sources.h"
#include "core/skills/source/set_builder.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

/// Merges what all sources have; has the local ones read.
///
/// Lives in a thread of its own, so that a slow disk delays no answer.
class CatalogueReader : public QObject
{
    Q_OBJECT
public:
    /// `known`: what was read earlier, perhaps by other rules, by the source's place in the config. It stands for a
    /// source until that is read.
    CatalogueReader(SkillsConfig config, ReadingRules rules, QHash<int, SetBuilder::Readings> known);
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
    /// What these sources have now; of the local ones.
    void heard(const QHash<int, SetBuilder::Readings> &readings);
    void made(std::shared_ptr<const SkillSet> skills, const LoadProgress &progress);

private:
    void hear(const LaneNews &news);
    void publish();
    [[nodiscard]] int unread() const;

    SkillsConfig m_config;
    ReadingRules m_rules;
    QHash<int, SetBuilder::Readings> m_known; // until start()
    std::unique_ptr<LocalSources> m_local;
    std::vector<SetBuilder::Readings> m_readings; // by the source's place in the config
    QTimer m_publishing;
    SetBuilder m_builder;
    LoadProgress m_progress;
    std::shared_ptr<const SkillSet> m_published;
    QStringList m_errors; // of the local ones
    int m_found = 0;
    int m_unreadLocal = 0;
    QSet<int> m_taken; // sources that are not local and have been read
    bool m_localDone = false, m_settled = false;
};
