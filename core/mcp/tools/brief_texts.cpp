// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/brief_texts.h"

#include "core/mcp/tools/original_texts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

/// A second skill whose score is at least this part of the best one's may be the right one as well.
constexpr double CloseScore = 0.8;

/// Of guidance that is cut less than this is not worth showing.
constexpr qsizetype LeastPart = 200;
/// A path that is longer would leave no room for what matters.
constexpr qsizetype LongestPlace = 1000;

/// How much is told of each skill found. The more there are, the less.
struct HeadSize
{
    qsizetype description;
    qsizetype documents;
};
static constexpr std::array HeadSizes{HeadSize{600, 10}, HeadSize{250, 3}, HeadSize{100, 0}};

QString countOf(qint64 number, QLatin1StringView what)
{
    return QString::number(number) + u' ' + what + (number == 1 ? ""_L1 : "s"_L1);
}

QString calledNameOf(const Skill &skill)
{
    return skill.calledName.isEmpty() ? skill.name : skill.calledName;
}

/// A name that is as long as a text is shown by its beginning; SkillSet::find() knows it by that.
static QString shownNameOf(const Skill &skill)
{
    constexpr qsizetype MostOfName = 200;
    return shortened(calledNameOf(skill), MostOfName);
}

/// As a text in JSON.
static QString quoted(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(1, list.size() - 2));
}

static QString writtenPlace(TextPlace place)
{
    QString written = "\"from_line\": "_L1 + QString::number(place.line);
    if (place.character > 1)
        written += ", \"from_character\": "_L1 + QString::number(place.character);
    return written;
}

/// The call that reads on in a document, as a model writes it.
static QString readOnCall(const Skill &skill, const QString &path, TextPlace from)
{
    // By hand: the arguments stand in the order in which they matter.
    return "read_skill_document {\"skill_name\": "_L1 + quoted(shownNameOf(skill)) + ", \"document_path\": "_L1 +
           quoted(path) + ", "_L1 + writtenPlace(from) + u'}';
}

static constexpr TextPlace FarthestPlace{10'000'000, 10'000'000}; // files have 16 MiB at most

QString readOnNote(const Skill &skill, const QString &path, TextPlace from, int lines, qsizetype room)
{
    const bool isWrittenOut = readOnCall(skill, path, FarthestPlace).size() <= room / 2;
    const QString call = isWrittenOut ? readOnCall(skill, path, from)
                         : path.isEmpty()
                             ? QString("read_skill_document without document_path, "_L1 + writtenPlace(from))
                             : QString("the same document_path, "_L1 + writtenPlace(from));
    return "\n\n(Cut before line "_L1 + QString::number(from.line) + " of "_L1 + QString::number(lines) +
           ". To read on: "_L1 + call + u')';
}

qsizetype longestReadOnNote(const Skill &skill, const QString &path, int lines, qsizetype room)
{
    return readOnNote(skill, path, FarthestPlace, lines, room).size();
}

static QString documentNames(const QList<SkillFile> &documents, qsizetype most)
{
    QString text = countOf(documents.size(), "document"_L1);
    QStringList names;
    for (qsizetype i = 0; i < std::min(documents.size(), most); ++i)
        names.append(shortened(documents[i].path, 120));
    if (names.isEmpty())
        return text;
    text += ": "_L1 + names.join(u", "_s);
    return documents.size() > most ? QString(text + u", …"_s) : text;
}

/// Where an agent with a file system finds the skill.
static QString placeOf(const Skill &skill)
{
    return skill.directory.startsWith(u':') ? QString() : skill.directory;
}

