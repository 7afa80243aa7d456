// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/skill_reader.h"

#include "core/skills/frontmatter/frontmatter.h"
#include "core/skills/reading/digest.h"
#include "core/skills/reading/file_listing.h"
#include "core/skills/reading/inside_file.h"
#include "core/skills/reading/main_file.h"
#include "core/skills/reading/media_type.h"
#include "core/skills/reading/skill_fields.h"
#include "core/skills/reading/skill_rules.h"

#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <cerrno>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

static const QString SkillMd = QStringLiteral("SKILL.md");

static SkillReading skipped(const QString &file, int line, const QString &reason)
{
    SkillReading reading;
    reading.error = QStringLiteral("%1, line %2: %3").arg(file).arg(line).arg(reason);
    reading.skipped = {.file = file, .line = line, .reason = reason};
    return reading;
}

/// One segment of an address that leads nowhere else: most names stay as they are.
static QString segmentOf(const QString &name)
{
    if (name == QStringLiteral(".") || name == QStringLiteral(".."))
        return QString(name).replace(u'.', QStringLiteral("%2E"));
    return QString(name).replace(u'%', QStringLiteral("%25")).replace(u'/', QStringLiteral("%2F"));
}

/// The line of SKILL.md in which its content begins; the first one if that cannot be told.
static int contentLineOf(const QByteArray &file, const QString &content)
{
    qsizetype end = file.size();
    while (end > 0 && QChar::isSpace(uchar(file[end - 1])))
        --end;
    const QByteArray bytes = file.first(end);
    // Nearly always it is the end of the file, and counting is enough.
    if (!bytes.contains('\r') && bytes.endsWith(content.right(100).toUtf8()))
        return int(bytes.count('\n') - content.count(u'\n')) + 1;
    const QString text = QString::fromUtf8(bytes).replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
    const qsizetype at = text.lastIndexOf(content);
    return at < 0 ? 1 : int(QStringView(text).first(at).count(u'\n')) + 1;
}

