// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/backend.h"

#include "app/backend/health_page.h"
#include "app/backend/lean_memory.h"
#include "app/backend/stored_key.h"
#include "core/mcp/transport/http_carrier.h"
#include "core/mcp/transport/http_gate.h"
#include "core/mcp/transport/stdio_carrier.h"
#include "core/settings/paths.h"
#include "core/skills/reading/log_category.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>
#include <chrono>

#include <unistd.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// So long a client waits for the skills that are still being read at the start.
static constexpr auto PatienceWithReading = 2s;

// Beside the program, as it is installed and in the build folder.
static QString builtInModel()
{
    return QDir::cleanPath(QCoreApplication::applicationDirPath() + u"/../share/skills-tray/minilm-int8.bin"_s);
}

/// Over HTTP a session outlasts us: a later run knows its id again.
static McpSessions sessionsFor(const Options &options, const Paths &paths)
{
    if (options.overStdio)
        return McpSessions();
    StoredKey stored;
    stored.error = ensurePrivateDirectory(paths.state);
    if (stored.error.isEmpty())
        stored = storedKey(paths.sessionKeyFile());
    if (!stored.error.isEmpty())
        qCWarning(skillsLog).noquote() << u"%1; sessions end with this run"_s.arg(stored.error);
    return McpSessions(stored.key.isEmpty() ? SessionSeal() : SessionSeal(stored.key),
                       EndedSessions(stored.error.isEmpty() ? paths.endedSessionsFile() : QString()));
}

Backend::Backend(const Options &options, SkillsConfig config, const Paths &paths, const QByteArray &secret)
    : m_options(options)
    , m_config(std::move(config))
    , m_catalogue(m_config, paths.cache)
    , m_model(chooseModel(m_config.embeddingModel, builtInModel()))
    , m_meaning(m_model.path, paths.cache)
    , m_ranking(m_words, m_meaning)
    , m_activity(options.activity)
    , m_offer(m_catalogue, m_ranking, m_activity, m_config)
    , m_server(m_offer, sessionsFor(options, paths))
    , m_secret(options.activity ? secret : QByteArray())
{
    connect(&m_signals, &EndingSignals::endRequested, this, &Backend::end);
    connect(&m_words, &GradualRanking::busyChanged, &m_catalogue, &SkillCatalogue::setBeingIndexed);
    connect(&m_words, &GradualRanking::busyChanged, this, [](bool busy) {
        if (!busy) // many skills were read and indexed, which leaves much behind
            giveBackFreedMemory();
    });
    connect(&m_words, &GradualRanking::tidied, this, [] { giveBackFreedMemory(); });
    connect(&m_meaning, &MeaningIndex::finished, this, [] { giveBackFreedMemory(); }); // so does making many vectors
}

Backend::~Backend() = default;

std::optional<int> Backend::start()
{
    if (m_options.overStdio)
        startStdio();
    else if (const std::optional<int> status = startHttp())
        return status;
    m_catalogue.start();
    if (!m_model.error.isEmpty())
        qCWarning(skillsLog).noquote() << m_model.error;
    m_meaning.start();
    return std::nullopt;
}

template<class Carrier>
static void releaseWhenRead(const SkillCatalogue &catalogue, Carrier &carrier)
{
    // Queued: by then the server has taken the skills of the same news.
    QObject::connect(
        &catalogue, &SkillCatalogue::progressChanged, &carrier,
        [&carrier](const LoadProgress &progress) {
            if (progress.complete)
                carrier.release();
        },
        Qt::QueuedConnection);
}

