// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/github_sources.h"

#include "core/skills/download/archive_unpacker.h"
#include "core/skills/download/named_proxy.h"
#include "core/skills/reading/digest.h"
#include "core/skills/reading/log_category.h"
#include "core/skills/source/source_folder.h"

#include <QFileInfo>
#include <QNetworkAccessManager>

#include <algorithm>
#include <chrono>
#include <functional>
#include <mutex>

/// What was confirmed so long ago is not asked for again at a start: many short ones would use up the hour's limit.
static constexpr qint64 FreshSeconds = 5 * 60;
// How often we look whether our turn has come: most questions take a second, a download may take minutes.
static constexpr std::chrono::milliseconds TurnSoon{100}, TurnLater{1000};
static constexpr qint64 TurnsSoonMs = 10'000;
static constexpr int PatienceOfEndingMs = 1'000;

/// How jobs in the pool, which may outlive us, tell what came of them.
class GitHubSources::Mailbox
{
public:
    explicit Mailbox(QObject *owner)
        : m_owner(owner)
    {
    }
    void post(const std::function<void()> &news)
    {
        const std::lock_guard lock(m_mutex);
        if (m_owner)
            QMetaObject::invokeMethod(m_owner, news, Qt::QueuedConnection);
    }
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_owner = nullptr;
    }

private:
    std::mutex m_mutex;
    QObject *m_owner;
};

