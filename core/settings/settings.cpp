// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/settings.h"

QString backendKindName(BackendKind kind)
{
    switch (kind) {
    case BackendKind::Builtin:
        return QStringLiteral("builtin");
    case BackendKind::ClaudeSkillsMcp:
        return QStringLiteral("claude-skills-mcp");
    case BackendKind::Custom:
        return QStringLiteral("custom");
    }
    Q_UNREACHABLE();
}

std::optional<BackendKind> backendKindFromName(const QString &name)
{
    for (const BackendKind kind : {BackendKind::Builtin, BackendKind::ClaudeSkillsMcp, BackendKind::Custom}) {
        if (backendKindName(kind) == name)
            return kind;
    }
    return std::nullopt;
}
