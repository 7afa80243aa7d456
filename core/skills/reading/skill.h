// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <QStringView>

#include <memory>

/// One file of a skill; SKILL.md is one too.
struct SkillFile
{
    QString path;         // relative to the skill's directory, '/' between segments
    qint64 size = 0;      // bytes
    qint64 shownSize = 0; // what the original calls its size: of a text the characters (line ends as \n), else bytes
    QByteArray digest;    // SHA-256 over the raw bytes, 64 lower-case hex digits; empty: too large to be read
    QString mimeType;
    bool isText = false;     // valid UTF-8 by content and a text file by the config's extensions
    bool isDocument = false; // offered by the tools (the config's extension and size rules); never SKILL.md
    bool operator==(const SkillFile &) const = default;
};

/// The order of paths: by code points, as bytes of UTF-8 have it.
[[nodiscard]] bool isPathBefore(QStringView a, QStringView b);

/// The same letters, each with its accents as one character (Unicode's form C): who types a name or a path does not
/// know which way it is written.
[[nodiscard]] QString inOnePiece(const QString &text);

/// One skill as it was read at one moment.
struct Skill
{
    QString name;           // frontmatter's, never empty
    QString description;    // frontmatter's, may be empty only when not conforming
    QString source;         // as the original words it: a path or a GitHub URL
    QString directory;      // absolute, canonical
    QString uriPath;        // PATH of skill://PATH/FILE; its last segment equals the name when conforming
    QByteArray frontmatter; // the whole YAML as a JSON object's text: as an object it takes three times the memory
    QString content;        // SKILL.md without its frontmatter; empty if that is left in the file: contentOf() reads it
    bool contentIsInFile = false;
    int contentLine = 1;    // where it begins in SKILL.md; the first line is 1
    QList<SkillFile> files; // sorted by isPathBefore(); SKILL.md among them
    QString brokenRule; // empty: conforms to the Agent Skills format and the Skills extension; else the rule in words
    QStringList leniencies; // what was read although it is not as the format wants it, in words; empty: nothing

    bool modelInvocable = true; // false: "disable-model-invocation: true", offered to users only
    bool userInvocable = true;  // false: "user-invocable: false", no command for users
    bool internal = false;      // "metadata.internal: true", served only if the config says so

    QString origin;     // a short name of where it comes from: the plugin, else the source
    QString calledName; // tells it apart from all others of its set: its name, or ORIGIN/NAME; empty: its name
    QStringList places; // where else the very same files lie, as `source` words it

    QString mainFile = QStringLiteral("SKILL.md"); // what SKILL.md is called there; absolute: a link leads there
    QString linkedFolder; // where links of the folder may lead, each to the file of the same name; empty: nowhere
};

/// A SKILL.md that is not served.
struct SkippedSkill
{
    QString file; // as people know it
    int line = 0; // of the fault, the first is 1
    QString reason;
    bool operator==(const SkippedSkill &) const = default;
};

/// All skills that are served at one moment. Immutable: readers keep theirs while a newer one is made.
struct SkillSet
{
    QList<std::shared_ptr<const Skill>> skills; // earlier source first, then by name
    QList<SkippedSkill> skipped;                // by file
    /// The skill that is called so; else the first that has this name. A name that ends with "…" was too long to be
    /// shown whole: the one that begins so.
    [[nodiscard]] std::shared_ptr<const Skill> find(const QString &name) const;
};
