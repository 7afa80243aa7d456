// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/source_lane.h"

#include "core/skills/reading/log_category.h"
#include "core/skills/reading/real_path.h"
#include "core/skills/source/folder_fault.h"
#include "core/skills/source/mounts.h"

#include <QElapsedTimer>
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

/// While it exists the lane may be held by a disk.
class SourceLane::Work
{
public:
    explicit Work(SourceLane &lane)
        : m_pulse(*lane.m_pulse)
    {
        emit lane.working();
    }
    ~Work() { m_pulse.rest(); }
    Q_DISABLE_COPY_MOVE(Work)
    void at(const Source &source) { m_pulse.begin(source.number); }

private:
    Pulse &m_pulse;
};

SourceLane::SourceLane(const QList<Place> &places, const ReadingRules &rules, std::shared_ptr<Pulse> pulse)
    : m_places(places)
    , m_rules(rules)
    , m_pulse(std::move(pulse))
    , m_lookTimer(this)
    , m_rescanTimer(this)
{
    m_lookTimer.setSingleShot(true);
    m_lookTimer.setInterval(LookDelay);
    m_rescanTimer.setSingleShot(true);
    connect(&m_lookTimer, &QTimer::timeout, this, &SourceLane::look);
    connect(&m_rescanTimer, &QTimer::timeout, this, &SourceLane::rescanAll);
    m_rules.pulse = m_pulse.get();
}

SourceLane::~SourceLane() = default;

bool SourceLane::isInterrupted()
{
    return QThread::currentThread()->isInterruptionRequested();
}

void SourceLane::keepOnly(int source)
{
    m_only = source;
    QMetaObject::invokeMethod(this, &SourceLane::shrink, Qt::QueuedConnection);
}

bool SourceLane::isOurs(const Source &source) const
{
    return m_only < 0 || m_only == source.number;
}

/// Begins anew with what is left, so that nothing of the others stays, their watches among it.
void SourceLane::shrink()
{
    QList<Place> kept;
    for (const Source &source : m_sources) {
        if (isOurs(source))
            kept.append({.source = source.number,
                         .path = source.path,
                         .isUsual = source.isUsual,
                         .known = source.folder->readings()});
    }
    if (kept.size() == qsizetype(m_sources.size()))
        return;
    m_places = kept;
    m_news.clear();
    m_retries.clear();
    start();
}

void SourceLane::makeSources()
{
    m_sources.clear();
    m_found = 0;
    m_watch = std::make_unique<DirectoryWatch>();
    connect(m_watch.get(), &DirectoryWatch::changed, this, &SourceLane::note);
    connect(m_watch.get(), &DirectoryWatch::overflowed, this, [this] {
        qCWarning(skillsLog) << "Too many changes at once: looking at all local skills again";
        m_lostNews = true;
        m_rescanTimer.start(0);
    });
    for (const Place &place : m_places) {
        Source &source = m_sources.emplace_back();
        source.number = place.source;
        source.path = place.path;
        source.isUsual = place.isUsual;
        source.folder = std::make_unique<SourceFolder>(source.path, QString(), m_rules, m_watch.get());
        const SourceFolder *folder = source.folder.get();
        source.folder->tree().setNeededElsewhere(
            [this, folder](const QString &path) { return isNeeded(path, folder); });
        source.folder->begin(place.known);
    }
}

void SourceLane::start()
{
    makeSources();
    Work work(*this);
    for (Source &source : m_sources) {
        if (isInterrupted())
            return;
        if (!isOurs(source))
            continue;
        work.at(source);
        anchor(source);
        source.folder->tree().walk();
        m_found += int(source.folder->tree().skills().size());
    }
    tell();

    QElapsedTimer since;
    since.start();
    qint64 pause = 250;
    for (Source &source : m_sources) {
        if (isInterrupted())
            return;
        if (!isOurs(source))
            continue;
        work.at(source);
        source.folder->removeGone();
        const QStringList skills = source.folder->tree().skills();
        for (const QString &skill : skills) {
            if (isInterrupted())
                return;
            if (!source.folder->isUnchanged(skill))
                readOrRetry(*source.folder, skill, true);
            // Ever rarer: making a set costs as much as it has skills. But not much is left to index at the end.
            if (since.elapsed() > pause) {
                tell();
                pause += pause / 4;
                since.restart();
            }
        }
        source.folder->sumUp();
        notePolling(source);
        const auto &readings = source.folder->readings();
        const auto loaded =
            std::count_if(readings.begin(), readings.end(), [](const auto &each) { return !!each.skill; });
        if (source.folder->tree().exists())
            qCInfo(skillsLog).noquote() << "Loaded" << loaded << "skills from local path" << source.path;
    }
    tellMissing();
    m_isDone = true;
    checkWatches();
    tell();
}

