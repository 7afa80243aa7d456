// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/catalogue_reader.h"

#include "core/skills/reading/home_path.h"
#include "core/skills/source/own_skills.h"

#include <algorithm>

CatalogueReader::CatalogueReader(SkillsConfig config, ReadingRules rules, QHash<int, SetBuilder::Readings> known)
    : m_config(std::move(config))
    , m_rules(std::move(rules))
    , m_known(std::move(known))
    , m_readings(size_t(m_config.sources.size()))
    , m_publishing(this)
{
    // Making a set costs as much as it has skills, and takes longer than a lane needs for a look: news that wait
    // together are one set's. Else they queue up, and a change waits for all that came before it.
    m_publishing.setSingleShot(true);
    m_publishing.setInterval(0);
    connect(&m_publishing, &QTimer::timeout, this, &CatalogueReader::publish);
}

CatalogueReader::~CatalogueReader() = default;

void CatalogueReader::start()
{
    const QHash<int, SetBuilder::Readings> known = std::exchange(m_known, {});
    for (auto source = known.begin(); source != known.end(); ++source) {
        SetBuilder::Readings &readings = m_readings.at(size_t(source.key()));
        readings = source.value();
        for (SkillReading &reading : readings)
            reading.fingerprint = 0; // by other rules the same files may come to something else
    }
    QList<SourceLane::Place> places;
    const QList<SkillSource> usual = SkillsConfig::defaults().sources;
    for (int i = 0; i < m_config.sources.size(); ++i) {
        const SkillSource &source = m_config.sources.at(i);
        if (source.kind == SkillSource::Local)
            places.append({.source = i,
                           .path = homePath(source.path),
                           .isUsual = usual.contains(source),
                           .known = m_readings.at(size_t(i))});
    }
    m_local = std::make_unique<LocalSources>(places, m_rules);
    connect(m_local.get(), &LocalSources::told, this, &CatalogueReader::hear);
    m_local->start();
}

void CatalogueReader::hear(const LaneNews &news)
{
    for (auto source = news.readings.begin(); source != news.readings.end(); ++source)
        m_readings.at(size_t(source.key())) = source.value();
    m_found = news.found;
    m_localDone = news.isDone;
    m_errors = news.errors;
    m_unreadLocal = news.unread;
    if (!news.readings.isEmpty())
        emit heard(news.readings);
    m_publishing.start();
}

void CatalogueReader::take(const QHash<int, SetBuilder::Readings> &readings)
{
    for (auto source = readings.begin(); source != readings.end(); ++source) {
        m_readings.at(size_t(source.key())) = source.value();
        m_taken.insert(source.key());
    }
    m_publishing.start();
}

void CatalogueReader::settle()
{
    m_settled = true;
    m_publishing.start();
}

void CatalogueReader::readAgain(const QString &folder)
{
    if (m_local)
        m_local->readAgain(folder);
}

int CatalogueReader::unread() const
{
    const auto remote = std::count_if(m_config.sources.begin(), m_config.sources.end(),
                                      [](const SkillSource &source) { return source.kind != SkillSource::Local; });
    return m_unreadLocal + int(remote - m_taken.size());
}

void CatalogueReader::publish()
{
    QList<const SetBuilder::Readings *> sources;
    for (const SetBuilder::Readings &readings : m_readings)
        sources.append(&readings);
    const bool complete = m_localDone && m_settled;
    SetBuilder::Result result =
        m_builder.build(sources, {.withInternal = m_config.serveInternalSkills,
                                  .isComplete = complete,
                                  .fallback = complete ? ownSkills() : QList<std::shared_ptr<const Skill>>()});
    LoadProgress progress = result.progress;
    progress.errors = m_errors;
    progress.complete = complete;
    progress.unread = complete ? unread() : 0;
    if (!m_localDone)
        progress.found = std::max(progress.found, m_found);
    if (m_published && result.skills->skills == m_published->skills && result.skills->skipped == m_published->skipped &&
        progress == m_progress)
        return;
    m_published = result.skills;
    m_progress = progress;
    emit made(result.skills, progress);
}
