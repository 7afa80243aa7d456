// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// One place that skills come from.
struct SkillSource
{
    enum Kind { Local, GitHub } kind = Local;
    QString path;              // local: as written; ~ is expanded when it is read
    QString owner, repository; // GitHub
    QString branch, subPath;   // GitHub; empty: the default branch, the whole repository
    QString url;               // GitHub: as written
    bool operator==(const SkillSource &) const = default;
};

/// The backend's JSON config as one value; keys as the original's (shared by all backends). Defaults are the
/// original's.
struct SkillsConfig
{
    QList<SkillSource> sources;
    std::optional<QString> embeddingModel;
    int defaultTopK = 3;                     // 1-100
    std::optional<int> maxSkillContentChars; // none: all
    bool loadSkillDocuments = true;
    qint64 maxImageSizeBytes = 5 * 1024 * 1024;
    QStringList imageExtensions;
    QStringList textExtensions;
    bool autoUpdateEnabled = true;
    int autoUpdateIntervalMinutes = 60;
    QString gitHubToken;
    bool answersBriefly = true;               // "answers": "brief"; else as the original does
    int answerCharacters = 20'000;            // of a brief answer, at most
    bool serveInternalSkills = false;         // those whose frontmatter says metadata.internal: true
    QStringList allowedHosts, allowedOrigins; // beside our own, see OwnHost
    bool operator==(const SkillsConfig &) const = default;

    [[nodiscard]] static SkillsConfig defaults();
    [[nodiscard]] static QByteArray exampleJson(); // what --example-config prints and a first start writes
};

struct SkillsConfigResult
{
    SkillsConfig config;
    QString error;        // one line: file, line and column or key, and what is wrong; empty: config is good
    QStringList warnings; // one line each: keys that nobody knows
};
/// A GitHub address as people write it: https://github.com/OWNER/REPO[/tree/BRANCH[/SUB/PATH]] or OWNER/REPO.
[[nodiscard]] std::optional<SkillSource> parseGitHubSource(const QString &url);
/// Never falls back to defaults: a bad file is an error.
[[nodiscard]] SkillsConfigResult readSkillsConfig(const QString &file);
