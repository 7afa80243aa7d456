// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/catalogue_reader.h"

#include "core/skills/reading/home_path.h"
#include "core/skills/reading/log_category.h"
#include "core/skills/reading/real_path.h"
#include "core/skills/source/mounts.h"
#include "core/skills/source/own_skills.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QThread>

#include <algorithm>
#include <chrono>

using namespace std::chrono_literals;

static constexpr auto LookDelay = 40ms;
static constexpr auto RescanPause = 2s;
static constexpr int MostRetries = 12; // of LookDelay each: then half is all that there is

CatalogueReader::CatalogueReader(SkillsConfig config, ReadingRules rules)
    : m_config(std::move(config))
    , m_rules(std::move(rules))
    , m_lookTimer(this)
    , m_rescanTimer(this)
{
    m_lookTimer.setSingleShot(true);
    m_lookTimer.setInterval(LookDelay);
    m_rescanTimer.setSingleShot(true);
    connect(&m_lookTimer, &QTimer::timeout, this, &CatalogueReader::look);
    connect(&m_rescanTimer, &QTimer::timeout, this, &CatalogueReader::rescanAll);
}

CatalogueReader::~CatalogueReader() = default;

bool CatalogueReader::isInterrupted()
{
    return QThread::currentThread()->isInterruptionRequested();
}

void CatalogueReader::start()
{
    m_watch = std::make_unique<DirectoryWatch>();
    connect(m_watch.get(), &DirectoryWatch::changed, this, &CatalogueReader::note);
    connect(m_watch.get(), &DirectoryWatch::overflowed, this, [this] {
        qCWarning(skillsLog) << "Too many changes at once: looking at all local skills again";
        m_lostNews = true;
        m_rescanTimer.start(0);
    });
    for (const SkillSource &configured : m_config.sources) {
        Source &source = m_sources.emplace_back();
        if (configured.kind != SkillSource::Local)
            continue;
        source.path = homePath(configured.path);
        source.folder = std::make_unique<SourceFolder>(source.path, QString(), m_rules, m_watch.get());
        const SourceFolder *folder = source.folder.get();
        source.folder->tree().setNeededElsewhere(
            [this, folder](const QString &path) { return isNeeded(path, folder); });
    }
    for (Source &source : m_sources) {
        if (isInterrupted())
            return;
        if (!source.folder)
            continue;
        anchor(source);
        source.folder->tree().walk();
        m_found += int(source.folder->tree().skills().size());
    }
    m_progress.found = m_found;
    emit made(std::make_shared<SkillSet>(), m_progress);

    QElapsedTimer since;
    since.start();
    qint64 pause = 250;
    for (Source &source : m_sources) {
        if (isInterrupted())
            return;
        if (!source.folder)
            continue;
        const QStringList skills = source.folder->tree().skills();
        for (const QString &skill : skills) {
            if (isInterrupted())
                return;
            readOrRetry(*source.folder, skill, true);
            // Ever rarer: making a set costs as much as it has skills. But not much is left to index at the end.
            if (since.elapsed() > pause) {
                publish();
                pause += pause / 4;
                since.restart();
            }
        }
        source.folder->sumUp();
        const auto &readings = source.folder->readings();
        const auto loaded =
            std::count_if(readings.begin(), readings.end(), [](const auto &each) { return !!each.skill; });
        if (source.folder->tree().exists())
            qCInfo(skillsLog).noquote() << "Loaded" << loaded << "skills from local path" << source.path;
        else
            qCInfo(skillsLog).noquote() << "Local path" << source.path << "does not exist, skipping";
    }
    m_localDone = true;
    checkWatches();
    publish();
}

void CatalogueReader::take(const QHash<int, SetBuilder::Readings> &readings)
{
    for (auto source = readings.begin(); source != readings.end(); ++source)
        m_sources.at(size_t(source.key())).readings = source.value();
    publish();
}

void CatalogueReader::settle()
{
    m_settled = true;
    publish();
}

bool CatalogueReader::isNeeded(const QString &folder, const SourceFolder *except) const
{
    for (const Source &source : m_sources) {
        if (source.anchor == folder)
            return true;
        if (source.folder && source.folder.get() != except && source.folder->tree().contains(folder))
            return true;
    }
    return false;
}

/// The nearest folder above the root that exists tells when the root comes, goes or is replaced.
void CatalogueReader::anchor(Source &source)
{
    QString child = source.path;
    QString parent = QFileInfo(child).path();
    while (!QFileInfo(parent).isDir() && parent != child) {
        child = parent;
        parent = QFileInfo(child).path();
    }
    source.isPolled = isOnSharedMount(source.path);
    source.anchor = QFile::decodeName(realPath(QFile::encodeName(parent)));
    source.anchoredName = QFileInfo(child).fileName();
    if (!source.anchor.isEmpty() && !m_watch->watch(source.anchor))
        checkWatches();
}

void CatalogueReader::note(const QHash<QString, FolderNews> &news)
{
    for (auto folder = news.constBegin(); folder != news.constEnd(); ++folder) {
        m_news[folder.key()].names.unite(folder->names);
        m_news[folder.key()].complete.unite(folder->complete);
    }
    if (!m_lookTimer.isActive())
        m_lookTimer.start();
}

void CatalogueReader::readAgain(const QString &folder)
{
    note({{folder, {}}});
}