/// Of places that nobody chose few exist anywhere: they are counted. One that somebody named is worth a warning.
void SourceLane::tellMissing() const
{
    int missing = 0;
    for (const Source &source : m_sources) {
        if (!isOurs(source) || source.folder->tree().exists())
            continue;
        const QString fault = folderFault(source.path);
        if (fault.isEmpty())
            continue; // it came in this moment, and is read next
        const bool isMissing = !QFileInfo::exists(source.path);
        const QString line = QStringLiteral("Local path %1 %2, skipping").arg(source.path, fault);
        if (!source.isUsual || !isMissing) {
            qCWarning(skillsLog).noquote() << line;
        } else {
            ++missing;
            qCDebug(skillsLog).noquote() << line;
        }
    }
    if (missing > 0)
        qCInfo(skillsLog).noquote() << QStringLiteral("Of the folders that are looked at by default %1 %2 not exist")
                                           .arg(missing)
                                           .arg(missing == 1 ? QStringLiteral("does") : QStringLiteral("do"));
}

bool SourceLane::isNeeded(const QString &folder, const SourceFolder *except) const
{
    for (const Source &source : m_sources) {
        if (source.anchor == folder)
            return true;
        if (source.folder.get() != except && source.folder->tree().contains(folder))
            return true;
    }
    return false;
}

/// The nearest folder above the root that exists tells when the root comes, goes or is replaced.
void SourceLane::anchor(Source &source)
{
    QString child = source.path;
    QString parent = QFileInfo(child).path();
    while (!QFileInfo(parent).isDir() && parent != child) {
        child = parent;
        parent = QFileInfo(child).path();
    }
    source.anchor = QFile::decodeName(realPath(QFile::encodeName(parent)));
    source.anchoredName = QFileInfo(child).fileName();
    if (!source.anchor.isEmpty() && !m_watch->watch(source.anchor))
        checkWatches();
}

/// Links may lead a whole source, or some of it, to where no watch tells of changes.
void SourceLane::notePolling(Source &source)
{
    const QString &root = source.folder->tree().shownRoot();
    source.isPolled = isOnSharedMount(root.isEmpty() ? source.path : root) || source.folder->isShared();
}

void SourceLane::note(const QHash<QString, FolderNews> &news)
{
    for (auto folder = news.constBegin(); folder != news.constEnd(); ++folder) {
        m_news[folder.key()].names.unite(folder->names);
        m_news[folder.key()].complete.unite(folder->complete);
    }
    if (!m_lookTimer.isActive())
        m_lookTimer.start();
}

void SourceLane::readAgain(const QString &folder)
{
    note({{folder, {}}});
}

void SourceLane::look()
{
    const QHash<QString, FolderNews> news = std::exchange(m_news, {});
    const QHash<QString, int> retries = std::exchange(m_retries, {});
    QSet<QString> folders(news.keyBegin(), news.keyEnd());
    Work work(*this);
    bool concernsUs = !retries.isEmpty();
    for (Source &source : m_sources) {
        if (isInterrupted() || !isOurs(source))
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
        work.at(source);
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
        notePolling(source);
    }
    if (!concernsUs)
        return;
    checkWatches();
    tell();
    if (!m_retries.isEmpty() && !m_lookTimer.isActive())
        m_lookTimer.start();
}

void SourceLane::readOrRetry(SourceFolder &folder, const QString &skill, bool mayBeHalf)
{
    if (folder.read(skill, mayBeHalf))
        return;
    m_retries.insert(skill, m_retries.value(skill) + 1);
    if (!m_lookTimer.isActive())
        m_lookTimer.start();
}

void SourceLane::rescan(Source &source)
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
    notePolling(source);
}

void SourceLane::rescanAll()
{
    QElapsedTimer elapsed;
    elapsed.start();
    Work work(*this);
    const bool everything = std::exchange(m_lostNews, false) || !m_watchError.isEmpty();
    for (Source &source : m_sources) {
        if (!isOurs(source) || !(everything || source.isPolled))
            continue;
        work.at(source);
        rescan(source);
    }
    checkWatches();
    tell();
    // A twentieth of our time at most.
    if (!m_watchError.isEmpty() || hasPolled())
        m_rescanTimer.start(std::max<std::chrono::milliseconds>(RescanPause, 20ms * elapsed.elapsed()));
}

bool SourceLane::hasPolled() const
{
    return std::any_of(m_sources.begin(), m_sources.end(), [](const Source &source) { return source.isPolled; });
}

void SourceLane::checkWatches()
{
    bool short_ = false;
    QString tooLarge;
    for (const Source &source : m_sources) {
        short_ = short_ || source.folder->tree().isOutOfWatches();
        if (source.folder->tree().isTooLarge())
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
    if (!tooLarge.isEmpty() && !m_errors.contains(tooLarge))
        qCWarning(skillsLog).noquote() << tooLarge;
    m_errors = errors;
}

void SourceLane::tell()
{
    LaneNews news{.readings = {}, .errors = m_errors, .found = m_found, .isDone = m_isDone};
    for (const Source &source : m_sources)
        news.readings.insert(source.number, source.folder->readings());
    emit told(news);
}
