// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/skill_reader.h"

#include "core/skills/reading/digest.h"
#include "core/skills/reading/file_listing.h"
#include "core/skills/reading/frontmatter.h"
#include "core/skills/reading/inside_file.h"
#include "core/skills/reading/log_category.h"
#include "core/skills/reading/media_type.h"
#include "core/skills/reading/skill_rules.h"

#include <QDateTime>
#include <QFile>
#include <QStringDecoder>
#include <QUrl>

#include <algorithm>

static const QString SkillMd = QStringLiteral("SKILL.md");

bool isPrivateFolder(const QByteArray &name)
{
    return name == ".git" || name == ".hg" || name == ".svn";
}

static QString sentence(const QString &file, int line, const QString &cause)
{
    return QStringLiteral("%1, line %2: %3").arg(file).arg(line).arg(cause);
}

/// A scalar as a name or a description; also numbers and the like, which only a strict reader minds.
static QString textOf(const QJsonValue &value)
{
    return value.toVariant().toString().trimmed();
}

SkillReading skillFromBytes(const QByteArray &bytes, const QString &file, Skill &skill)
{
    const Frontmatter frontmatter = readFrontmatter(bytes);
    QString error = frontmatter.error;
    const QJsonValue name = frontmatter.values.value(u"name");
    const QJsonValue description = frontmatter.values.value(u"description");
    if (error.isEmpty() && (textOf(name).isEmpty() || name.isObject() || name.isArray()))
        error = QStringLiteral("its frontmatter has no \"name\"");
    else if (error.isEmpty() && (description.isUndefined() || description.isNull()))
        error = QStringLiteral("its frontmatter has no \"description\"");
    if (!error.isEmpty())
        return {.skill = {}, .error = sentence(file, std::max(frontmatter.line, 1), error)};
    skill.name = textOf(name);
    skill.description = textOf(description);
    skill.frontmatter = frontmatter.values;
    skill.content = frontmatter.body;
    skill.brokenRule = frontmatter.oddity;
    skill.uriPath = QString::fromLatin1(QUrl::toPercentEncoding(skill.name));
    return {};
}

/// As the original counts: characters, a line end of two bytes as one.
static qint64 shownSizeOf(const QByteArray &bytes)
{
    qint64 count = 0;
    for (const char byte : bytes)
        count += (byte & 0xC0) != 0x80;
    return count - bytes.count("\r\n");
}

static bool isUtf8(const QByteArray &bytes)
{
    return bytes.isValidUtf8();
}

static void fill(SkillFile &file, const QByteArray &bytes, const ReadingRules &rules)
{
    const QString suffix = suffixOf(file.path);
    const bool isSkillMd = file.path == SkillMd || file.path.endsWith(QStringLiteral("/SKILL.md"));
    const bool isTextByName = isSkillMd || rules.textExtensions.contains(suffix);
    file.size = bytes.size();
    file.digest = digestOf(bytes);
    file.isText = isTextByName && isUtf8(bytes);
    file.shownSize = file.isText ? shownSizeOf(bytes) : file.size;
    file.mimeType = mediaTypeOf(file.path, file.isText);
    const bool isImage = !isTextByName && rules.imageExtensions.contains(suffix);
    file.isDocument = rules.documents && !isSkillMd && (file.isText || isImage);
}

/// A file that is too large to be read is told of by its name; an image stays a document, as its link.
static void fillUnread(SkillFile &file, qint64 size, const ReadingRules &rules)
{
    const QString suffix = suffixOf(file.path);
    file.size = size;
    file.shownSize = size;
    file.mimeType = mediaTypeOf(file.path, false);
    file.isDocument =
        rules.documents && !rules.textExtensions.contains(suffix) && rules.imageExtensions.contains(suffix);
}

/// Files are larger than their folder's rules allow to be offered whole; beyond that only documents are read.
static bool isWorthReading(const QString &path, qint64 total, qsizetype count, const ReadingRules &rules)
{
    if (total <= SkillMaximumSize && count <= SkillMaximumFiles)
        return true;
    return rules.documents && rules.textExtensions.contains(suffixOf(path));
}

static quint64 fingerprint(const FileListing &listing)
{
    size_t seed = 0;
    qint64 newest = 0;
    for (const ListedFile &file : listing.files) {
        const FileStamp &stamp = file.stamp;
        seed = qHashMulti(seed, file.path, stamp.device, stamp.inode, stamp.size, stamp.modified, stamp.changed);
        newest = std::max(newest, stamp.changed);
    }
    // Two writes within one tick of the kernel's clock leave the same stamp.
    const qint64 age = QDateTime::currentMSecsSinceEpoch() - newest / 1'000'000;
    return age < 100 ? 0 : seed | 1;
}

quint64 fingerprintOf(const QString &directory)
{
    return fingerprint(listFiles(QFile::encodeName(directory)));
}

SkillReading readSkill(const QString &directory, const QString &shownDirectory, const QString &source,
                       const ReadingRules &rules)
{
    const QByteArray folder = QFile::encodeName(directory);
    const QString skillMd = shownDirectory + QStringLiteral("/SKILL.md");
    const FileListing listing = listFiles(folder);
    SkillReading reading;
    FileStamp stamp;
    const std::optional<QByteArray> bytes = readInside(folder, "SKILL.md", SkillMdMaximumSize, &stamp);
    auto skill = std::make_shared<Skill>();
    if (!bytes)
        reading.error = sentence(skillMd, 1,
                                 QStringLiteral("it cannot be read, is a link that leads out of its folder, "
                                                "or is larger than 2 MiB"));
    else
        reading = skillFromBytes(*bytes, skillMd, *skill);
    reading.fingerprint = fingerprint(listing);
    const qint64 age = QDateTime::currentMSecsSinceEpoch() - stamp.changed / 1'000'000;
    if (!reading.error.isEmpty()) {
        reading.isUnsettled = bytes && age >= 0 && age < 200; // maybe half written
        return reading;
    }

    skill->source = source;
    skill->directory = directory;
    // Most of what many skills weigh is their texts, and few of them are ever looked at.
    skill->content.clear();
    skill->contentIsInFile = true;
    qint64 total = 0;
    for (const ListedFile &listed : listing.files) {
        SkillFile file;
        file.path = QString::fromUtf8(listed.path);
        total += listed.stamp.size;
        std::optional<QByteArray> content;
        FileStamp now;
        if (file.path == SkillMd) {
            content = bytes;
            now = stamp;
        } else if (isWorthReading(file.path, total, skill->files.size() + 1, rules)) {
            content = readInside(folder, listed.path, SkillFileMaximumSize, &now);
        } else {
            now = listed.stamp;
        }
        if (content)
            fill(file, *content, rules);
        else
            fillUnread(file, listed.stamp.size, rules);
        reading.isUnsettled = reading.isUnsettled || (content && now != listed.stamp);
        skill->files.append(file);
    }
    const QString folderName = shownDirectory.mid(shownDirectory.lastIndexOf(u'/') + 1);
    if (skill->brokenRule.isEmpty() && !listing.oddity.isEmpty())
        skill->brokenRule = listing.oddity;
    if (skill->brokenRule.isEmpty())
        skill->brokenRule = brokenRuleOf(*skill, folderName);
    reading.skill = skill;
    return reading;
}