SkillReading skillFromBytes(const QByteArray &bytes, const QString &file, Skill &skill)
{
    const Frontmatter frontmatter = readFrontmatter(bytes);
    const QString folder = file.section(u'/', -2, -2);
    if (!frontmatter.error.isEmpty()) {
        const QString fault = placeholderFault(frontmatter.yaml);
        return skipped(file, std::max(frontmatter.line, 1), fault.isEmpty() ? frontmatter.error : fault);
    }
    if (const QString error = fillFields(skill, frontmatter, folder); !error.isEmpty())
        return skipped(file, 1, error);
    skill.contentLine = contentLineOf(bytes, skill.content);
    skill.uriPath = segmentOf(skill.name);
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
    file.isText = file.path == SkillMd || (isTextByName && isUtf8(bytes)); // the reader knows how to read that one
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

static void beat(const ReadingRules &rules)
{
    if (rules.pulse)
        rules.pulse->beat();
}

/// A folder as it lies there, nothing of it read.
struct FolderView
{
    MainFile main;
    FileListing listing; // without the main file
    FileStamp mainStamp;
};

static FolderView viewOf(const QByteArray &folder, const ReadingRules &rules)
{
    beat(rules);
    FolderView view;
    view.main = findMainFile(folder, rules.followsLinks);
    view.listing = listFiles(folder, view.main.linkedFolder());
    QList<ListedFile> &files = view.listing.files;
    const auto main = std::find_if(files.begin(), files.end(),
                                   [&view](const ListedFile &file) { return file.path == view.main.name; });
    struct stat info = {};
    if (main != files.end()) {
        view.mainStamp = main->stamp;
        files.erase(main);
    } else if (view.main.isThere() && stat((folder + '/' + view.main.name).constData(), &info) == 0) {
        view.mainStamp = stampOf(info); // the listing was full before it came to this one
    }
    return view;
}

static quint64 fingerprint(const FolderView &view)
{
    size_t seed = qHash(view.main.target);
    qint64 newest = 0;
    const auto add = [&](const QByteArray &path, const FileStamp &stamp) {
        seed = qHashMulti(seed, path, stamp.device, stamp.inode, stamp.size, stamp.modified, stamp.changed);
        newest = std::max(newest, stamp.changed);
    };
    add(view.main.name, view.mainStamp);
    for (const ListedFile &file : view.listing.files)
        add(file.path, file.stamp);
    // Two writes within one tick of the kernel's clock leave the same stamp.
    const qint64 age = QDateTime::currentMSecsSinceEpoch() - newest / 1'000'000;
    return age < 100 ? 0 : seed | 1;
}

quint64 fingerprintOf(const QString &directory, const ReadingRules &rules)
{
    return fingerprint(viewOf(QFile::encodeName(directory), rules));
}

std::optional<QByteArray> readSkillFile(const Skill &skill, const QString &path)
{
    const QString name = path == SkillMd ? skill.mainFile : path;
    if (name.startsWith(u'/') && path == SkillMd)
        return readInside(QFile::encodeName(name.section(u'/', 0, -2)), QFile::encodeName(name.section(u'/', -1)),
                          SkillFileMaximumSize);
    std::optional<QByteArray> bytes =
        readInside(QFile::encodeName(skill.directory), QFile::encodeName(name), SkillFileMaximumSize);
    if (!bytes && !skill.linkedFolder.isEmpty())
        bytes = readInside(QFile::encodeName(skill.linkedFolder), QFile::encodeName(name), SkillFileMaximumSize);
    return bytes;
}

/// Files below another skill are its documents, not those of the skill around it.
static void leaveToInnerSkills(QList<SkillFile> &files)
{
    QStringList inner;
    for (const SkillFile &file : std::as_const(files)) {
        if (file.path.endsWith(u'/' + SkillMd))
            inner.append(file.path.chopped(SkillMd.size()));
    }
    for (SkillFile &file : files) {
        if (std::any_of(inner.begin(), inner.end(), [&](const QString &below) { return file.path.startsWith(below); }))
            file.isDocument = false;
    }
}

/// Why there are no bytes of a SKILL.md.
static QString reasonOf(const MainFile &main)
{
    if (main.isUsable)
        return QStringLiteral("it cannot be read, is no ordinary file, or is larger than 2 MiB");
    if (main.fault == ELOOP)
        return QStringLiteral("it is a link that leads to itself");
    if (main.fault != 0)
        return QStringLiteral("it is a link that leads nowhere: %1").arg(qt_error_string(main.fault).toLower());
    return QStringLiteral("it is a link that leads out of its folder, and not to a SKILL.md of the folder's owner");
}

SkillReading readSkill(const QString &directory, const QString &shownDirectory, const QString &source,
                       const ReadingRules &rules)
{
    const QByteArray folder = QFile::encodeName(directory);
    const FolderView view = viewOf(folder, rules);
    const QString mainName = QString::fromUtf8(view.main.isThere() ? view.main.name : QByteArray("SKILL.md"));
    const QString skillMd = shownDirectory + u'/' + mainName;
    SkillReading reading;
    FileStamp stamp;
    const std::optional<QByteArray> bytes = view.main.read(folder, SkillMdMaximumSize, &stamp);
    auto skill = std::make_shared<Skill>();
    reading = bytes ? skillFromBytes(*bytes, skillMd, *skill) : skipped(skillMd, 1, reasonOf(view.main));
    reading.fingerprint = fingerprint(view);
    const qint64 age = QDateTime::currentMSecsSinceEpoch() - stamp.changed / 1'000'000;
    if (!reading.error.isEmpty()) {
        reading.isUnsettled = bytes && age >= 0 && age < 200; // maybe half written
        return reading;
    }

    skill->source = source;
    skill->source.squeeze(); // whoever put it together left room at its end
    skill->directory = directory;
    // Most of what many skills weigh is their texts, and few of them are ever looked at.
    skill->contentIsInFile = !rules.keepsContent;
    if (skill->contentIsInFile)
        skill->content.clear();
    if (mainName != SkillMd || !view.main.target.isEmpty()) // else it is one text for all skills
        skill->mainFile = QFile::decodeName(view.main.target.isEmpty() ? view.main.name : view.main.target);
    skill->linkedFolder = QFile::decodeName(view.main.linkedFolder());
    if (mainName != SkillMd)
        skill->leniencies.append(QStringLiteral("its file has to be called SKILL.md, not %1").arg(mainName));
    skill->files.reserve(view.listing.files.size() + 1);
    SkillFile main;
    main.path = SkillMd;
    fill(main, *bytes, rules);
    skill->files.append(main);
    reading.isUnsettled = view.main.target.isEmpty() && stamp != view.mainStamp;
    qint64 total = main.size;
    for (const ListedFile &listed : view.listing.files) {
        SkillFile file;
        file.path = QString::fromUtf8(listed.path);
        if (file.path == SkillMd)
            continue; // the main file has this name already
        beat(rules);
        total += listed.stamp.size;
        std::optional<QByteArray> content;
        FileStamp now = listed.stamp;
        if (isWorthReading(file.path, total, skill->files.size() + 1, rules)) {
            content = readInside(folder, listed.path, SkillFileMaximumSize, &now);
            if (!content && !skill->linkedFolder.isEmpty())
                content = readInside(view.main.linkedFolder(), listed.path, SkillFileMaximumSize, &now);
        }
        if (content)
            fill(file, *content, rules);
        else
            fillUnread(file, listed.stamp.size, rules);
        reading.isUnsettled = reading.isUnsettled || (content && now != listed.stamp);
        skill->files.append(file);
    }
    std::sort(skill->files.begin(), skill->files.end(),
              [](const SkillFile &a, const SkillFile &b) { return isPathBefore(a.path, b.path); });
    leaveToInnerSkills(skill->files);
    const QString folderName = shownDirectory.mid(shownDirectory.lastIndexOf(u'/') + 1);
    if (skill->brokenRule.isEmpty() && !view.listing.oddity.isEmpty())
        skill->brokenRule = view.listing.oddity;
    if (skill->brokenRule.isEmpty())
        skill->brokenRule = brokenRuleOf(*skill, folderName);
    reading.skill = skill;
    return reading;
}
