// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
// Whatever a client sends, over HTTP or a line of standard input: every answer is JSON with the right id, and none
// takes anything down.
#include "core/json/json_syntax.h"
#include "core/mcp/protocol/activity.h"
#include "core/mcp/protocol/mcp_server.h"
#include "core/mcp/tools/skill_offer.h"
#include "core/skills/search/ranking.h"
#include "core/skills/source/skill_catalogue.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <cstdint>
#include <cstdlib>

using namespace Qt::StringLiterals;

/// A server with two skills, one of them with an odd name, alive for the whole run.
class Target
{
public:
    Target()
    {
        write(u"alpha"_s, "SKILL.md", "---\nname: alpha\ndescription: About alpha.\n---\nBody\n");
        write(u"alpha/scripts"_s, "run.py", "print(1)\n");
        write(u"b [x]"_s, "SKILL.md", "---\nname: odd one\ndescription: Odd\n---\nBody\n");
        m_catalogue.start();
        while (!m_catalogue.progress().complete)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
        begin();
    }

    void feed(const QByteArray &input)
    {
        for (const bool overStdio : {false, true}) {
            McpRequest request = m_request;
            request.overStdio = overStdio;
            request.body = input;
            check(m_server.handle(request));
        }
        McpRequest stateless;
        stateless.contentType = "application/json";
        stateless.protocolVersion = "2026-07-28";
        stateless.body = input;
        // The body may name any method: let the headers agree with it, so that what lies behind them is reached.
        const QJsonObject message = QJsonDocument::fromJson(input).object();
        const QJsonObject params = message.value("params"_L1).toObject();
        stateless.mcpMethod = message.value("method"_L1).toString().toLatin1();
        stateless.mcpName = params.value(params.contains("uri"_L1) ? "uri"_L1 : "name"_L1).toString().toUtf8();
        check(m_server.handle(stateless));
        QCoreApplication::processEvents();
        // A DELETE is no part of this, but a session may have made room for another.
        if (++m_runs % 1000 == 0) {
            m_server.endStreams();
            begin();
        }
    }

private:
    void write(const QString &folder, const char *name, const QByteArray &content) const
    {
        const QString path = m_folder.path() + u'/' + folder;
        QFile file(path + u'/' + QString::fromLatin1(name));
        if (!QDir().mkpath(path) || !file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            std::abort();
    }

    [[nodiscard]] static SkillsConfig config(const QString &folder)
    {
        SkillsConfig config = SkillsConfig::defaults();
        SkillSource source;
        source.path = folder;
        config.sources = {source};
        config.autoUpdateEnabled = false;
        return config;
    }

    void begin()
    {
        McpRequest request;
        request.contentType = "application/json";
        // The version with batches reaches the most code.
        request.body =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-03-26\"}}";
        m_request = request;
        m_request.sessionId = m_server.handle(request).sessionId;
        if (m_request.sessionId.isEmpty())
            std::abort();
    }

    static void check(const McpReply &reply)
    {
        if (reply.body.isEmpty())
            return;
        const QJsonDocument document = QJsonDocument::fromJson(reply.body);
        const QJsonArray messages = document.isArray() ? document.array() : QJsonArray{document.object()};
        // Qt alone would let an id pass that is no JSON.
        if (messages.isEmpty() || reply.body.contains('\n') || !JsonSyntax(reply.body).isGood())
            std::abort();
        for (const QJsonValue &message : messages) {
            const QJsonObject object = message.toObject();
            // An error may belong to no request.
            if (object.value("jsonrpc"_L1) != "2.0"_L1 || !(object.contains("id"_L1) || object.contains("error"_L1)) ||
                object.contains("result"_L1) == object.contains("error"_L1))
                std::abort();
        }
    }

    QTemporaryDir m_folder;
    QTemporaryDir m_cache;
    std::unique_ptr<Ranking> m_ranking = makeWordRanking();
    Activity m_activity;
    SkillCatalogue m_catalogue{config(m_folder.path()), m_cache.path()};
    SkillOffer m_offer{m_catalogue, *m_ranking, m_activity, config(m_folder.path())};
    McpServer m_server{m_offer};
    McpRequest m_request;
    quint64 m_runs = 0;
};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static int argc = 1;
    static char name[] = "fuzz_json_rpc";
    static char *argv[] = {name, nullptr};
    static QCoreApplication application(argc, argv);
    static Target target;
    target.feed(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)));
    return 0;
}
