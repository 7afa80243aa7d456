// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/clients/client_snippets.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

static const QString ServerName = QStringLiteral("skills");

// The brackets of an IPv6 address are a pattern to some shells.
static QString shellWord(const QString &word)
{
    const bool plain = std::all_of(word.cbegin(), word.cend(), [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || QStringLiteral(":/._-").contains(c);
    });
    if (plain && !word.isEmpty())
        return word;
    return QStringLiteral("'%1'").arg(QString(word).replace(u'\'', QStringLiteral("'\\''")));
}

static QString jsonText(const QString &key, const QJsonObject &server)
{
    const QJsonObject whole{{key, QJsonObject{{ServerName, server}}}};
    return QString::fromUtf8(QJsonDocument(whole).toJson(QJsonDocument::Indented));
}

QString claudeCodeSnippet(const QString &mcpUrl)
{
    return QStringLiteral("claude mcp add --transport http %1 %2").arg(ServerName, shellWord(mcpUrl));
}

QString cursorSnippet(const QString &mcpUrl)
{
    return jsonText(QStringLiteral("mcpServers"), {{QStringLiteral("url"), mcpUrl}});
}

QString vsCodeSnippet(const QString &mcpUrl)
{
    return jsonText(QStringLiteral("servers"),
                    {{QStringLiteral("type"), QStringLiteral("http")}, {QStringLiteral("url"), mcpUrl}});
}

QString commandSnippet(const QStringList &command)
{
    return jsonText(QStringLiteral("mcpServers"),
                    {{QStringLiteral("command"), command.value(0)},
                     {QStringLiteral("args"), QJsonArray::fromStringList(command.mid(1))}});
}
