// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/download/asking_turn.h"
#include "core/skills/download/repository_cache.h"
#include "core/skills/download/repository_request.h"
#include "core/skills/source/set_builder.h"
#include "core/skills/source/skill_catalogue.h"

#include <QDateTime>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <memory>
#include <vector>

class QNetworkAccessManager;

/// Keeps what comes from GitHub up to date: one archive a repository, kept on disk, asked for again every hour.
///
/// Lives in the main thread, where it only moves bytes; unpacking and reading happen in a pool.
class GitHubSources : public QObject
{
    Q_OBJECT
public:
    GitHubSources(const SkillsConfig &config, ReadingRules rules, const QString &cacheDirectory,
                  RepositoryTimings timings = {}, QObject *parent = nullptr);
    ~GitHubSources() override;

    void start();
    /// Asks all repositories again, as the hourly timer does.
    void refresh();
    [[nodiscard]] QStringList errors() const;
    [[nodiscard]] UpdateStatus updates() const;

signals:
    /// What the sources at these places of the config, all of one repository, have now.
    void readingsMade(const QHash<int, SetBuilder::Readings> &readings);
    /// Each cached repository is read, each other one has come or failed; exactly once.
    void settled();
    /// errors() or updates() changed.
    void statusChanged();

private:
    class Mailbox;
    struct Place
    {
        int source = 0;
        QString subPath;
    };
    struct Repository
    {
        Repository(const SkillSource &source, const QString &cacheDirectory)
            : owner(source.owner)
            , name(source.repository)
            , branch(source.branch)
            , cache(cacheDirectory, source.owner, source.repository, source.branch)
            , turn(cache.folder() + QStringLiteral("/asked.json"))
        {
        }
        QString owner, name, branch;
        RepositoryCache cache;
        AskingTurn turn;
        QDateTime wished; // when we wanted to ask
        QList<Place> places;
        CachedTree tree; // what is served
        QString error;
        QString missing; // the folders that the config names and it does not have, as a sentence; empty: none
        qint64 notBefore = 0;
        int retryMinutes = 1;
        bool isSettled = false, isBusy = false;
        [[nodiscard]] QString title() const { return owner + u'/' + name; }
    };

    void ask(Repository &repository);
    void askInTurn(Repository &repository);
    [[nodiscard]] bool isAnswered(Repository &repository);
    void giveTurnBack(Repository &repository, const QString &error = {});
    [[nodiscard]] QByteArray asker() const;
    void send(Repository &repository);
    void take(Repository &repository, const RepositoryAnswer &answer);
    void confirm(Repository &repository, const CachedTree &kept);
    bool use(Repository &repository, const CachedTree &kept);
    void unpack(Repository &repository, const RepositoryAnswer &answer);
    void read(Repository &repository, const CachedTree &tree);
    void fail(Repository &repository, const QString &clause);
    void retryLater(Repository &repository);
    void planRefresh();
    void settle(Repository &repository);
    void countCalls(int calls);

    SkillsConfig m_config;
    ReadingRules m_rules;
    RepositoryTimings m_timings;
    QUrl m_base;
    std::unique_ptr<QNetworkAccessManager> m_network; // made when it is needed: it costs megabytes
    std::vector<std::unique_ptr<Repository>> m_repositories;
    QTimer m_refreshTimer;
    QTimer m_settleTimer;
    QDateTime m_last, m_next; // m_next invalid: not planned
    QList<qint64> m_calls;    // when, in seconds since 1970
    int m_apiLimit = 60;
    bool m_isSettled = false;
    std::shared_ptr<std::atomic<bool>> m_cancelled = std::make_shared<std::atomic<bool>>(false);
    const std::shared_ptr<Mailbox> m_mailbox;
    QThreadPool *m_pool;
};
