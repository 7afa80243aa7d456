// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill_reader.h"
#include "core/skills/source/patient_reader.h"
#include "core/skills/source/skills_config.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QObject>
#include <QStringList>
#include <QThread>

#include <memory>
#include <optional>

class CatalogueReader;
class GitHubSources;

/// When GitHub was and will be asked, for /health.
struct UpdateStatus
{
    QDateTime last, next; // invalid: never, not planned
    int apiCalls = 0;     // in the last hour
    int apiLimit = 60;    // an hour, as GitHub says
    bool operator==(const UpdateStatus &) const = default;
};

/// How far reading has come, for /health.
struct LoadProgress
{
    int found = 0;   // skills found so far (skills_total)
    int loaded = 0;  // skills that are served (skills_loaded)
    int samples = 0; // of these: our own, because there are no others (skills_samples)
    int skipped = 0; // broken ones
    int nonconforming = 0;
    int unread = 0;        // sources that do not answer, or that could not be fetched yet: more may come from there
    bool isAnew = false;   // what another config names is read; until that is done the earlier set is served, whole
    bool complete = false; // local and cached sources are read, each uncached GitHub source has succeeded or failed,
                           // and all of it can be searched
    QStringList errors;    // current ones only (update_errors), one sentence each
    UpdateStatus updates;
    bool operator==(const LoadProgress &) const = default;
};

/// Keeps the set of skills true to its sources.
///
/// Lives in the main thread; reading happens in slices or on a worker, answering never waits for it.
class SkillCatalogue : public QObject
{
    Q_OBJECT
public:
    SkillCatalogue(SkillsConfig config, const QString &cacheDirectory, QObject *parent = nullptr);
    ~SkillCatalogue() override;

    void start();
    /// From now on what this config names. What is served stays until all of that is read.
    void use(SkillsConfig config);
    [[nodiscard]] std::shared_ptr<const SkillSet> current() const; // never null
    [[nodiscard]] LoadProgress progress() const;
    /// The skill with its content, from its file. If that has just changed the content is a sentence that says so:
    /// never half old, half new.
    [[nodiscard]] std::shared_ptr<const Skill> withContent(const std::shared_ptr<const Skill> &skill);
    /// Whether somebody still prepares the current set for searching; loading is not complete before that is done.
    void setBeingIndexed(bool busy);
    /// The bytes of one file now, if they still are the ones of `skill`'s digest; none: it changed or went away
    /// (the catalogue then reads that skill again and emits changed() soon). Never leaves the skill's directory.
    [[nodiscard]] std::optional<QByteArray> read(const Skill &skill, const QString &path);
    /// Why read() has just given nothing: the end of a sentence about that file, for a model.
    [[nodiscard]] QString whyUnread(const Skill &skill, const QString &path) const;

signals:
    void changed(std::shared_ptr<const SkillSet> skills);
    void progressChanged(const LoadProgress &progress);

private:
    using ReadingsBySource = QHash<int, QHash<QString, SkillReading>>; // by its place in the config; by folder

    void makeSources();
    [[nodiscard]] ReadingsBySource knownOf(const SkillsConfig &config) const;
    void remember(const ReadingsBySource &readings);
    void stopReading();
    void take(const std::shared_ptr<const SkillSet> &skills, const LoadProgress &progress);
    void report();
    void readAgain(const Skill &skill);
    [[nodiscard]] bool mayHang(const Skill &skill, const QString &path) const;

    SkillsConfig m_config;
    const QString m_cacheDirectory;
    ReadingsBySource m_known; // what the local sources had when they were read last, for another config's reader
    std::shared_ptr<const SkillSet> m_current = std::make_shared<SkillSet>();
    LoadProgress m_read;     // as the reader tells it
    LoadProgress m_progress; // with what the repositories and the index say
    bool m_isBeingIndexed = false;
    bool m_isReplacing = false;          // another config is read, and what was served stands
    bool m_isWhole = false;              // and that is all of what the earlier config named
    int m_reading = 0;                   // counts the readers
    CatalogueReader *m_reader = nullptr; // lives in m_thread
    std::unique_ptr<GitHubSources> m_gitHub;
    QThread *m_thread = nullptr;
    QList<QThread *> m_ending; // of earlier readers; left behind if they hang
    PatientReader m_patient;
    mutable QByteArray m_mounts; // mountTable() as it was a moment ago
    mutable QDeadlineTimer m_mountsAreFresh;
};
