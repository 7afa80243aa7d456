// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/set_builder.h"

#include <algorithm>

using namespace Qt::StringLiterals;

/// Whether two skills hold the same files, byte for byte.
static bool isEqual(const Skill &a, const Skill &b)
{
    return a.files.size() == b.files.size() &&
           std::equal(a.files.begin(), a.files.end(), b.files.begin(), [](const SkillFile &x, const SkillFile &y) {
               return x.path == y.path && x.size == y.size && x.digest == y.digest && !x.digest.isEmpty();
           });
}

void SetBuilder::tell(BoundedLog::Kind kind, const QString &text)
{
    if (m_tells)
        m_log.say(kind, text);
}

void SetBuilder::add(QList<Served> &served, const SkillPointer &skill)
{
    QList<qsizetype> &sameName = m_byName[skill->name];
    for (const qsizetype index : std::as_const(sameName)) {
        Served &earlier = served[index];
        if (!isEqual(*earlier.read, *skill))
            continue;
        earlier.places.append(skill->source);
        tell(BoundedLog::Elsewhere, u"Skill %1 from %2 is the one from %3, byte for byte: it is served once"_s.arg(
                                        skill->name, skill->source, earlier.read->source));
        return;
    }
    Served entry{.read = skill,
                 .calledName = skill->name,
                 .uriPath = skill->uriPath,
                 .places = {},
                 .isNested = false,
                 .hidden = {}};
    if (m_calledNames.contains(entry.calledName))
        callByOrigin(entry, 1);
    m_calledNames.insert(entry.calledName);
    sameName.append(served.size());
    served.append(entry);
}

/// ORIGIN/NAME, or the first of ORIGIN-2/NAME, ORIGIN-3/NAME … that nobody else has.
void SetBuilder::callByOrigin(Served &entry, int firstNumber)
{
    for (int number = firstNumber; m_calledNames.contains(entry.calledName); ++number) {
        const QString origin = number == 1 ? entry.read->origin : u"%1-%2"_s.arg(entry.read->origin).arg(number);
        entry.calledName = origin + u'/' + entry.read->name;
        entry.uriPath = origin + u'/' + entry.read->uriPath;
    }
}

/// "skill://tools/kit/a.md" is a file of the skill "tools" or of "tools/kit": where both have it nobody could read one
/// of them.
void SetBuilder::tellAddressesApart(QList<Served> &served)
{
    QHash<QString, qsizetype> byName;
    for (qsizetype i = 0; i < served.size(); ++i)
        byName.insert(served.at(i).uriPath, i);
    bool isChanged = false;
    const auto isAnothersFolder = [&](const Served &entry) {
        const qsizetype slash = entry.uriPath.indexOf(u'/');
        const auto other = byName.constFind(entry.uriPath.left(slash));
        if (other == byName.constEnd())
            return false;
        const QString folder = entry.uriPath.mid(slash + 1) + u'/';
        const QList<SkillFile> &files = served.at(*other).read->files;
        return std::any_of(files.begin(), files.end(),
                           [&folder](const SkillFile &file) { return file.path.startsWith(folder); });
    };
    for (Served &entry : served) {
        const bool hasOrigin = !entry.isNested && entry.calledName != entry.read->name;
        for (int number = 2; hasOrigin && isAnothersFolder(entry); ++number) {
            callByOrigin(entry, number);
            m_calledNames.insert(entry.calledName);
            isChanged = true;
        }
    }
    if (isChanged)
        nameNested(served);
}

void SetBuilder::tellRenamed(const QList<Served> &served)
{
    for (const Served &entry : served) {
        const Skill &skill = *entry.read;
        const Served &first = served.at(m_byName.value(skill.name).first());
        if (entry.calledName != skill.name && &first != &entry)
            tell(BoundedLog::Renamed, u"Skill %1 from %2 is served as %3: another %1, from %4, comes first"_s.arg(
                                          skill.name, skill.source, entry.calledName, first.read->source));
    }
}

/// The address of a skill inside of a skill begins with that of the one around it (SEP-2640), so that both agree on
/// where its files are.
void SetBuilder::nameNested(QList<Served> &served)
{
    QHash<QString, qsizetype> byDirectory;
    for (qsizetype i = 0; i < served.size(); ++i)
        byDirectory.insert(served.at(i).read->directory, i);
    QList<qsizetype> order(served.size());
    for (qsizetype i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [&served](qsizetype a, qsizetype b) {
        return served.at(a).read->directory.size() < served.at(b).read->directory.size();
    });
    for (const qsizetype index : std::as_const(order)) {
        Served &inner = served[index];
        const QString &directory = inner.read->directory;
        for (qsizetype slash = directory.lastIndexOf(u'/'); slash > 0; slash = directory.lastIndexOf(u'/', slash - 1)) {
            const auto outer = byDirectory.constFind(directory.left(slash));
            if (outer == byDirectory.constEnd())
                continue;
            inner.uriPath = served.at(*outer).uriPath + directory.mid(slash);
            inner.isNested = true;
            break;
        }
    }
}

