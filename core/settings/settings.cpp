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
    for (const BackendKind kind : AllBackendKinds) {
        if (backendKindName(kind) == name)
            return kind;
    }
    return std::nullopt;
}

void Settings::useKind(BackendKind other)
{
    if (other == kind)
        return;
    const QStringList taken = otherArguments.take(other);
    if (!arguments.isEmpty())
        otherArguments.insert(kind, arguments);
    kind = other;
    arguments = taken;
}

QStringList Settings::argumentsOf(BackendKind one) const
{
    return one == kind ? arguments : otherArguments.value(one);
}

void Settings::setArgumentsOf(BackendKind one, const QStringList &value)
{
    if (one == kind)
        arguments = value;
    else if (value.isEmpty())
        otherArguments.remove(one);
    else
        otherArguments.insert(one, value);
}
