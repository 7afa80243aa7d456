// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/local_sources.h"

#include "core/skills/reading/log_category.h"
#include "core/skills/source/mounts.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QMap>

#include <algorithm>

static constexpr std::chrono::milliseconds LookInterval{500};
// Two looks in a row: after the whole program was stopped for a while the first one sees an old sign of life.
static constexpr int SilentLooks = 2;
// A mount that was replaced is tried anew, and the thread that hangs in the old one stays until that lets it go.
static constexpr int MostLeftBehind = 16;

LocalSources::LocalSources(QList<SourceLane::Place> places, const ReadingRules &rules)
    : m_places(std::move(places))
    , m_rules(rules)
    , m_looking(this)
{
    m_looking.setInterval(LookInterval);
    connect(&m_looking, &QTimer::timeout, this, &LocalSources::look);
}

LocalSources::~LocalSources()
{
    for (const auto &lane : m_lanes) {
        lane->thread->requestInterruption();
        lane->thread->quit();
    }
    // The one bounded wait: a lane looks at this between two skills. One that hangs ends with the process.
    const QDeadlineTimer deadline(PatienceOfEnding);
    for (const auto &lane : m_lanes) {
        const bool hangs = lane->hangsAt >= 0 || lane->isLeftBehind;
        if (lane->thread->wait(hangs ? QDeadlineTimer(0) : deadline))
            delete lane->thread;
    }
}

SourceLane::Place &LocalSources::placeOf(int source)
{
    return *std::find_if(m_places.begin(), m_places.end(),
                         [source](const SourceLane::Place &place) { return place.source == source; });
}

void LocalSources::start()
{
    const QByteArray mounts = mountTable();
    QMap<QByteArray, QSet<int>> byMount; // "": the system's own
    for (const SourceLane::Place &place : std::as_const(m_places)) {
        const Mount mount = mountOf(mounts, QFile::encodeName(place.path));
        byMount[mount.isShared ? mount.point : QByteArray()].insert(place.source);
    }
    if (byMount.isEmpty())
        tell({});
    for (const QSet<int> &sources : std::as_const(byMount))
        open(sources, false);
}

void LocalSources::open(const QSet<int> &sources, bool isSplitOff)
{
    Lane *lane = m_lanes.emplace_back(std::make_unique<Lane>()).get();
    lane->number = ++m_lastLane;
    lane->sources = sources;
    lane->isSplitOff = isSplitOff;
    QList<SourceLane::Place> places;
    for (const SourceLane::Place &place : std::as_const(m_places)) {
        if (sources.contains(place.source))
            places.append(place);
    }
    lane->thread = new QThread;
    lane->thread->setObjectName(QStringLiteral("reading"));
    lane->reader = new SourceLane(places, m_rules, lane->pulse);
    lane->reader->moveToThread(lane->thread);
    connect(lane->thread, &QThread::started, lane->reader, &SourceLane::start);
    connect(lane->thread, &QThread::finished, lane->reader, &QObject::deleteLater);
    connect(lane->reader, &SourceLane::working, this, [this] {
        if (!m_looking.isActive())
            m_looking.start();
    });
    connect(lane->reader, &SourceLane::told, this,
            [this, number = lane->number](const LaneNews &news) { hear(number, news); });
    lane->thread->start();
}

void LocalSources::hear(int number, LaneNews news)
{
    const auto lane =
        std::find_if(m_lanes.begin(), m_lanes.end(), [number](const auto &each) { return each->number == number; });
    if (lane == m_lanes.end() || (*lane)->isLeftBehind)
        return;
    news.readings.removeIf([&lane](auto source) { return !(*lane)->sources.contains(source.key()); });
    for (auto source = news.readings.begin(); source != news.readings.end(); ++source)
        placeOf(source.key()).known = source.value();
    const QHash<int, SetBuilder::Readings> readings = std::exchange(news.readings, {});
    (*lane)->told = news;
    tell(readings);
}

void LocalSources::readAgain(const QString &folder)
{
    for (const auto &lane : m_lanes) {
        // What waits for one that hangs would only become more.
        if (lane->hangsAt < 0 && !lane->isLeftBehind)
            QMetaObject::invokeMethod(lane->reader, [reader = lane->reader, folder] { reader->readAgain(folder); });
    }
}

