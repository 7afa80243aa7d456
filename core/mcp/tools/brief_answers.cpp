// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/brief_answers.h"

#include "core/mcp/tools/image_type.h"
#include "core/mcp/tools/name_pattern.h"
#include "core/mcp/tools/original_texts.h"
#include "core/mcp/tools/resource_index.h"
#include "core/mcp/tools/skill_language.h"
#include "core/mcp/tools/tool_definitions.h"
#include "core/skills/frontmatter/blank_ends.h"
#include "core/skills/source/skill_catalogue.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

static ToolResult answer(const QString &text)
{
    return {{textContent(withoutBlankEnds(text))}, {}, {}};
}

BriefAnswers::BriefAnswers(SkillCatalogue &catalogue, const SkillsConfig &config)
    : m_catalogue(catalogue)
    , m_limits{config.answerCharacters, config.maxSkillContentChars}
    , m_maxImageBytes(config.maxImageSizeBytes)
{
}

void BriefAnswers::use(std::shared_ptr<const SkillSet> skills)
{
    m_skills = std::move(skills);
    m_languages.reset();
    m_byName.clear();
}

const QStringList &BriefAnswers::languages() const
{
    if (!m_languages)
        m_languages = languagesOf(*m_skills);
    return *m_languages;
}

QJsonArray BriefAnswers::definitions(const QString &version, int defaultTopK) const
{
    return briefTools(version, defaultTopK, eitherOf(languages()));
}

QString BriefAnswers::loadingLine() const
{
    const QString reading = stillReading(m_catalogue);
    return reading.isEmpty() ? QString() : "S"_L1 + reading.sliced(1) + " for all.\n"_L1;
}

QString BriefAnswers::laterLine() const
{
    const QString later = comingLater(m_catalogue);
    return later.isEmpty() ? QString() : later + ".\n"_L1;
}

QString BriefAnswers::nothingFound(const QString &question) const
{
    if (m_skills->skills.isEmpty())
        return u"There are no skills."_s;
    const QString known = eitherOf(languages());
    const QString asked = languageOf(question);
    const qsizetype count = m_skills->skills.size();
    const QString names =
        count == 1 ? u"list_skills names the one there is."_s : u"list_skills names all %1."_s.arg(count);
    if (!asked.isEmpty() && !known.isEmpty() && !languages().contains(asked)) {
        return u"No skill fits, but the question is in %1 and the skills are written in %2: ask again in %2. %3"_s.arg(
            asked, known, names);
    }
    if (asked.isEmpty() && !known.isEmpty())
        return u"No skill fits. The skills are written in %1: ask in %1, or in other words. %2"_s.arg(known, names);
    return u"No skill fits. Other words may find one; "_s + names;
}

ToolResult BriefAnswers::find(const QString &question, const QList<RankedSkill> &found, bool listDocuments) const
{
    const QString loading = loadingLine();
    if (found.isEmpty())
        return answer(loading + laterLine() +
                      (loading.isEmpty() || !m_skills->skills.isEmpty() ? nothingFound(question) : QString()));
    AnswerLimits limits = m_limits;
    limits.answer -= loading.size();
    return answer(loading + briefFoundText(found, listDocuments, limits));
}

QString BriefAnswers::portionText(const Skill &skill, const QString &path, const QString &text, TextPlace from,
                                  qsizetype room) const
{
    const int lines = linesOf(text);
    if (from.line > 1 && from.line > lines)
        return (path.isEmpty() ? u"The list of documents"_s : shortened(path, 200)) + " has only "_L1 +
               countOf(lines, "line"_L1) + u'.';
    const bool isMarkdown = path.endsWith(".md"_L1, Qt::CaseInsensitive);
    TextPortion portion = portionOf(text, from, room, isMarkdown);
    if (!portion.next)
        return portion.text;
    const qsizetype longest = longestReadOnNote(skill, path, lines, room);
    portion = portionOf(text, from, std::max<qsizetype>(room - longest, 1), isMarkdown);
    return portion.text + readOnNote(skill, path, portion.next.value_or(TextPlace{}), lines, room);
}