GitHubSources::GitHubSources(const SkillsConfig &config, ReadingRules rules, const QString &cacheDirectory,
                             RepositoryTimings timings, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_rules(std::move(rules))
    , m_timings(timings)
    , m_refreshTimer(this)
    , m_settleTimer(this)
    , m_mailbox(std::make_shared<Mailbox>(this))
    , m_pool(new QThreadPool)
{
    const QString address = qEnvironmentVariable("SKILLS_BACKEND_GITHUB_URL");
    m_base = QUrl(address.isEmpty() ? QStringLiteral("https://api.github.com") : address);
    for (int i = 0; i < config.sources.size(); ++i) {
        const SkillSource &source = config.sources.at(i);
        if (source.kind != SkillSource::GitHub)
            continue;
        auto known = std::find_if(m_repositories.begin(), m_repositories.end(), [&source](const auto &each) {
            return each->owner.compare(source.owner, Qt::CaseInsensitive) == 0 &&
                   each->name.compare(source.repository, Qt::CaseInsensitive) == 0 && each->branch == source.branch;
        });
        if (known == m_repositories.end())
            known = m_repositories.insert(known, std::make_unique<Repository>(source, cacheDirectory));
        (*known)->places.append({i, source.subPath});
    }
    m_pool->setMaxThreadCount(2);
    m_pool->setExpiryTimeout(5'000);
    m_settleTimer.setSingleShot(true);
    m_settleTimer.setInterval(timings.settleMs);
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_refreshTimer, &QTimer::timeout, this, [this] {
        if (QDateTime::currentDateTimeUtc() >= m_next) {
            m_next = {};
            refresh();
        }
        planRefresh();
    });
    connect(&m_settleTimer, &QTimer::timeout, this, [this] {
        for (const auto &repository : m_repositories) {
            if (repository->isSettled)
                continue;
            if (repository->error.isEmpty() && !repository->tree.isThere())
                fail(*repository,
                     QStringLiteral("is not here after %1 s; it comes when it is").arg(m_timings.settleMs / 1000));
            settle(*repository);
        }
    });
}

GitHubSources::~GitHubSources()
{
    *m_cancelled = true;
    m_mailbox->close();
    // The one bounded wait: each job looks at that between two files. One that hangs in a file system ends with the
    // process.
    if (m_pool->waitForDone(PatienceOfEndingMs))
        delete m_pool;
}

static QString ageOf(const QDateTime &time)
{
    const qint64 minutes = std::max<qint64>(0, time.secsTo(QDateTime::currentDateTimeUtc()) / 60);
    if (minutes < 2)
        return QStringLiteral("of just now");
    if (minutes < 120)
        return QStringLiteral("%1 minutes old").arg(minutes);
    return minutes < 48 * 60 ? QStringLiteral("%1 hours old").arg(minutes / 60)
                             : QStringLiteral("%1 days old").arg(minutes / 60 / 24);
}

void GitHubSources::start()
{
    if (m_repositories.empty()) {
        m_isSettled = true;
        emit settled();
        return;
    }
    m_settleTimer.start();
    bool asks = false;
    for (const auto &repository : m_repositories) {
        repository->cache.removeLeftovers();
        const CachedTree tree = repository->cache.load();
        if (tree.isThere()) {
            m_last = m_last.isValid() ? std::max(m_last, tree.confirmed) : tree.confirmed;
            qCInfo(skillsLog).noquote() << "Using the copy of GitHub" << repository->title() << ageOf(tree.confirmed);
            read(*repository, tree);
        }
        const bool isFresh = tree.isThere() && tree.confirmed.secsTo(QDateTime::currentDateTimeUtc()) >= 0 &&
                             tree.confirmed.secsTo(QDateTime::currentDateTimeUtc()) < FreshSeconds;
        if (!isFresh && (m_config.autoUpdateEnabled || !tree.isThere())) {
            asks = true;
            ask(*repository);
        }
    }
    if (asks)
        m_last = QDateTime::currentDateTimeUtc();
    planRefresh();
    emit statusChanged();
}

/// A timer counts milliseconds in 31 bits: what is further away than a few hours is planned in steps.
void GitHubSources::planRefresh()
{
    if (!m_config.autoUpdateEnabled)
        return;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (!m_next.isValid())
        m_next = now.addSecs(60LL * m_config.autoUpdateIntervalMinutes);
    const std::chrono::milliseconds left(std::max<qint64>(now.msecsTo(m_next), 1));
    m_refreshTimer.start(std::min<std::chrono::milliseconds>(left, std::chrono::hours(6)));
}

void GitHubSources::refresh()
{
    m_last = QDateTime::currentDateTimeUtc();
    for (const auto &repository : m_repositories) {
        if (repository->isBusy)
            continue;
        if (repository->notBefore <= m_last.toSecsSinceEpoch())
            ask(*repository);
        else if (const CachedTree kept = repository->cache.load(); kept.isThere())
            use(*repository, kept); // maybe another process fetched it
    }
    emit statusChanged();
}

/// Another process may be asking just now, or may just have asked: one question does for all.
void GitHubSources::ask(Repository &repository)
{
    repository.isBusy = true;
    repository.wished = QDateTime::currentDateTimeUtc();
    askInTurn(repository);
}

void GitHubSources::askInTurn(Repository &repository)
{
    const qint64 waited = repository.wished.msecsTo(QDateTime::currentDateTimeUtc());
    // Who asks may have been stopped; a whole download is waited for.
    if (!repository.turn.take() && waited >= 0 && waited < m_timings.overallMs) {
        QTimer::singleShot(waited < TurnsSoonMs ? TurnSoon : TurnLater, this,
                           [this, &repository] { askInTurn(repository); });
        return;
    }
    if (isAnswered(repository)) {
        repository.turn.giveBack();
        emit statusChanged();
        return;
    }
    send(repository);
}

/// Who may get another answer than we: somebody with another token, or in front of another server.
QByteArray GitHubSources::asker() const
{
    return digestOf(m_base.toEncoded() + ' ' + m_config.gitHubToken.toUtf8()).left(16);
}

/// By what another process was told while we waited for our turn, or shortly before.
bool GitHubSources::isAnswered(Repository &repository)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const CachedTree kept = repository.cache.load();
    const bool isNews = kept.isThere() && (!repository.tree.isThere() || kept.confirmed > repository.tree.confirmed);
    if (isNews && kept.confirmed <= now && kept.confirmed.secsTo(now) < FreshSeconds) {
        repository.isBusy = false;
        repository.notBefore = 0;
        confirm(repository, kept);
        return true;
    }
    const AskedLast last = repository.turn.last();
    if (last.error.isEmpty() || last.by != asker())
        return false;
    if (last.when < repository.wished && last.notBefore <= now.toSecsSinceEpoch())
        return false;
    repository.isBusy = false;
    repository.notBefore = last.notBefore;
    fail(repository, last.error);
    retryLater(repository);
    return true;
}

void GitHubSources::giveTurnBack(Repository &repository, const QString &error)
{
    repository.turn.note(
        {.by = asker(), .when = QDateTime::currentDateTimeUtc(), .error = error, .notBefore = repository.notBefore});
    repository.turn.giveBack();
}