/// An internal skill is served to nobody, nor as a part of the one around it.
void SetBuilder::hide(const QStringList &internal, QList<Served> &served)
{
    for (const QString &folder : internal) {
        for (Served &each : served) {
            const QString around = each.read->directory + u'/';
            if (folder.startsWith(around))
                each.hidden.append(folder.sliced(around.size()) + u'/');
        }
    }
}

static QList<SkillFile> withoutHidden(QList<SkillFile> files, const QStringList &hidden)
{
    const auto isHidden = [&hidden](const SkillFile &file) {
        return std::any_of(hidden.begin(), hidden.end(),
                           [&file](const QString &folder) { return file.path.startsWith(folder); });
    };
    if (!hidden.isEmpty())
        files.removeIf(isHidden);
    return files;
}

SetBuilder::SkillPointer SetBuilder::made(const Served &served)
{
    const Skill &read = *served.read;
    const QString calledName = served.calledName == read.name ? QString() : served.calledName;
    if (calledName.isEmpty() && served.places.isEmpty() && served.uriPath == read.uriPath && served.hidden.isEmpty())
        return served.read;
    const QList<SkillFile> files = withoutHidden(read.files, served.hidden);
    const SkillPointer before = m_madeBefore.value(served.read);
    if (before && before->calledName == calledName && before->places == served.places &&
        before->uriPath == served.uriPath && before->files == files) {
        m_made.insert(served.read, before);
        return before;
    }
    auto skill = std::make_shared<Skill>(read);
    skill->calledName = calledName;
    skill->places = served.places;
    skill->uriPath = served.uriPath;
    skill->files = files;
    m_made.insert(served.read, skill);
    return skill;
}

SetBuilder::Result SetBuilder::build(const QList<const Readings *> &sources, const Wishes &wishes)
{
    m_tells = wishes.isComplete;
    auto set = std::make_shared<SkillSet>();
    LoadProgress progress;
    QList<Served> served;
    QSet<QString> folders, broken;
    QStringList internal; // folders
    m_byName.clear();
    m_calledNames.clear();
    for (const Readings *source : sources) {
        QList<SkillPointer> skills;
        for (auto reading = source->constBegin(); reading != source->constEnd(); ++reading) {
            if (reading->skill && (wishes.withInternal || !reading->skill->internal)) {
                skills.append(reading->skill);
            } else if (reading->skill) {
                internal.append(reading->skill->directory);
                tell(
                    BoundedLog::Internal,
                    u"Skill %1 from %2 is internal and not served (metadata.internal); \"serve_internal_skills\": true "
                    "in the config serves it"_s.arg(reading->skill->name, reading->skill->source));
            } else if (!reading->skill && !broken.contains(reading.key())) {
                broken.insert(reading.key()); // a set: it may lie in two sources
                set->skipped.append(reading->skipped);
            }
        }
        std::sort(skills.begin(), skills.end(), [](const auto &a, const auto &b) {
            if (a->name != b->name)
                return a->name < b->name;
            // Of several in one source the one that lies nearest to its top.
            const qsizetype depths[] = {a->source.count(u'/'), b->source.count(u'/')};
            return depths[0] != depths[1] ? depths[0] < depths[1] : a->source < b->source;
        });
        for (const SkillPointer &skill : std::as_const(skills)) {
            if (folders.contains(skill->directory))
                continue; // the very same, in two sources
            folders.insert(skill->directory);
            add(served, skill);
        }
    }
    nameNested(served);
    hide(internal, served);
    tellAddressesApart(served);
    tellRenamed(served);
    m_madeBefore = std::exchange(m_made, {});
    for (const Served &each : std::as_const(served))
        set->skills.append(made(each));
    m_log.sumUp();
    std::sort(set->skipped.begin(), set->skipped.end(),
              [](const SkippedSkill &a, const SkippedSkill &b) { return a.file < b.file; });
    if (set->skills.isEmpty()) {
        set->skills = wishes.fallback;
        progress.samples = int(set->skills.size());
    }
    progress.loaded = int(set->skills.size());
    progress.skipped = int(broken.size());
    progress.found = progress.loaded + progress.skipped;
    progress.nonconforming = int(std::count_if(set->skills.begin(), set->skills.end(),
                                               [](const auto &skill) { return !skill->brokenRule.isEmpty(); }));
    return {set, progress};
}
