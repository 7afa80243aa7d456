// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "archive_maker.h"
#include "core/skills/source/github_sources.h"
#include "fake_github.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>

[[nodiscard]] inline QByteArray skillMd(const QByteArray &name, const QByteArray &description)
{
    return "---\nname: " + name + "\ndescription: " + description + "\n---\nBody\n";
}

[[nodiscard]] inline QByteArray archiveWith(const QByteArray &description)
{
    return makeArchive({{.name = "o-r-1/skills/a/SKILL.md", .content = skillMd("a", description)},
                        {.name = "o-r-1/skills/a/notes.md", .content = "notes"},
                        {.name = "o-r-1/other/b/SKILL.md", .content = skillMd("b", description)}});
}

/// As if GitHub had confirmed the copy three hours ago.
void makeOlder(const QString &stateFile);

/// What tests of sources on GitHub have in common: each has a cache of its own, and no address from outside.
class GitHubTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { qunsetenv("SKILLS_BACKEND_GITHUB_URL"); }

protected:
    [[nodiscard]] SkillsConfig config(const QList<QByteArray> &urls) const;
    [[nodiscard]] QString cache() const { return m_dir->filePath(QStringLiteral("cache")); }
    std::unique_ptr<QTemporaryDir> m_dir;
};
