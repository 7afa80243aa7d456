// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QMap>
#include <QRandomGenerator>
#include <QString>

/// A folder of skills whose files say which revision they are, and which it changes in every way that editors do.
///
/// A revision is never used twice, so bytes that agree with their own words are whole.
class ChangingSkills
{
public:
    /// Writes `count` skills to `folder`. `aside`: a folder on the same disk that nobody watches.
    ChangingSkills(const QString &folder, const QString &aside, int count);

    /// One change at random: a file rewritten in place, replaced, a skill added or taken away.
    void changeSomething();
    [[nodiscard]] int changes() const { return m_changes; }
    /// What lies on the disk now: path below the folder -> bytes.
    [[nodiscard]] QMap<QString, QByteArray> files() const { return m_files; }

    [[nodiscard]] static QByteArray skillMd(const QString &name, int revision);
    [[nodiscard]] static QByteArray notes(const QString &name, int revision);
    /// SKILL.md without its frontmatter, trimmed.
    [[nodiscard]] static QString content(const QString &name, int revision);
    [[nodiscard]] static QString description(const QString &name, int revision);
    /// The revision that a description or notes name first; -1: none.
    [[nodiscard]] static int revisionOf(const QString &text);

private:
    void writeInPlace(const QString &path, const QByteArray &bytes);
    void replace(const QString &path, const QByteArray &bytes);
    void add(bool atOnce);
    void remove(const QString &name);
    [[nodiscard]] QString anyName();

    const QString m_folder;
    const QString m_aside;
    QRandomGenerator m_random{20'261'125};
    QMap<QString, QByteArray> m_files;
    QStringList m_names;
    int m_revision = 0;
    int m_lastNumber = 0;
    int m_changes = 0;
};