void GitHubSources::send(Repository &repository)
{
    if (!m_network) {
        m_network = std::make_unique<QNetworkAccessManager>();
        m_network->setProxyFactory(new NamedProxyFactory); // which it owns
        if (const NamedProxy named = namedProxy(m_base, QProcessEnvironment::systemEnvironment());
            !named.fault.isEmpty())
            qCWarning(skillsLog).noquote() << named.fault;
    }
    const CachedTree kept = repository.cache.load();
    if (kept.isThere())
        (void)use(repository, kept); // maybe another process fetched it a while ago
    auto *request = new RepositoryRequest({.base = m_base,
                                           .owner = repository.owner,
                                           .repository = repository.name,
                                           .branch = repository.branch,
                                           .etag = kept.etag,
                                           .token = m_config.gitHubToken,
                                           .folder = repository.cache.folder()},
                                          m_timings, *m_network, this);
    connect(request, &RepositoryRequest::answered, this, [this, request, &repository](const RepositoryAnswer &answer) {
        countCalls(request->apiCalls());
        request->deleteLater();
        if (answer.apiLimit > 0)
            m_apiLimit = answer.apiLimit;
        take(repository, answer);
        emit statusChanged();
    });
    request->start();
}

void GitHubSources::countCalls(int calls)
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    m_calls.insert(m_calls.end(), calls, now);
    m_calls.removeIf([now](qint64 time) { return time < now - 3600; });
}

void GitHubSources::take(Repository &repository, const RepositoryAnswer &answer)
{
    repository.notBefore = answer.notBefore;
    switch (answer.kind) {
    case RepositoryAnswer::Archive:
        unpack(repository, answer); // still busy
        return;
    case RepositoryAnswer::Unchanged: {
        repository.isBusy = false;
        CachedTree kept = repository.cache.load();
        kept.confirmed = QDateTime::currentDateTimeUtc();
        if (!kept.isThere()) {
            fail(repository, QStringLiteral("has not changed, but its copy is gone"));
        } else {
            if (!repository.cache.store(kept))
                qCWarning(skillsLog).noquote() << "Cannot write to" << repository.cache.folder();
            confirm(repository, kept);
        }
        return giveTurnBack(repository);
    }
    case RepositoryAnswer::Failed:
        repository.isBusy = false;
        giveTurnBack(repository, answer.error);
        fail(repository, answer.error);
        retryLater(repository);
        return;
    }
}

/// GitHub has just said that this is what there is.
void GitHubSources::confirm(Repository &repository, const CachedTree &kept)
{
    repository.retryMinutes = 1;
    repository.error.clear();
    if (use(repository, kept))
        return;
    repository.tree.confirmed = kept.confirmed;
    qCInfo(skillsLog).noquote() << "GitHub" << repository.title() << "has not changed";
}

/// False: it is served already.
bool GitHubSources::use(Repository &repository, const CachedTree &kept)
{
    if (kept.folder == repository.tree.folder)
        return false;
    read(repository, kept);
    return true;
}

/// Who starts before the network is there does not have to wait for the next full hour.
void GitHubSources::retryLater(Repository &repository)
{
    const int interval = m_config.autoUpdateIntervalMinutes;
    const int delay = repository.retryMinutes;
    repository.retryMinutes = std::min(2 * delay, interval);
    const bool isMissing = !repository.tree.isThere(); // then also without updates: it is to come once
    if (!m_config.autoUpdateEnabled && !isMissing)
        return;
    std::chrono::seconds wait = std::chrono::minutes(std::min(delay, 60));
    if (repository.notBefore > 0) // GitHub says when
        wait = std::chrono::seconds(repository.notBefore - QDateTime::currentSecsSinceEpoch() + 5);
    if (wait <= std::chrono::seconds(0) || wait > std::chrono::hours(24) ||
        (m_config.autoUpdateEnabled && wait >= std::chrono::minutes(interval)))
        return; // the hourly look is as good
    qCInfo(skillsLog).noquote() << "GitHub" << repository.title() << "is asked again in" << qint64(wait.count()) << "s";
    QTimer::singleShot(wait, this, [this, &repository] {
        if (!repository.isBusy && !repository.error.isEmpty())
            ask(repository);
    });
}

void GitHubSources::fail(Repository &repository, const QString &clause)
{
    repository.error = QStringLiteral("GitHub %1 %2").arg(repository.title(), clause);
    if (repository.tree.isThere())
        repository.error += QStringLiteral("; its copy, %1, is used").arg(ageOf(repository.tree.confirmed));
    qCWarning(skillsLog).noquote() << repository.error;
    if (!repository.tree.isThere() && !repository.isBusy)
        settle(repository);
    emit statusChanged();
}

/// In the pool, with nothing but copies: the object may be gone by then.
static QString unpackInto(const std::shared_ptr<QTemporaryFile> &archive, const QString &folder,
                          const std::atomic<bool> &cancelled)
{
    return unpackArchive(archive->fileName(), folder, ArchiveLimits(), cancelled);
}

