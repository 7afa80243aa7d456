// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QProcess>
#include <QTemporaryDir>

/// One skills-backend with a home of its own, ended with this object.
class ServerRun
{
public:
    /// Whom the tray's own addresses answer.
    static constexpr char Secret[] = "sesame";

    ServerRun();
    ~ServerRun();

    /// Puts a skill into the folder that the config names.
    void writeSkill(const QString &name, const QByteArray &description, const QByteArray &body = "Do it.\n");
    void writeSkills(int count);
    /// Names skillsFolder(), and then `moreSources` (", {…}").
    void writeConfig(const QByteArray &moreSources = {});
    [[nodiscard]] QString file(const QString &relative) const { return m_home.filePath(relative); }
    [[nodiscard]] QString skillsFolder() const { return file(QStringLiteral("skills")); }
    [[nodiscard]] QString usualConfig() const { return file(QStringLiteral("config/skills-tray/skills.json")); }

    /// Before the start: where GitHub is; else nobody is there.
    void askGitHubAt(const QString &address);
    /// With exactly these arguments.
    void launch(const QStringList &arguments);
    /// On a free port with the config, until every skill is loaded.
    [[nodiscard]] bool start(const QStringList &more = {}, const QByteArray &moreSources = {});
    /// The exit status, once it has ended; -1: it was killed or still runs.
    [[nodiscard]] int exitStatus(int milliseconds = 10'000);
    void terminate();

    QProcess process;
    quint16 port = 0;
    QByteArray log; // what came on stderr
    QByteArray out;
    QByteArray model = R"("words")";   // the config's embedding_model, as JSON
    QByteArray answers = R"("brief")"; // likewise
    QByteArray moreKeys;               // of the config (", "key": …")

private:
    QTemporaryDir m_home;
};

/// Deadlines below a second get four times the room when the machine is busy, or shared with other tests, or the build
/// is a slow one.
[[nodiscard]] double room();
