// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/skill_catalogue.h"

#include "core/skills/reading/digest.h"
#include "core/skills/reading/frontmatter.h"
#include "core/skills/reading/skill_reader.h"
#include "core/skills/source/catalogue_reader.h"
#include "core/skills/source/github_sources.h"
#include "core/skills/source/mounts.h"
#include "core/skills/source/patient_read.h"

#include <QDeadlineTimer>
#include <QFile>

#include <chrono>

using namespace std::chrono_literals;

static constexpr auto PatienceOfAnswers = 80ms;
static constexpr auto PatienceOfEnding = 3s;

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
    m_reader = new CatalogueReader(m_config, localRulesOf(m_config));
    m_gitHub = std::make_unique<GitHubSources>(m_config, rulesOf(m_config), m_cacheDirectory);
    m_reader->moveToThread(m_thread);
    connect(m_thread, &QThread::started, m_reader, &CatalogueReader::start);
    connect(m_thread, &QThread::finished, m_reader, &QObject::deleteLater);
    // What an earlier reader told and we have not yet heard is about other sources.
    connect(m_reader, &CatalogueReader::made, this,
            [this, reading = ++m_reading](const std::shared_ptr<const SkillSet> &skills, const LoadProgress &progress) {
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
}

void SkillCatalogue::stopReading()
{
    if (!m_thread->isRunning()) {
        delete m_reader; // nobody else will: its thread never began
        delete m_thread;
        return;
    }
    // The one bounded wait: the thread looks at this between two skills. One that hangs in a file system ends with the
    // process.
    m_thread->requestInterruption();
    m_thread->quit();
    if (m_thread->wait(QDeadlineTimer(PatienceOfEnding)))
        delete m_thread;
}

void SkillCatalogue::use(SkillsConfig config)
{
    const bool wasRunning = m_thread->isRunning();
    stopReading();
    m_config = std::move(config);
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
    std::optional<QByteArray> bytes =
        isOnSharedMount(skill.directory)
            ? readPatiently(PatienceOfAnswers, [skill, path] { return readSkillFile(skill, path); })
            : readSkillFile(skill, path);
    const bool isSame =
        bytes && (file->digest.isEmpty() ? bytes->size() == file->size : digestOf(*bytes) == file->digest);
    if (isSame)
        return bytes;
    readAgain(skill);
    return std::nullopt;
}

std::shared_ptr<const Skill> SkillCatalogue::withContent(const std::shared_ptr<const Skill> &skill)
{
    if (!skill->contentIsInFile)
        return skill;
    const std::optional<QByteArray> bytes = read(*skill, QStringLiteral("SKILL.md"));
    auto whole = std::make_shared<Skill>(*skill);
    whole->content = bytes ? bodyOf(*bytes)
                           : QStringLiteral("'SKILL.md' of skill '%1' has just changed; ask again.").arg(skill->name);
    whole->contentIsInFile = false;
    return whole;
}

void SkillCatalogue::readAgain(const Skill &skill)
{
    QMetaObject::invokeMethod(m_reader, [reader = m_reader, folder = skill.directory] { reader->readAgain(folder); });
}
