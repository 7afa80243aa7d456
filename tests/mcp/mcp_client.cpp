// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/mcp/mcp_client.h"

#include "core/mcp/protocol/protocol.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

static SkillsConfig withFolder(SkillsConfig config, const QString &folder)
{
    SkillSource source;
    source.path = folder;
    config.sources = {source};
    config.autoUpdateEnabled = false;
    return config;
}

SkillsConfig McpClient::smallConfig()
{
    SkillsConfig config = SkillsConfig::defaults();
    config.maxImageSizeBytes = 2048;
    return config;
}

SkillsConfig McpClient::originalConfig()
{
    SkillsConfig config = smallConfig();
    config.answersBriefly = false;
    return config;
}

McpClient::McpClient(const QString &skillsFolder, SkillsConfig config)
    : m_folder(skillsFolder.isEmpty() ? QDir(m_own.path()).canonicalPath() : skillsFolder)
    , catalogue(withFolder(config, m_folder), m_cache.path())
    , offer(catalogue, *m_ranking, activity, config)
    , server(offer)
{
    headers.contentType = "application/json";
    headers.accept = "application/json, text/event-stream";
}

void McpClient::write(const QString &path, const QByteArray &content) const
{
    const QString full = m_folder + u'/' + path;
    QVERIFY(QDir().mkpath(full.first(full.lastIndexOf(u'/'))));
    QFile file(full);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(content), content.size());
}

void McpClient::writeSkill(const QString &name, const QByteArray &body) const
{
    write(name + "/SKILL.md"_L1,
          "---\nname: " + name.toUtf8() + "\ndescription: About " + name.toUtf8() + ".\n---\n" + body);
}

bool McpClient::start()
{
    catalogue.start();
    return QTest::qWaitFor([this] { return catalogue.progress().complete; }, 20'000);
}

McpReply McpClient::post(const QByteArray &body)
{
    McpRequest request = headers;
    request.body = body;
    return server.handle(request);
}

QJsonObject McpClient::json(const McpReply &reply)
{
    return QJsonDocument::fromJson(reply.body).object();
}

static QByteArray requestBody(const QString &method, const QJsonObject &params, const QByteArray &id = "1")
{
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + method.toUtf8() + R"(","params":)" +
           QJsonDocument(params).toJson(QJsonDocument::Compact) + '}';
}

QJsonObject McpClient::initialize(const QString &version)
{
    headers.sessionId.clear();
    headers.protocolVersion.clear();
    const McpReply reply = post(requestBody(
        u"initialize"_s, {{u"protocolVersion"_s, version},
                          {u"capabilities"_s, QJsonObject()},
                          {u"clientInfo"_s, QJsonObject{{u"name"_s, u"test"_s}, {u"version"_s, u"1.2"_s}}}}));
    headers.sessionId = reply.sessionId;
    headers.protocolVersion = version.toLatin1();
    return json(reply).value("result"_L1).toObject();
}

QJsonObject McpClient::ask(const QString &method, const QJsonObject &params)
{
    return json(post(requestBody(method, params)));
}

QJsonObject McpClient::result(const QString &method, const QJsonObject &params)
{
    return ask(method, params).value("result"_L1).toObject();
}

int McpClient::errorCode(const QString &method, const QJsonObject &params)
{
    return ask(method, params).value("error"_L1).toObject().value("code"_L1).toInt();
}

QJsonObject McpClient::call(const QString &tool, const QJsonObject &arguments)
{
    return result(u"tools/call"_s, {{u"name"_s, tool}, {u"arguments"_s, arguments}});
}

QString McpClient::text(const QString &tool, const QJsonObject &arguments)
{
    return call(tool, arguments).value("content"_L1).toArray().first().toObject().value("text"_L1).toString();
}

McpRequest McpClient::modern(const QString &method, QJsonObject params, const QByteArray &id)
{
    params.insert(u"_meta"_s, QJsonObject{{QString(VersionKey), QString(ModernVersion)},
                                          {QString(ClientCapabilitiesKey), QJsonObject()},
                                          {QString(ClientInfoKey),
                                           QJsonObject{{u"name"_s, u"modern test"_s}, {u"version"_s, u"3"_s}}}});
    McpRequest request;
    request.contentType = "application/json";
    request.accept = "application/json, text/event-stream";
    request.protocolVersion = "2026-07-28";
    request.mcpMethod = method.toLatin1();
    request.mcpName = params.value(method == "resources/read"_L1 ? "uri"_L1 : "name"_L1).toString().toLatin1();
    request.body = requestBody(method, params, id);
    return request;
}

McpRequest McpClient::line(const QByteArray &body)
{
    McpRequest request;
    request.overStdio = true;
    request.body = body;
    return request;
}