void GitHubSources::unpack(Repository &repository, const RepositoryAnswer &answer)
{
    const CachedTree tree{
        .folder = repository.cache.newTree(), .etag = answer.etag, .confirmed = QDateTime::currentDateTimeUtc()};
    const auto archive = answer.archive;
    m_pool->start(
        [this, &repository, cache = repository.cache, tree, archive, cancelled = m_cancelled, mailbox = m_mailbox] {
            const QString error = unpackInto(archive, tree.folder, *cancelled);
            if (!error.isEmpty())
                cache.discard(tree.folder);
            mailbox->post([this, &repository, tree, archive, error] {
                repository.isBusy = false;
                if (!error.isEmpty()) {
                    const QString clause = QStringLiteral("sent an archive that is not used: %1").arg(error);
                    giveTurnBack(repository, clause);
                    return fail(repository, clause);
                }
                repository.error.clear();
                repository.retryMinutes = 1;
                if (!repository.cache.store(tree))
                    qCWarning(skillsLog).noquote() << "Cannot write to" << repository.cache.folder();
                giveTurnBack(repository);
                read(repository, tree);
                emit statusChanged();
            });
        });
}

/// All skills of a tree that nobody changes.
static SetBuilder::Readings readTree(const QString &root, const QString &sourcePrefix, const ReadingRules &rules,
                                     const std::atomic<bool> &cancelled)
{
    SourceFolder folder(root, sourcePrefix, rules, nullptr);
    folder.tree().walk();
    const QStringList skills = folder.tree().skills();
    for (const QString &skill : skills) {
        if (cancelled)
            break;
        (void)folder.read(skill, false); // nobody writes here: it cannot be half
    }
    folder.sumUp();
    return folder.readings();
}

void GitHubSources::read(Repository &repository, const CachedTree &tree)
{
    repository.tree = tree;
    const QString branch = repository.branch.isEmpty() ? QStringLiteral("HEAD") : repository.branch;
    const QString web = QStringLiteral("https://github.com/%1/tree/%2").arg(repository.title(), branch);
    m_pool->start([this, &repository, places = repository.places, tree, web, rules = m_rules, cancelled = m_cancelled,
                   mailbox = m_mailbox] {
        QHash<int, SetBuilder::Readings> readings;
        QStringList missing;
        for (const Place &place : places) {
            const QString below = place.subPath.isEmpty() ? QString() : u'/' + place.subPath;
            readings.insert(place.source, readTree(tree.folder + below, web + below, rules, *cancelled));
            if (!QFileInfo(tree.folder + below).isDir())
                missing.append(place.subPath);
        }
        mailbox->post([this, &repository, tree, readings, missing] {
            if (tree.folder == repository.tree.folder) // else a newer one is on its way
                emit readingsMade(readings);
            repository.missing = missing.isEmpty() ? QString()
                                                   : QStringLiteral("GitHub %1 has no folder %2")
                                                         .arg(repository.title(), missing.join(QStringLiteral(", ")));
            if (!missing.isEmpty())
                qCWarning(skillsLog).noquote() << repository.missing;
            emit statusChanged();
            qCInfo(skillsLog).noquote() << "Read GitHub" << repository.title();
            settle(repository);
        });
    });
}

void GitHubSources::settle(Repository &repository)
{
    repository.isSettled = true;
    const bool all =
        std::all_of(m_repositories.begin(), m_repositories.end(), [](const auto &each) { return each->isSettled; });
    if (!all || m_isSettled)
        return;
    m_isSettled = true;
    m_settleTimer.stop();
    emit settled();
}

QStringList GitHubSources::errors() const
{
    QStringList errors;
    for (const auto &repository : m_repositories) {
        if (!repository->error.isEmpty())
            errors.append(repository->error);
        if (!repository->missing.isEmpty())
            errors.append(repository->missing);
    }
    return errors;
}

UpdateStatus GitHubSources::updates() const
{
    UpdateStatus status;
    status.last = m_last;
    status.next = m_next;
    const qint64 hourAgo = QDateTime::currentSecsSinceEpoch() - 3600;
    status.apiCalls = int(std::count_if(m_calls.begin(), m_calls.end(), [=](qint64 time) { return time >= hourAgo; }));
    status.apiLimit = m_config.gitHubToken.isEmpty() ? m_apiLimit : std::max(m_apiLimit, 5000);
    return status;
}