void CatalogueReader::look()
{
    const QHash<QString, FolderNews> news = std::exchange(m_news, {});
    const QHash<QString, int> retries = std::exchange(m_retries, {});
    QSet<QString> folders(news.keyBegin(), news.keyEnd());
    bool concernsUs = !retries.isEmpty();
    for (Source &source : m_sources) {
        if (!source.folder || isInterrupted())
            continue;
        const auto above = news.constFind(source.anchor);
        const bool isMoved = above != news.constEnd() &&
                             (above->names.contains(source.anchoredName) || above->names.contains(QString()));
        const auto &tree = source.folder->tree();
        const bool isInside = std::any_of(folders.cbegin(), folders.cend(),
                                          [&tree](const QString &folder) { return tree.contains(folder); });
        // The folder above a source may be a busy place that is not ours.
        if (!isMoved && !isInside && retries.isEmpty())
            continue;
        concernsUs = true;
        if (isMoved)
            rescan(source);
        QStringList skills = source.folder->tree().update(folders);
        for (auto retry = retries.constBegin(); retry != retries.constEnd(); ++retry) {
            if (source.folder->tree().isSkill(retry.key()) && !skills.contains(retry.key()))
                skills.append(retry.key());
        }
        source.folder->removeGone();
        for (const QString &skill : std::as_const(skills)) {
            const int tries = retries.value(skill);
            const bool isWhole = news.value(skill).complete.contains(QStringLiteral("SKILL.md"));
            readOrRetry(*source.folder, skill, !isWhole && tries < MostRetries);
            if (m_retries.contains(skill))
                m_retries[skill] = tries + 1;
        }
        source.folder->sumUp();
    }
    if (!concernsUs)
        return;
    checkWatches();
    publish();
    if (!m_retries.isEmpty() && !m_lookTimer.isActive())
        m_lookTimer.start();
}

void CatalogueReader::readOrRetry(SourceFolder &folder, const QString &skill, bool mayBeHalf)
{
    if (folder.read(skill, mayBeHalf))
        return;
    m_retries.insert(skill, m_retries.value(skill) + 1);
    if (!m_lookTimer.isActive())
        m_lookTimer.start();
}

void CatalogueReader::rescan(Source &source)
{
    anchor(source);
    source.folder->tree().walk();
    source.folder->removeGone();
    const QStringList skills = source.folder->tree().skills();
    for (const QString &skill : skills) {
        if (isInterrupted())
            return;
        if (!source.folder->isUnchanged(skill))
            readOrRetry(*source.folder, skill, true);
    }
    source.folder->sumUp();
}

void CatalogueReader::rescanAll()
{
    QElapsedTimer elapsed;
    elapsed.start();
    const bool everything = std::exchange(m_lostNews, false) || !m_watchError.isEmpty();
    for (Source &source : m_sources) {
        if (source.folder && (everything || source.isPolled))
            rescan(source);
    }
    checkWatches();
    publish();
    // A twentieth of our time at most.
    if (!m_watchError.isEmpty() || hasPolled())
        m_rescanTimer.start(std::max<std::chrono::milliseconds>(RescanPause, 20ms * elapsed.elapsed()));
}

bool CatalogueReader::hasPolled() const
{
    return std::any_of(m_sources.begin(), m_sources.end(), [](const Source &source) { return source.isPolled; });
}

void CatalogueReader::checkWatches()
{
    bool short_ = false;
    QString tooLarge;
    for (const Source &source : m_sources) {
        short_ = short_ || (source.folder && source.folder->tree().isOutOfWatches());
        if (source.folder && source.folder->tree().isTooLarge())
            tooLarge = QStringLiteral("%1 has more than %2 folders; the rest is not looked at")
                           .arg(source.path)
                           .arg(FolderTree::MaximumFolders);
    }
    const QString error = short_
                              ? QStringLiteral("The system has no file watches left: local skills are looked at again "
                                               "every few seconds instead of at once")
                              : QString();
    if (error != m_watchError) {
        m_watchError = error;
        if (short_)
            qCWarning(skillsLog).noquote() << error;
        else
            qCInfo(skillsLog) << "File watches are available again";
    }
    if ((short_ || hasPolled()) && !m_rescanTimer.isActive())
        m_rescanTimer.start(RescanPause);
    const QStringList errors = QStringList{m_watchError, tooLarge}.filter(QRegularExpression(QStringLiteral(".")));
    if (!tooLarge.isEmpty() && !m_progress.errors.contains(tooLarge))
        qCWarning(skillsLog).noquote() << tooLarge;
    m_progress.errors = errors;
}

void CatalogueReader::publish()
{
    QList<const SetBuilder::Readings *> sources;
    for (const Source &source : m_sources)
        sources.append(source.folder ? &source.folder->readings() : &source.readings);
    const bool complete = m_localDone && m_settled;
    SetBuilder::Result result =
        m_builder.build(sources, {.withInternal = m_config.serveInternalSkills,
                                  .isComplete = complete,
                                  .fallback = complete ? ownSkills() : QList<std::shared_ptr<const Skill>>()});
    LoadProgress progress = result.progress;
    progress.errors = m_progress.errors;
    progress.complete = complete;
    if (!m_localDone)
        progress.found = std::max(progress.found, m_found);
    if (m_published && result.skills->skills == m_published->skills && result.skills->skipped == m_published->skipped &&
        progress == m_progress)
        return;
    m_published = result.skills;
    m_progress = progress;
    emit made(result.skills, progress);
}
