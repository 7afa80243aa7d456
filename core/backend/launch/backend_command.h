// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/paths.h"
#include "core/settings/settings.h"

#include <QStringList>

/// The pinned package: later versions do not exist, and mcp 2.x does not work with it.
inline constexpr auto ClaudeSkillsMcpPackage = "claude-skills-mcp-backend==1.0.6";

/// What is looked for: a name for PATH, or a path. Empty when a custom backend has none.
[[nodiscard]] QString backendProgram(const Settings &settings, const QString &builtinProgram);
[[nodiscard]] QStringList backendArguments(const Settings &settings, const Paths &paths);
/// NAME=VALUE, in addition to what every backend gets.
[[nodiscard]] QStringList backendExtraEnvironment(BackendKind kind);
/// uvx's own arguments, up to and with the package.
[[nodiscard]] QStringList uvxPackageArguments();
/// The JSON config: as set (with ~ and relative to our config directory), or our own.
[[nodiscard]] QString backendConfigFile(const Settings &settings, const Paths &paths);
/// Whether the backend is told about that file at all; a custom one only with {config}.
[[nodiscard]] bool usesConfigFile(const Settings &settings);
/// {host} {port} {config} filled in, once; all other braces stay.
[[nodiscard]] QString fillPlaceholders(const QString &argument, const QString &host, int port, const QString &config);