static QString headOf(const RankedSkill &found, bool listDocuments, const HeadSize &size)
{
    const Skill &skill = *found.skill;
    const QString place = placeOf(skill);
    const QList<SkillFile> documents = documentsOf(skill);
    QString head = "- **"_L1 + shownNameOf(skill) + "** (score "_L1 + QString::number(found.score, 'f', 2) + "): "_L1 +
                   shortened(skill.description, size.description) + "\n  "_L1 +
                   (place.isEmpty()                ? u"SKILL.md, built in"_s
                    : place.size() <= LongestPlace ? QString(place + "/SKILL.md"_L1)
                                                   : u"SKILL.md, below a path too long to be shown"_s) +
                   ", "_L1 + countOf(skill.contentLine - 1 + linesOf(skill.content), "line"_L1) + ", "_L1 +
                   countOf(skill.content.size(), "character"_L1);
    if (!documents.isEmpty())
        head += "; "_L1 + documentNames(documents, listDocuments ? size.documents : 0);
    return head + u'\n';
}

static QString headsOf(const QList<RankedSkill> &found, bool listDocuments, qsizetype room)
{
    QString heads;
    for (const HeadSize &size : HeadSizes) {
        heads.clear();
        for (const RankedSkill &each : found)
            heads += headOf(each, listDocuments, size);
        if (heads.size() <= room)
            return heads;
    }
    heads.clear();
    qsizetype shown = 0;
    for (; shown < found.size(); ++shown) {
        const QString head = headOf(found[shown], listDocuments, HeadSizes.back());
        if (shown > 0 && heads.size() + head.size() > room)
            break;
        heads += head;
    }
    if (shown < found.size())
        heads += "- and "_L1 + QString::number(found.size() - shown) + " more that fit less well\n"_L1;
    return heads;
}

static QString guidanceTitle(const Skill &skill)
{
    return "\nSKILL.md of "_L1 + shownNameOf(skill) + ":\n\n"_L1;
}

/// The call that reads its guidance, where there is no room for that.
static QString toRead(const Skill &skill)
{
    return "\nTo read it: "_L1 + readOnCall(skill, u"SKILL.md"_s, {}) + u'\n';
}

/// The skill's guidance in at most `room` characters, with the call that reads on where it is cut.
static QString guidanceOf(const Skill &skill, qsizetype room, std::optional<int> most)
{
    const QString title = guidanceTitle(skill);
    const QString file = u"SKILL.md"_s;
    const qsizetype whole = std::min<qsizetype>(room - title.size() - 1, most.value_or(room));
    TextPortion portion = portionOf(skill.content, {}, std::max<qsizetype>(whole, 0), true);
    if (!portion.next)
        return title + portion.text + u'\n';
    const int lines = skill.contentLine - 1 + linesOf(skill.content);
    const qsizetype left = room - title.size() - longestReadOnNote(skill, file, lines, room) - 1;
    if (left < LeastPart) {
        const QString call = toRead(skill);
        return call.size() <= room ? call : QString();
    }
    const qsizetype part = std::min<qsizetype>(left, most.value_or(room));
    portion = portionOf(skill.content, {}, part, true);
    TextPlace next = portion.next.value_or(TextPlace{});
    next.line += skill.contentLine - 1;
    return title + portion.text + readOnNote(skill, file, next, lines, room) + u'\n';
}

static qsizetype wholeSize(const Skill &skill)
{
    return guidanceTitle(skill).size() + skill.content.size() + 1;
}

QString briefFoundText(const QList<RankedSkill> &found, bool listDocuments, const AnswerLimits &limits)
{
    QString text = headsOf(found, listDocuments, limits.answer / 2);
    const Skill &best = *found.first().skill;
    const bool isClear = found.size() < 2 || found[1].score < CloseScore * found[0].score;
    // Where another one may be right as well, the model decides by the heads; so much is enough to begin with. (Whole
    // where it fits, the median answer would have 13 280 characters instead of 11 691.)
    const qsizetype room = (isClear ? limits.answer : limits.answer * 3 / 5) - text.size();
    const bool bothFit = !isClear && !limits.skillContent && wholeSize(best) + wholeSize(*found[1].skill) <= room;
    text += guidanceOf(best, room, limits.skillContent);
    if (bothFit)
        text += guidanceOf(*found[1].skill, limits.answer - text.size(), {});
    return text;
}

