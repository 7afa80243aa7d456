// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/skill_catalogue.h"

#include "core/skills/frontmatter/frontmatter.h"
#include "core/skills/reading/digest.h"
#include "core/skills/reading/home_path.h"
#include "core/skills/reading/skill_reader.h"
#include "core/skills/source/catalogue_reader.h"
#include "core/skills/source/github_sources.h"
#include "core/skills/source/mounts.h"

#include <QDeadlineTimer>
#include <QFile>

#include <chrono>

using namespace std::chrono_literals;

static constexpr auto PatienceOfEnding = 2s;
static constexpr auto MountsAreFresh = 100ms;

static ReadingRules rulesOf(const SkillsConfig &config)
{
    return {.documents = config.loadSkillDocuments,
            .imageExtensions = config.imageExtensions,
            .textExtensions = config.textExtensions,
            .followsLinks = false};
}

/// In a folder of their own people link what lies elsewhere; an archive has no say in that.
static ReadingRules localRulesOf(const SkillsConfig &config)
{
    ReadingRules rules = rulesOf(config);
    rules.followsLinks = true;
    return rules;
}

SkillCatalogue::SkillCatalogue(SkillsConfig config, const QString &cacheDirectory, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_cacheDirectory(cacheDirectory)
{
    makeSources();
}

void SkillCatalogue::makeSources()
{
    m_thread = new QThread;
    m_thread->setObjectName(QStringLiteral("skills"));
    m_reader = new CatalogueReader(m_config, localRulesOf(m_config), m_known);
    m_gitHub = std::make_unique<GitHubSources>(m_config, rulesOf(m_config), m_cacheDirectory);
    m_reader->moveToThread(m_thread);
    connect(m_thread, &QThread::started, m_reader, &CatalogueReader::start);
    connect(m_thread, &QThread::finished, m_reader, &QObject::deleteLater);
    // What an earlier reader told and we have not yet heard is about other sources.
    ++m_reading;
    connect(m_reader, &CatalogueReader::heard, this, [this, reading = m_reading](const ReadingsBySource &readings) {
        if (reading == m_reading)
            remember(readings);
    });
    connect(m_reader, &CatalogueReader::made, this,
            [this, reading = m_reading](const std::shared_ptr<const SkillSet> &skills, const LoadProgress &progress) {
                if (reading == m_reading)
                    take(skills, progress);
            });
    connect(m_gitHub.get(), &GitHubSources::readingsMade, m_reader, &CatalogueReader::take);
    connect(m_gitHub.get(), &GitHubSources::settled, m_reader, &CatalogueReader::settle);
    connect(m_gitHub.get(), &GitHubSources::statusChanged, this, &SkillCatalogue::report);
}

SkillCatalogue::~SkillCatalogue()
{
    stopReading();
    // The one bounded wait; what hangs in a file system ends with the process.
    const QDeadlineTimer deadline(PatienceOfEnding);
    for (QThread *thread : std::as_const(m_ending)) {
        if (thread->wait(deadline))
            delete thread;
    }
}

/// Does not wait for it: while another config is taken, clients are answered.
void SkillCatalogue::stopReading()
{
    if (!m_thread->isRunning()) {
        delete m_reader; // nobody else will: its thread never began
        delete m_thread;
        return;
    }
    m_ending.removeIf([](QThread *thread) {
        if (!thread->wait(QDeadlineTimer(0)))
            return false;
        delete thread;
        return true;
    });
    m_thread->quit();
    m_ending.append(m_thread);
}

void SkillCatalogue::remember(const ReadingsBySource &readings)
{
    for (auto source = readings.begin(); source != readings.end(); ++source)
        m_known.insert(source.key(), source.value());
}

/// What is known of the folders that stand in this config, too. (Of a repository there is a copy.)
SkillCatalogue::ReadingsBySource SkillCatalogue::knownOf(const SkillsConfig &config) const
{
    QHash<QString, QHash<QString, SkillReading>> byPath;
    for (auto source = m_known.begin(); source != m_known.end(); ++source)
        byPath.insert(homePath(m_config.sources.at(source.key()).path), source.value());
    ReadingsBySource known;
    for (int i = 0; i < config.sources.size(); ++i) {
        if (config.sources.at(i).kind != SkillSource::Local)
            continue;
        const auto readings = byPath.constFind(homePath(config.sources.at(i).path));
        if (readings != byPath.constEnd())
            known.insert(i, *readings);
    }
    return known;
}

void SkillCatalogue::use(SkillsConfig config)
{
    const bool wasRunning = m_thread->isRunning();
    stopReading();
    m_known = knownOf(config); // what does not answer now is served as it was
    m_config = std::move(config);
    m_isWhole = m_read.complete || (m_isReplacing && m_isWhole);
    m_isReplacing = wasRunning;
    makeSources();
    if (wasRunning)
        start();
}

void SkillCatalogue::start()
{
    m_thread->start();
    m_gitHub->start();
}

std::shared_ptr<const SkillSet> SkillCatalogue::current() const
{
    return m_current;
}

LoadProgress SkillCatalogue::progress() const
{
    return m_progress;
}

void SkillCatalogue::take(const std::shared_ptr<const SkillSet> &skills, const LoadProgress &progress)
{
    m_isReplacing = m_isReplacing && !progress.complete;
    const bool isOther = skills->skills != m_current->skills || skills->skipped != m_current->skipped;
    const bool isNew = !m_isReplacing && isOther;
    m_read = progress;
    if (isNew) {
        m_current = skills;
        emit changed(m_current); // first, so that nothing counts as complete that has yet to be indexed
    }
    report();
}

void SkillCatalogue::setBeingIndexed(bool busy)
{
    m_isBeingIndexed = busy;
    report();
}

void SkillCatalogue::report()
{
    LoadProgress progress = m_read;
    progress.complete = m_read.complete && !m_isBeingIndexed;
    progress.isAnew = m_isReplacing && m_isWhole;
    progress.errors += m_gitHub->errors();
    progress.updates = m_gitHub->updates();
    // Told anew each time, so it is no news when only the seconds differ.
    if (m_progress.updates.next.isValid() && std::abs(progress.updates.next.msecsTo(m_progress.updates.next)) < 2'000)
        progress.updates.next = m_progress.updates.next;
    if (progress == m_progress)
        return;
    m_progress = progress;
    emit progressChanged(m_progress);
}

/// Whether somebody else's machine may have a say in how long it takes to read this file.
bool SkillCatalogue::mayHang(const Skill &skill, const QString &path) const
{
    // An answer may read hundreds of files.
    if (m_mountsAreFresh.hasExpired()) {
        m_mounts = mountTable();
        m_mountsAreFresh.setRemainingTime(MountsAreFresh);
    }
    QStringList places{skill.directory + u'/' + path};
    if (skill.mainFile.startsWith(u'/'))
        places.append(skill.mainFile);
    if (!skill.linkedFolder.isEmpty())
        places.append(skill.linkedFolder + u'/' + path);
    return std::any_of(places.begin(), places.end(),
                       [this](const QString &place) { return isSharedMount(m_mounts, QFile::encodeName(place)); });
}

std::optional<QByteArray> SkillCatalogue::read(const Skill &skill, const QString &path)
{
    const auto file = std::find_if(skill.files.begin(), skill.files.end(),
                                   [&path](const SkillFile &each) { return each.path == path; });
    if (file == skill.files.end())
        return std::nullopt;
    if (skill.directory.startsWith(u':')) { // compiled in
        QFile own(skill.directory + u'/' + path);
        return own.open(QIODevice::ReadOnly) ? std::optional(own.readAll()) : std::nullopt;
    }
    // The main thread answers /health, too: it does not wait for a server of files that is gone.
    const bool mayTakeLong = mayHang(skill, path);
    const std::optional<QByteArray> bytes =
        mayTakeLong
            ? m_patient.read(skill.directory + u'/' + path, [skill, path] { return readSkillFile(skill, path); })
            : readSkillFile(skill, path);
    if (!bytes && mayTakeLong)
        return std::nullopt; // what has gone is found when it is looked at again
    const bool isSame =
        bytes && (file->digest.isEmpty() ? bytes->size() == file->size : digestOf(*bytes) == file->digest);
    if (isSame)
        return bytes;
    readAgain(skill);
    return std::nullopt;
}

QString SkillCatalogue::whyUnread(const Skill &skill, const QString &path) const
{
    return m_patient.isWaiting() && mayHang(skill, path)
               ? QStringLiteral("lies on a disk that does not answer; ask again later.")
               : QStringLiteral("has just changed; ask again.");
}

std::shared_ptr<const Skill> SkillCatalogue::withContent(const std::shared_ptr<const Skill> &skill)
{
    if (!skill->contentIsInFile)
        return skill;
    const std::optional<QByteArray> bytes = read(*skill, QStringLiteral("SKILL.md"));
    auto whole = std::make_shared<Skill>(*skill);
    whole->content = bytes ? bodyOf(*bytes)
                           : QStringLiteral("'SKILL.md' of skill '%1' %2")
                                 .arg(skill->name, whyUnread(*skill, QStringLiteral("SKILL.md")));
    whole->contentIsInFile = false;
    return whole;
}

void SkillCatalogue::readAgain(const Skill &skill)
{
    QMetaObject::invokeMethod(m_reader, [reader = m_reader, folder = skill.directory] { reader->readAgain(folder); });
}
