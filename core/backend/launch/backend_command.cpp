// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/backend_command.h"

#include <QDir>

static QString withHome(const QString &path)
{
    if (path == QStringLiteral("~") || path.startsWith(QStringLiteral("~/")))
        return QDir::homePath() + path.mid(1);
    return path;
}

QString backendProgram(const Settings &settings, const QString &builtinProgram)
{
    switch (settings.kind) {
    case BackendKind::Builtin:
        return builtinProgram;
    case BackendKind::ClaudeSkillsMcp:
        return QStringLiteral("uvx");
    case BackendKind::Custom:
        return withHome(settings.command.trimmed());
    }
    Q_UNREACHABLE();
}

QStringList uvxPackageArguments()
{
    return {QStringLiteral("--python"), QStringLiteral("3.12"), QStringLiteral("--with"),
            QStringLiteral("mcp>=1.23,<2"), QLatin1String(ClaudeSkillsMcpPackage)};
}

QStringList backendArguments(const Settings &settings, const Paths &paths)
{
    const QString config = backendConfigFile(settings, paths);
    QStringList arguments;
    if (settings.kind == BackendKind::Custom) {
        for (const QString &argument : settings.arguments)
            arguments.append(fillPlaceholders(argument, settings.host, settings.port, config));
        return arguments;
    }
    if (settings.kind == BackendKind::ClaudeSkillsMcp)
        arguments = uvxPackageArguments();
    arguments << QStringLiteral("--host") << settings.host << QStringLiteral("--port") << QString::number(settings.port)
              << QStringLiteral("--config") << config;
    return arguments + settings.arguments;
}

QStringList backendExtraEnvironment(BackendKind kind)
{
    // Without it uv fetches the ordinary Linux build of torch, with gigabytes of CUDA packages.
    if (kind == BackendKind::ClaudeSkillsMcp)
        return {QStringLiteral("UV_TORCH_BACKEND=cpu")};
    return {};
}

QString backendConfigFile(const Settings &settings, const Paths &paths)
{
    if (settings.config.isEmpty())
        return paths.skillsConfigFile();
    return QDir::cleanPath(QDir(paths.config).absoluteFilePath(withHome(settings.config)));
}

bool usesConfigFile(const Settings &settings)
{
    return settings.kind != BackendKind::Custom || settings.arguments.join(u' ').contains(QStringLiteral("{config}"));
}

QString fillPlaceholders(const QString &argument, const QString &host, int port, const QString &config)
{
    const std::pair<QString, QString> values[] = {
        {QStringLiteral("{host}"), host},
        {QStringLiteral("{port}"), QString::number(port)},
        {QStringLiteral("{config}"), config},
    };
    // One pass: a path that happens to contain {port} stays what it is.
    QString filled;
    qsizetype at = 0;
    while (at < argument.size()) {
        bool found = false;
        for (const auto &[name, value] : values) {
            if (QStringView(argument).mid(at).startsWith(name)) {
                filled += value;
                at += name.size();
                found = true;
                break;
            }
        }
        if (!found)
            filled += argument.at(at++);
    }
    return filled;
}
