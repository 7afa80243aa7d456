// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/skills_config.h"

#include "core/skills/source/config_reader.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonParseError>

static constexpr qint64 MaximumSize = 1024 * 1024;

static SkillSource localSource(const QString &path)
{
    SkillSource source;
    source.path = path;
    return source;
}

static SkillSource gitHubSource(const QString &owner, const QString &repository)
{
    SkillSource source;
    source.kind = SkillSource::GitHub;
    source.owner = owner;
    source.repository = repository;
    source.url = QStringLiteral("https://github.com/%1/%2").arg(owner, repository);
    return source;
}

SkillsConfig SkillsConfig::defaults()
{
    SkillsConfig config;
    for (const char *folder :
         {".agents/skills", ".claude/skills", ".codex/skills", ".gemini/skills", ".cursor/skills", ".copilot/skills",
          ".config/agents/skills", ".config/opencode/skills", ".config/goose/skills", ".hermes/skills",
          ".openclaw/skills", ".factory/skills", ".codeium/windsurf/skills", ".gemini/antigravity/skills",
          ".claude/plugins/cache", ".codex/plugins/cache"})
        config.sources.append(localSource(QStringLiteral("~/") + QLatin1String(folder)));
    config.sources.append(gitHubSource(QStringLiteral("anthropics"), QStringLiteral("skills")));
    config.sources.append(gitHubSource(QStringLiteral("K-Dense-AI"), QStringLiteral("claude-scientific-skills")));
    config.embeddingModel = QStringLiteral("all-MiniLM-L6-v2");
    for (const char *suffix : {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"})
        config.imageExtensions.append(QLatin1String(suffix));
    for (const char *suffix : {".md", ".py", ".txt", ".json", ".yaml", ".yml", ".sh", ".r", ".ipynb", ".xml"})
        config.textExtensions.append(QLatin1String(suffix));
    return config;
}

QByteArray SkillsConfig::exampleJson()
{
    // The same file is compiled into the tray, which writes it too.
    QFile file(QStringLiteral(":/config/skills.json"));
    const bool isThere = file.open(QIODevice::ReadOnly);
    Q_ASSERT(isThere);
    return isThere ? file.readAll() : QByteArray();
}

static SkillsConfigResult failed(const QString &error)
{
    return {.config = {}, .error = error, .warnings = {}};
}

/// "line 3, column 7", both from 1; columns count characters.
static QString position(const QByteArray &bytes, qsizetype offset)
{
    const QByteArray before = bytes.left(offset);
    const QString line = QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1));
    return QStringLiteral("line %1, column %2").arg(before.count('\n') + 1).arg(line.toUcs4().size() + 1);
}

SkillsConfigResult readSkillsConfig(const QString &file)
{
    const auto about = [&file](const QString &cause) { return failed(QStringLiteral("%1: %2").arg(file, cause)); };
    const QFileInfo info(file);
    if (!info.exists())
        return about(QStringLiteral("there is no such file"));
    if (!info.isFile()) // a FIFO would block
        return about(QStringLiteral("it is not a file"));
    QFile content(file);
    if (!content.open(QIODevice::ReadOnly))
        return about(QStringLiteral("it cannot be read (%1)").arg(content.errorString()));
    const QByteArray bytes = content.read(MaximumSize + 1);
    if (bytes.size() > MaximumSize)
        return about(QStringLiteral("it is larger than 1 MiB"));
    if (bytes.trimmed().isEmpty())
        return about(QStringLiteral("it is empty"));
    if (bytes.startsWith("\xEF\xBB\xBF"))
        return failed(QStringLiteral("%1, line 1, column 1: it begins with a byte order mark").arg(file));
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &fault);
    if (fault.error != QJsonParseError::NoError) {
        const qsizetype offset = std::clamp<qsizetype>(fault.offset, 0, bytes.size());
        return failed(QStringLiteral("%1, %2: %3").arg(file, position(bytes, offset), fault.errorString()));
    }
    if (!document.isObject())
        return about(QStringLiteral("it has to be an object: { … }"));
    ConfigReader reader(document.object());
    SkillsConfig config = reader.read();
    if (!reader.error().isEmpty())
        return about(reader.error());
    return {.config = config, .error = {}, .warnings = reader.warnings()};
}