std::optional<QString> promptText(const Skill &skill, const QString &task, qsizetype limit)
{
    const QString place = placeOf(skill);
    QString text = "Follow the skill "_L1 + shownNameOf(skill) +
                   (task.isEmpty() ? u"."_s : QString(" for this task: "_L1 + task)) + u'\n';
    const qsizetype room = limit - toRead(skill).size(); // whatever else finds no place, that does
    if (text.size() > room)
        return std::nullopt;
    if (const QList<SkillFile> documents = documentsOf(skill); !documents.isEmpty()) {
        const bool isShown = !place.isEmpty() && place.size() <= LongestPlace;
        const QString line = "\nIt has "_L1 + documentNames(documents, HeadSizes.front().documents) +
                             (isShown ? QString("; they lie in "_L1 + place) : QString()) +
                             ". read_skill_document reads them.\n"_L1;
        if (text.size() + line.size() <= room)
            text += line;
    }
    return text + guidanceOf(skill, limit - text.size(), {});
}

static bool isCalledEarlier(const std::shared_ptr<const Skill> &left, const std::shared_ptr<const Skill> &right)
{
    return calledNameOf(*left) < calledNameOf(*right);
}

QList<std::shared_ptr<const Skill>> sortedByName(const SkillSet &skills)
{
    QList<std::shared_ptr<const Skill>> sorted = skills.skills;
    std::stable_sort(sorted.begin(), sorted.end(), isCalledEarlier);
    return sorted;
}

using SkillPlace = QList<std::shared_ptr<const Skill>>::const_iterator;

/// As much of its name as the list can go on with: it is behind the one before, of which it may be the longer one.
static QString nextName(SkillPlace skill)
{
    constexpr qsizetype Usual = 200;
    const QString name = calledNameOf(**skill), before = calledNameOf(**std::prev(skill));
    const auto differs = std::mismatch(name.begin(), name.end(), before.begin(), before.end()).first;
    qsizetype end = std::min(std::max<qsizetype>(Usual, differs - name.begin() + 1), name.size());
    if (end < name.size() && name[end - 1].isHighSurrogate())
        ++end;
    return name.first(end);
}

QString briefListText(const QList<std::shared_ptr<const Skill>> &byName, const QString &from, qsizetype limit)
{
    QString text = countOf(byName.size(), "skill"_L1) + " by name; find_helpful_skills finds those for a task.\n"_L1;
    // A hundred fit into the better half of an answer, and of a few more is told.
    const qsizetype perLine = std::clamp<qsizetype>(limit * 11 / 20 / std::max<qsizetype>(byName.size(), 1), 100, 400);
    const auto first = std::partition_point(byName.begin(), byName.end(),
                                            [&](const auto &skill) { return calledNameOf(*skill) < from; });
    if (first == byName.end())
        return text + "None of their names is "_L1 + quoted(shortened(from, 200)) + " or comes after it."_L1;
    constexpr qsizetype RoomToGoOn = 300;
    auto skill = first;
    for (; skill != byName.end(); ++skill) {
        const QString name = shownNameOf(**skill);
        const QString mark = (*skill)->modelInvocable ? QString() : u" (only when the user asks for it)"_s;
        const qsizetype room = std::max<qsizetype>(perLine - name.size() - 5, 50);
        const QString line = "- "_L1 + name + mark + ": "_L1 + shortened((*skill)->description, room) + u'\n';
        if (skill != first && text.size() + line.size() + RoomToGoOn > limit)
            break;
        text += line;
    }
    // A name that no answer has room for is passed over.
    while (skill != byName.end() && nextName(skill).size() > limit / 8)
        ++skill;
    if (skill != byName.end()) {
        const QString next = nextName(skill);
        text += QString::number(byName.end() - skill) + " more: list_skills {\"from\": "_L1 + quoted(next) + u'}';
    }
    return text.trimmed();
}