void LocalSources::look()
{
    removeFinished();
    const auto leftBehind =
        std::count_if(m_lanes.begin(), m_lanes.end(), [](const auto &lane) { return lane->isLeftBehind; });
    bool isBusy = false;
    // By number: there may be more of them afterwards.
    for (size_t i = 0; i < m_lanes.size(); ++i) {
        Lane &lane = *m_lanes[i];
        if (lane.isLeftBehind)
            continue;
        const bool rests = lane.pulse->task() == Pulse::Nothing;
        isBusy = isBusy || !rests;
        lane.silentLooks = lane.pulse->silence() < HangsAfter ? 0 : lane.silentLooks + 1;
        if (lane.hangsAt >= 0 && rests)
            noteRecovery(lane);
        else if (lane.hangsAt < 0 && lane.silentLooks >= SilentLooks)
            noteHang(lane);
        else if (lane.hangsAt >= 0 && leftBehind < MostLeftBehind && lane.mounts != mountTable())
            leaveBehind(lane);
    }
    if (!isBusy)
        m_looking.stop();
}

void LocalSources::removeFinished()
{
    std::erase_if(m_lanes, [](const auto &lane) {
        if (!lane->isLeftBehind || !lane->thread->wait(QDeadlineTimer(0)))
            return false;
        delete lane->thread;
        return true;
    });
}

void LocalSources::noteHang(Lane &lane)
{
    const int source = lane.pulse->task();
    if (!lane.sources.contains(source))
        return; // it has just come to rest
    lane.hangsAt = source;
    lane.mounts = mountTable();
    qCWarning(skillsLog).noquote() << "Local path" << placeOf(source).path
                                   << "does not answer: the others go on without it";
    QSet<int> others = lane.sources;
    others.remove(source);
    if (!others.isEmpty()) {
        lane.sources = {source};
        lane.told.found = 0;
        lane.reader->keepOnly(source);
        // Once more: then each by itself, so that the last one need not wait for all others.
        if (lane.isSplitOff) {
            for (const int other : std::as_const(others))
                open({other}, true);
        } else {
            open(others, true);
        }
    }
    tell({});
}

void LocalSources::noteRecovery(Lane &lane)
{
    qCInfo(skillsLog).noquote() << "Local path" << placeOf(lane.hangsAt).path << "answers again";
    lane.hangsAt = -1;
    lane.silentLooks = 0;
    tell({});
}

/// Something else is mounted now: the path may lead there, while who asked before still waits for what was there.
void LocalSources::leaveBehind(Lane &lane)
{
    lane.isLeftBehind = true;
    lane.thread->requestInterruption();
    lane.thread->quit();
    open(lane.sources, true);
}

void LocalSources::tell(const QHash<int, SetBuilder::Readings> &readings)
{
    LaneNews news{.readings = readings, .errors = {}, .found = 0, .isDone = true};
    for (const auto &lane : m_lanes) {
        if (lane->isLeftBehind)
            continue;
        news.found += lane->told.found;
        news.isDone = news.isDone && (lane->told.isDone || lane->hangsAt >= 0);
        QStringList errors = lane->told.errors;
        if (lane->hangsAt >= 0) {
            const SourceLane::Place &place = placeOf(lane->hangsAt);
            errors.append((place.known.isEmpty()
                               ? QStringLiteral("Local path %1 does not answer; its skills come when it does")
                               : QStringLiteral("Local path %1 does not answer; what was read before is served"))
                              .arg(place.path));
        }
        for (const QString &error : std::as_const(errors)) {
            if (!news.errors.contains(error))
                news.errors.append(error);
        }
    }
    m_isDone = m_isDone || news.isDone; // what hung, or was given to another lane, is not waited for again
    news.isDone = m_isDone;
    for (const auto &lane : m_lanes) {
        const bool isUnread = lane->hangsAt >= 0 || (m_isDone && !lane->told.isDone);
        news.unread += isUnread && !lane->isLeftBehind ? int(lane->sources.size()) : 0;
    }
    emit told(news);
}