std::optional<int> Backend::startHttp()
{
    const Listener listener = openListener(m_options.host, m_options.port);
    switch (listener.outcome) {
    case Listener::Outcome::Listening:
        break;
    case Listener::Outcome::Taken:
        qCCritical(skillsLog).noquote() << listener.error;
        return ExitPortTaken;
    case Listener::Outcome::BadAddress:
        qCCritical(skillsLog).noquote() << listener.error;
        return ExitUsage;
    case Listener::Outcome::Impossible:
        qCCritical(skillsLog).noquote() << listener.error;
        return ExitFailed;
    }
    m_isLoopback = listener.isLoopback;
    m_gate = std::make_unique<HttpGate>(ownHost(), m_secret);
    warnOfUselessNames();
    connect(m_gate.get(), &HttpGate::strangerRefused, this,
            [](const QString &text) { qCWarning(skillsLog).noquote() << text; });
    m_http = std::make_unique<HttpCarrier>(
        m_server, m_activity,
        [this] {
            const QString unread = m_configWatch ? m_configWatch->error() : QString();
            const bool isReady = m_model.error.isEmpty() && (m_meaning.isOff() || m_meaning.isLoaded());
            return healthPage(m_catalogue.progress(), m_catalogue.current()->skills.size(),
                              {.isReady = isReady, .vectorsMade = m_meaning.vectorsMade()}, m_config,
                              unread.isEmpty() ? uselessNames().join(u"; "_s) : unread);
        },
        *m_gate);
    connect(m_http.get(), &HttpCarrier::ended, this, &Backend::ended);
    releaseWhenRead(m_catalogue, *m_http);
    m_http->hold(PatienceWithReading);
    if (const QString error = m_http->serve(listener); !error.isEmpty()) {
        qCCritical(skillsLog).noquote() << error;
        return ExitFailed;
    }
    const QString shownHost = m_options.host.contains(u':') && !m_options.host.startsWith(u'[')
                                  ? u"[%1]"_s.arg(m_options.host)
                                  : m_options.host;
    qCInfo(skillsLog).noquote() << u"Serving at http://%1:%2/mcp"_s.arg(shownHost).arg(listener.port);
    if (!listener.isLoopback)
        qCWarning(skillsLog).noquote() << u"Other machines can reach this server through %1"_s.arg(m_options.host);
    return std::nullopt;
}

OwnHost Backend::ownHost() const
{
    return OwnHost(m_options.host.toUtf8(), m_isLoopback,
                   {.hosts = m_options.allowedHosts + m_config.allowedHosts,
                    .origins = m_options.allowedOrigins + m_config.allowedOrigins});
}

QStringList Backend::uselessNames() const
{
    QStringList sentences;
    for (const QString &name : m_config.allowedHosts) {
        if (const QString fault = OwnHost::faultOfHost(name); !fault.isEmpty())
            sentences.append(u"\"allowed_hosts\" in the config: "_s + fault);
    }
    for (const QString &name : m_config.allowedOrigins) {
        if (const QString fault = OwnHost::faultOfOrigin(name); !fault.isEmpty())
            sentences.append(u"\"allowed_origins\" in the config: "_s + fault);
    }
    constexpr qsizetype MostSentences = 5;
    return sentences.first(std::min(sentences.size(), MostSentences));
}

void Backend::warnOfUselessNames() const
{
    for (const QString &sentence : uselessNames())
        qCWarning(skillsLog).noquote() << sentence;
}

void Backend::watchConfig(const QString &file)
{
    m_configWatch = std::make_unique<ConfigWatch>(file, m_config);
    connect(m_configWatch.get(), &ConfigWatch::changed, this, &Backend::useConfig);
}

/// Whether the same skills come of both.
static bool readsTheSame(const SkillsConfig &config, SkillsConfig other)
{
    other.embeddingModel = config.embeddingModel;
    other.defaultTopK = config.defaultTopK;
    other.maxSkillContentChars = config.maxSkillContentChars;
    other.maxImageSizeBytes = config.maxImageSizeBytes;
    other.allowedHosts = config.allowedHosts;
    other.allowedOrigins = config.allowedOrigins;
    return other == config;
}

void Backend::useConfig(const SkillsConfig &config)
{
    const SkillsConfig before = std::exchange(m_config, config);
    if (m_gate) {
        m_gate->use(ownHost());
        warnOfUselessNames();
    }
    m_offer.use(config);
    if (!readsTheSame(before, config))
        m_catalogue.use(config);
    if (before.embeddingModel != config.embeddingModel)
        qCWarning(skillsLog).noquote() << u"Another \"embedding_model\" takes effect at the next start"_s;
}

void Backend::startStdio()
{
    m_stdio = std::make_unique<StdioCarrier>(m_server, STDIN_FILENO, STDOUT_FILENO);
    connect(m_stdio.get(), &StdioCarrier::ended, this, &Backend::ended);
    releaseWhenRead(m_catalogue, *m_stdio);
    m_stdio->start(PatienceWithReading);
    qCInfo(skillsLog).noquote() << u"Serving on standard input and output"_s;
}

void Backend::end(int signalNumber)
{
    qCInfo(skillsLog).noquote() << u"Ending as signal %1 asked"_s.arg(signalNumber);
    if (m_http)
        m_http->end();
    else if (m_stdio)
        m_stdio->end();
    else
        emit ended();
}
