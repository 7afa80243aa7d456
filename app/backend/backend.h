// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/backend/config_watch.h"
#include "app/backend/ending_signals.h"
#include "app/backend/options.h"
#include "core/mcp/protocol/activity.h"
#include "core/mcp/protocol/mcp_server.h"
#include "core/mcp/tools/skill_offer.h"
#include "core/mcp/transport/listener.h"
#include "core/mcp/transport/own_host.h"
#include "core/skills/search/gradual_ranking.h"
#include "core/skills/search/meaning_index.h"
#include "core/skills/search/mixed_ranking.h"
#include "core/skills/search/model_choice.h"
#include "core/skills/source/skill_catalogue.h"

#include <memory>

class HttpCarrier;
class HttpGate;
struct Paths;
class StdioCarrier;

/// One run of skills-backend: knows all the others.
class Backend : public QObject
{
    Q_OBJECT
public:
    /// `secret`: what the tray's own addresses ask for; empty: they do not exist.
    Backend(const Options &options, SkillsConfig config, const Paths &paths, const QByteArray &secret);
    ~Backend() override;

    /// Before start(): takes over what changes in this file, which `config` was read from.
    void watchConfig(const QString &file);
    /// Serves from now on. Otherwise: the exit status.
    [[nodiscard]] std::optional<int> start();

signals:
    void ended(); // once

private:
    [[nodiscard]] std::optional<int> startHttp();
    void startStdio();
    void useConfig(const SkillsConfig &config);
    [[nodiscard]] OwnHost ownHost() const;
    /// Which of the config's names can let nobody in.
    [[nodiscard]] QStringList uselessNames() const;
    void warnOfUselessNames() const;
    void end(int signalNumber);

    const Options m_options;
    SkillsConfig m_config;
    std::unique_ptr<ConfigWatch> m_configWatch; // none: there is no file
    EndingSignals m_signals;                    // before all that has threads
    SkillCatalogue m_catalogue;
    GradualRanking m_words;
    const ModelChoice m_model;
    MeaningIndex m_meaning;
    MixedRanking m_ranking;
    Activity m_activity;
    SkillOffer m_offer;
    McpServer m_server;
    const QByteArray m_secret;
    bool m_isLoopback = true;            // where we listen
    std::unique_ptr<HttpGate> m_gate;    // before the one who asks it from another thread
    std::unique_ptr<HttpCarrier> m_http; // one of these two
    std::unique_ptr<StdioCarrier> m_stdio;
};

/// Exit statuses that callers can rely on.
enum ExitStatus { ExitDone = 0, ExitFailed = 1, ExitUsage = 2, ExitPortTaken = 3 };
