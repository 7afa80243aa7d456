// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

// What a client has to be told so that it finds the backend, ready to paste. It never holds a secret.
// Formats as documented by the clients, looked up in November 2026:
//   Claude Code  `claude mcp add --transport http NAME URL`        https://code.claude.com/docs/en/mcp
//   Cursor       ~/.cursor/mcp.json, mcpServers.NAME.url           https://cursor.com/docs/mcp
//   Claude Desktop  claude_desktop_config.json, mcpServers.NAME.command and .args
//   https://modelcontextprotocol.io/docs/develop/connect-local-servers
//   VS Code      .vscode/mcp.json, servers.NAME.type and .url
//   https://code.visualstudio.com/docs/copilot/reference/mcp-configuration

/// A command for a terminal.
[[nodiscard]] QString claudeCodeSnippet(const QString &mcpUrl);
/// The JSON of Cursor's mcp.json.
[[nodiscard]] QString cursorSnippet(const QString &mcpUrl);
/// The JSON of VS Code's .vscode/mcp.json.
[[nodiscard]] QString vsCodeSnippet(const QString &mcpUrl);
/// The JSON of clients that start their servers themselves, such as Claude Desktop's claude_desktop_config.json.
[[nodiscard]] QString commandSnippet(const QStringList &command);
