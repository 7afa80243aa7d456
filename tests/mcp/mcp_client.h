// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/activity.h"
#include "core/mcp/protocol/mcp_server.h"
#include "core/mcp/tools/skill_offer.h"
#include "core/skills/search/ranking.h"
#include "core/skills/source/skill_catalogue.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>

/// A folder of skills, everything that serves it but the carrier, and a client that speaks to it.
class McpClient
{
public:
    /// Serves an empty folder of its own, or this one as it lies.
    explicit McpClient(const QString &skillsFolder = {}, SkillsConfig config = smallConfig());

    [[nodiscard]] static SkillsConfig smallConfig();
    /// The same with "answers": "original".
    [[nodiscard]] static SkillsConfig originalConfig();
    /// Writes a file below the folder of skills.
    void write(const QString &path, const QByteArray &content) const;
    void writeSkill(const QString &name, const QByteArray &body = "# Body\n") const;
    /// Starts reading; true when everything is read.
    [[nodiscard]] bool start();
    [[nodiscard]] QString folder() const { return m_folder; }

    [[nodiscard]] McpReply post(const QByteArray &body);
    /// Says initialize; later requests belong to that session.
    [[nodiscard]] QJsonObject initialize(const QString &version = QStringLiteral("2025-11-25"));
    /// One request in the session; the whole reply.
    [[nodiscard]] QJsonObject ask(const QString &method, const QJsonObject &params = {});
    [[nodiscard]] QJsonObject result(const QString &method, const QJsonObject &params = {});
    [[nodiscard]] int errorCode(const QString &method, const QJsonObject &params = {});
    [[nodiscard]] QJsonObject call(const QString &tool, const QJsonObject &arguments = {});
    /// The first text of a tool's answer.
    [[nodiscard]] QString text(const QString &tool, const QJsonObject &arguments = {});
    /// One request of 2026-07-28 with all that it needs.
    [[nodiscard]] static McpRequest modern(const QString &method, QJsonObject params = {}, const QByteArray &id = "1");
    [[nodiscard]] static McpRequest line(const QByteArray &body);
    [[nodiscard]] static QJsonObject json(const McpReply &reply);

private:
    QTemporaryDir m_own;
    QTemporaryDir m_cache;
    QString m_folder;
    std::unique_ptr<Ranking> m_ranking = makeWordRanking();

public:
    Activity activity;
    SkillCatalogue catalogue;
    SkillOffer offer;
    McpServer server;
    McpRequest headers; // sent with each request of the session
};