QString BriefAnswers::documentList(const Skill &skill, TextPlace from, qsizetype room) const
{
    QString text = u"SKILL.md"_s;
    for (const SkillFile &file : documentsOf(skill)) {
        text += u'\n' + file.path + (file.isText ? QString() : u" (image)"_s) + ", "_L1 +
                countOf(file.shownSize, file.isText ? "character"_L1 : "byte"_L1);
    }
    return portionText(skill, {}, text, from, room);
}

/// As the paths of its files are written: "./a.py" is one, and so is the whole path.
static QString withinSkill(const Skill &skill, const QString &path)
{
    const QString folder = skill.directory + u'/';
    const QString clean = QDir::cleanPath(path.startsWith(folder) ? path.sliced(folder.size()) : path);
    return clean == "."_L1 ? QString() : clean;
}

/// Without blanks around it, unless a file is called so.
static QString meantPath(const Skill &skill, const QString &path)
{
    const bool isThere = std::any_of(skill.files.begin(), skill.files.end(),
                                     [&path](const SkillFile &file) { return file.path == path; });
    return isThere ? path : path.trimmed();
}

ToolResult BriefAnswers::read(const DocumentWish &wish, const QString & /*version*/) const
{
    auto skill = m_skills->find(wish.skill);
    if (!skill)
        skill = m_skills->find(wish.skill.simplified()); // no name begins or ends with a blank, or has two side by side
    if (!skill) {
        if (const QString yet = whileReading(m_catalogue); !yet.isEmpty())
            return answer(u"There is no skill '%1'%2."_s.arg(shortened(wish.skill, 200), yet));
        return answer(u"There is no skill '%1'. find_helpful_skills finds one for a task, list_skills names all."_s.arg(
            shortened(wish.skill, 200)));
    }
    const QString wanted = inOnePiece(withinSkill(*skill, meantPath(*skill, wish.pattern)));
    if (wanted.isEmpty())
        return answer(documentList(*skill, wish.from, m_limits.answer));
    // Only what the catalogue has listed can match, so no pattern leads out of the skill's folder.
    QList<SkillFile> matching;
    const NamePattern pattern(wanted);
    for (const SkillFile &file : skill->files) {
        const QString path = inOnePiece(file.path);
        const bool isNamed = path == wanted;
        if (!(file.isDocument || (isNamed && file.path == "SKILL.md"_L1)) || !(isNamed || pattern.matches(path)))
            continue;
        if (isNamed) // it may be called "*.md", and then that one is meant
            matching.clear();
        matching.append(file);
        if (isNamed)
            break;
    }
    if (matching.isEmpty()) {
        const QString none = u"'%1' matches nothing of skill '%2', which has:\n"_s.arg(shortened(wish.pattern, 200),
                                                                                       shortened(wish.skill, 200));
        return answer(none + documentList(*skill, {}, m_limits.answer / 4 - none.size()));
    }
    if (matching.size() == 1 && matching.first().isText)
        return readDocument(*skill, matching.first(), wish);
    return readDocuments(*skill, matching, wish.withImages);
}

ToolResult BriefAnswers::readDocument(const Skill &skill, const SkillFile &file, const DocumentWish &wish) const
{
    const std::optional<QByteArray> content = m_catalogue.read(skill, file.path);
    if (!content)
        return {{}, {}, unreadSentence(m_catalogue, skill, file)};
    return answer(portionText(skill, file.path, decodedText(*content), wish.from, m_limits.answer));
}

/// A document among others: what is no Markdown stands in a fence that it cannot close.
static QString documentBlock(const QString &path, const QString &text)
{
    const QString title = "## "_L1 + path + "\n\n"_L1;
    if (path.endsWith(".md"_L1, Qt::CaseInsensitive))
        return title + text + "\n\n"_L1;
    QString fence = u"```"_s;
    while (text.contains(fence))
        fence += u'`';
    return title + fence + u'\n' + text + (text.endsWith(u'\n') ? QString() : u"\n"_s) + fence + "\n\n"_L1;
}

