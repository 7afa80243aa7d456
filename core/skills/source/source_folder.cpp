// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/source_folder.h"

#include "core/skills/reading/log_category.h"
#include "core/skills/source/text_links.h"

#include <algorithm>

SourceFolder::SourceFolder(const QString &root, const QString &sourcePrefix, ReadingRules rules, DirectoryWatch *watch)
    : m_tree(root, watch, rules.pulse)
    , m_sourcePrefix(sourcePrefix)
    , m_rules(std::move(rules))
{
}

bool isSameSkill(const Skill &a, const Skill &b)
{
    return a.name == b.name && a.description == b.description && a.source == b.source && a.directory == b.directory &&
           a.frontmatter == b.frontmatter && a.files == b.files && a.brokenRule == b.brokenRule &&
           a.leniencies == b.leniencies && a.mainFile == b.mainFile && a.linkedFolder == b.linkedFolder &&
           a.origin == b.origin && a.contentIsInFile == b.contentIsInFile;
}

void SourceFolder::begin(const QHash<QString, SkillReading> &known)
{
    m_readings = known;
}

/// Its SKILL.md may be a link to elsewhere.
bool SourceFolder::leadsToSharedMount(const Skill &skill)
{
    return skill.mainFile.startsWith(u'/') && m_sharedMounts.hold(skill.mainFile.section(u'/', 0, -2));
}

bool SourceFolder::read(const QString &folder, bool mayBeHalf)
{
    const QString shown = m_tree.shownPath(folder);
    const QString root = m_tree.shownRoot();
    const QString path = m_sourcePrefix.isEmpty() ? shown : m_sourcePrefix + shown.mid(root.size());
    m_rules.keepsContent = m_sharedMounts.hold(folder);
    SkillReading reading = readSkill(folder, shown, path + QStringLiteral("/SKILL.md"), m_rules);
    if (!m_rules.keepsContent && reading.skill && leadsToSharedMount(*reading.skill)) {
        m_rules.keepsContent = true;
        reading = readSkill(folder, shown, path + QStringLiteral("/SKILL.md"), m_rules);
    }
    if (reading.isUnsettled && mayBeHalf)
        return false;
    if (reading.skill) {
        auto skill = std::make_shared<Skill>(*reading.skill);
        skill->origin = m_origin.of(shown, root);
        shareWithEqual(*skill);
        reading.skill = skill;
    }
    const auto old = m_readings.constFind(folder);
    const bool isNew = old == m_readings.constEnd();
    if (!isNew && old->skill && reading.skill && isSameSkill(*old->skill, *reading.skill))
        reading.skill = old->skill; // so that nobody takes it for a change
    else if (isNew || old->error != reading.error || old->skill != reading.skill)
        tell(folder, reading);
    m_readings.insert(folder, reading);
    return true;
}

// Every fourth skill of a large collection is the copy of another.
void SourceFolder::shareWithEqual(Skill &skill)
{
    const auto main = std::find_if(skill.files.cbegin(), skill.files.cend(),
                                   [](const SkillFile &file) { return file.path == QStringLiteral("SKILL.md"); });
    if (main == skill.files.cend())
        return;
    const auto seen = m_seen.constFind(main->digest);
    if (seen == m_seen.constEnd()) {
        m_seen.insert(main->digest, skill);
        return;
    }
    const auto share = [](auto &own, const auto &other) {
        if (own == other)
            own = other;
    };
    share(skill.name, seen->name);
    share(skill.description, seen->description);
    share(skill.frontmatter, seen->frontmatter);
    share(skill.files, seen->files);
    share(skill.brokenRule, seen->brokenRule);
    share(skill.leniencies, seen->leniencies);
}

void SourceFolder::tell(const QString &folder, const SkillReading &reading)
{
    if (!reading.skill) {
        m_log.say(BoundedLog::Skipped, QStringLiteral("Skipped a skill: ") + reading.error);
        return;
    }
    const Skill &skill = *reading.skill;
    const bool isNew = !m_readings.value(folder).skill;
    m_log.say(BoundedLog::Loaded,
              (isNew ? QStringLiteral("Loaded skill: %1 from %2") : QStringLiteral("Read again: skill %1 from %2"))
                  .arg(skill.name, skill.source));
    const bool isOneFault = !skill.leniencies.isEmpty() && skill.leniencies.first() == skill.brokenRule;
    if (!skill.leniencies.isEmpty())
        m_log.say(BoundedLog::Lenient,
                  QStringLiteral("Skill %1 from %2 is read leniently%3: %4")
                      .arg(skill.name, skill.source,
                           isOneFault ? QStringLiteral(", and is in the tools only, not in skills/list") : QString(),
                           skill.leniencies.join(QStringLiteral("; "))));
    if (!skill.brokenRule.isEmpty() && !isOneFault)
        m_log.say(BoundedLog::Nonconforming,
                  QStringLiteral("Skill %1 from %2 is not in skills/list, only in the tools: %3")
                      .arg(skill.name, skill.source, skill.brokenRule));
}

bool SourceFolder::isShared() const
{
    // Only of such skills the text is kept.
    return std::any_of(m_readings.cbegin(), m_readings.cend(),
                       [](const SkillReading &reading) { return reading.skill && !reading.skill->contentIsInFile; });
}

bool SourceFolder::isUnchanged(const QString &folder) const
{
    const auto reading = m_readings.constFind(folder);
    return reading != m_readings.constEnd() && reading->fingerprint != 0 &&
           reading->fingerprint == fingerprintOf(folder, m_rules);
}

void SourceFolder::lookForTextLinks()
{
    const QStringList folders = m_tree.foldersCalled(QStringLiteral("skills"));
    for (const QString &folder : folders) {
        if (m_sharedMounts.hold(folder))
            continue; // to read a few more files there may take for ever
        const QHash<QString, QString> links = textLinksIn(folder);
        for (auto link = links.constBegin(); link != links.constEnd(); ++link) {
            SkillReading reading;
            reading.skipped = {
                .file = m_tree.shownPath(folder) + u'/' + link.key(),
                .line = 1,
                .reason = QStringLiteral("it is a link to %1 that was checked out as a text").arg(link.value())};
            reading.error = reading.skipped.file + QStringLiteral(", line 1: ") + reading.skipped.reason;
            const QString file = folder + u'/' + link.key();
            tell(file, reading);
            m_readings.insert(file, reading);
        }
    }
}

void SourceFolder::sumUp()
{
    lookForTextLinks();
    const QStringList unnamable = m_tree.takeUnnamable();
    for (const QString &folder : unnamable)
        m_log.say(BoundedLog::Skipped, QStringLiteral("Skipped a folder: %1: its name is not UTF-8").arg(folder));
    m_log.sumUp();
    m_origin.forget();
    m_seen.clear();
    m_sharedMounts.forget();
}

bool SourceFolder::removeGone()
{
    bool any = false;
    for (auto reading = m_readings.begin(); reading != m_readings.end();) {
        if (m_tree.isSkill(reading.key())) {
            ++reading;
            continue;
        }
        if (reading->skill)
            qCInfo(skillsLog).noquote() << "Skill" << reading->skill->name << "is gone from" << reading->skill->source;
        reading = m_readings.erase(reading);
        any = true;
    }
    return any;
}