/// Names those that found no place, as many as fit.
static QString leftOutText(const QStringList &paths, qsizetype room)
{
    if (paths.isEmpty())
        return {};
    if (paths.first().size() + 150 > room)
        return u"%1 of them are too long to be shown here, too, names and all; ask for fewer."_s.arg(paths.size());
    QString text = u"Too long to be shown here, too; ask for each by its path: "_s;
    qsizetype named = 0;
    for (; named < paths.size() && text.size() + paths[named].size() + 100 < room; ++named)
        text += (named > 0 ? u", "_s : QString()) + paths[named];
    return named == paths.size()
               ? text
               : text + u" and %1 more; without document_path, the answer lists all"_s.arg(paths.size() - named);
}

/// An image that is not sent here, and why.
static QString imageLine(const Skill &skill, const SkillFile &file, const QString &why)
{
    return u"%1: an image of %2 bytes, %3; %4\n"_s.arg(file.path, QString::number(file.size),
                                                       resourceUri(skill, file.path), why);
}

ToolResult BriefAnswers::readDocuments(const Skill &skill, const QList<SkillFile> &files, bool withImages) const
{
    const qsizetype forNames = m_limits.answer / 5;
    QString text;
    QJsonArray images;
    QStringList leftOut;
    qint64 imageBytes = 0;
    bool hasDocument = false;
    for (const SkillFile &file : files) {
        const qsizetype room = m_limits.answer - forNames - text.size();
        if (!file.isText && !(withImages && imageBytes + file.size <= m_maxImageBytes)) {
            const QString line =
                imageLine(skill, file,
                          file.size > m_maxImageBytes ? u"too large to be sent"_s
                                                      : u"include_base64 and its path alone send it"_s);
            if (line.size() <= room)
                text += line;
            else
                leftOut.append(file.path);
            continue;
        }
        // What does not fit below its title need not be read, but for the first one, of which a part is shown: a
        // pattern may match thousands.
        if (file.isText && hasDocument && documentBlock(file.path, {}).size() - 1 + file.shownSize > room) {
            leftOut.append(file.path);
            continue;
        }
        const std::optional<QByteArray> content = m_catalogue.read(skill, file.path);
        if (!content)
            return {{}, {}, unreadSentence(m_catalogue, skill, file)};
        if (!file.isText) {
            const std::optional<QString> type = imageTypeOf(*content, file.mimeType);
            const QString line =
                type ? QString() : imageLine(skill, file, u"not sent, because its bytes are no image"_s);
            imageBytes += type ? file.size : 0;
            if (type)
                images.append(imageContent(*content, *type));
            else if (line.size() <= room)
                text += line;
            else
                leftOut.append(file.path);
            continue;
        }
        const QString whole = decodedText(*content);
        QString block = documentBlock(file.path, whole);
        if (block.size() > room && !hasDocument) {
            const QString title = "## "_L1 + file.path + "\n\n"_L1;
            block = title + portionText(skill, file.path, whole, {}, room / 2) + "\n\n"_L1;
        }
        if (block.size() <= room)
            text += block;
        else
            leftOut.append(file.path);
        hasDocument = true;
    }
    text += leftOutText(leftOut, m_limits.answer - text.size());
    QJsonArray content;
    if (!text.isEmpty())
        content.append(textContent(withoutBlankEnds(text)));
    for (const QJsonValue image : images)
        content.append(image);
    return {content, {}, {}};
}

ToolResult BriefAnswers::list(const QString &from) const
{
    const QString loading = loadingLine() + laterLine();
    if (m_skills->skills.isEmpty())
        return answer(loading + (loading.isEmpty() ? u"There are no skills."_s : QString()));
    if (m_byName.isEmpty())
        m_byName = sortedByName(*m_skills);
    return answer(loading + briefListText(m_byName, from, m_limits.answer - loading.size()));
}
