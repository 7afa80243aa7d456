// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/words/status_words.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QLocale>

using namespace Qt::StringLiterals;

static constexpr qsizetype WordsLimit = 200;

static QString text(const char *source)
{
    return QCoreApplication::translate("Status", source);
}

QString skillsCounted(int skills)
{
    return skills == 1 ? text(QT_TRANSLATE_NOOP("Status", "1 skill"))
                       : text(QT_TRANSLATE_NOOP("Status", "%1 skills")).arg(skills);
}

static QString progressText(int skills, int expected, bool isExact)
{
    if (expected <= 0 || expected < skills)
        return QString::number(skills);
    return (isExact ? text(QT_TRANSLATE_NOOP("Status", "%1 of %2"))
                    : text(QT_TRANSLATE_NOOP("Status", "%1 of about %2")))
        .arg(skills)
        .arg(expected);
}

QString skillsProgress(const Status &status)
{
    return progressText(status.skills.value_or(0), status.skillsExpected.value_or(0), status.expectedIsExact);
}

QString skillsProgress(const HealthReport &report, std::optional<int> remembered)
{
    const std::optional<int> expected = report.skillsTotal ? report.skillsTotal : remembered;
    return progressText(report.skillsLoaded, expected.value_or(0), report.skillsTotal.has_value());
}

QString durationInWords(qint64 ms)
{
    const qint64 seconds = ms / 1000;
    if (seconds < 60)
        return text(QT_TRANSLATE_NOOP("Status", "%1 s")).arg(double(ms) / 1000.0, 0, 'f', 1);
    if (seconds < 3600)
        return text(QT_TRANSLATE_NOOP("Status", "%1 min %2 s")).arg(seconds / 60).arg(seconds % 60);
    return text(QT_TRANSLATE_NOOP("Status", "%1 h %2 min")).arg(seconds / 3600).arg(seconds / 60 % 60);
}

// A header is no sentence in a paragraph.
static QString withoutFullStop(const QString &sentence)
{
    return sentence.endsWith(u'.') ? sentence.chopped(1) : sentence;
}

static QString failedMessage(const Status &status, const TextFacts &facts)
{
    if (!status.failure)
        return text(QT_TRANSLATE_NOOP("Status", "The backend could not be started"));
    switch (status.failure->kind) {
    case FailureKind::PortInUse:
        return text(QT_TRANSLATE_NOOP("Status", "Waiting for port %1")).arg(status.port);
    case FailureKind::NeedsDownload:
        return facts.nobodyAsks ? status.failure->text : text(QT_TRANSLATE_NOOP("Status", "Not started yet"));
    case FailureKind::NotFound:
    case FailureKind::NotExecutable:
    case FailureKind::CannotRun:
    case FailureKind::BadConfig:
    case FailureKind::Exited:
    case FailureKind::Crashed:
    case FailureKind::StartTimeout:
    case FailureKind::GuardLost:
    case FailureKind::GaveUp:
        return withoutFullStop(status.failure->text);
    }
    Q_UNREACHABLE();
}

static QString readyMessage(const Status &status, const TextFacts &facts)
{
    const int skills = status.skills.value_or(0);
    if (status.watching)
        return text(QT_TRANSLATE_NOOP("Status", "Watching: %1")).arg(skillsCounted(skills));
    if (facts.samples > 0)
        return text(QT_TRANSLATE_NOOP("Status", "Ready, but none of your skills were found"));
    if (skills > 0)
        return text(QT_TRANSLATE_NOOP("Status", "Ready: %1")).arg(skillsCounted(skills));
    return facts.noSkillsCause.isEmpty() ? text(QT_TRANSLATE_NOOP("Status", "Ready, but no skills were loaded"))
                                         : withoutFullStop(facts.noSkillsCause);
}

static QString startingMessage(const Status &status, const TextFacts &facts)
{
    if (status.watching)
        return text(QT_TRANSLATE_NOOP("Status", "Looking at the backend on port %1")).arg(status.port);
    if (facts.slow)
        return text(QT_TRANSLATE_NOOP("Status", "Starting: no answer yet from /health at port %1")).arg(status.port);
    return text(QT_TRANSLATE_NOOP("Status", "Starting the backend"));
}

QString statusMessage(const Status &status, const TextFacts &facts)
{
    switch (status.state) {
    case State::Stopped:
        return text(QT_TRANSLATE_NOOP("Status", "Stopped"));
    case State::Starting:
        return startingMessage(status, facts);
    case State::Loading:
        return (status.watching ? text(QT_TRANSLATE_NOOP("Status", "Watching: it loads skills, %1"))
                                : text(QT_TRANSLATE_NOOP("Status", "Loading skills: %1")))
            .arg(skillsProgress(status));
    case State::Ready:
        return readyMessage(status, facts);
    case State::Unresponsive:
        return status.watching ? text(QT_TRANSLATE_NOOP("Status", "Watching: it does not answer"))
                               : text(QT_TRANSLATE_NOOP("Status", "The backend does not answer"));
    case State::Stopping:
        return facts.startWhenGone ? text(QT_TRANSLATE_NOOP("Status", "Restarting the backend"))
                                   : text(QT_TRANSLATE_NOOP("Status", "Stopping the backend"));
    case State::Backoff:
        return status.failure ? withoutFullStop(status.failure->text)
                              : text(QT_TRANSLATE_NOOP("Status", "Waiting for the next start"));
    case State::Failed:
        return failedMessage(status, facts);
    }
    Q_UNREACHABLE();
}

static QString failedDetail(const Status &status)
{
    if (status.failure && status.failure->kind == FailureKind::PortInUse)
        return text(QT_TRANSLATE_NOOP("Status", "The backend starts as soon as the port is free"));
    if (status.failure && status.failure->kind == FailureKind::NeedsDownload)
        return text(QT_TRANSLATE_NOOP("Status", "%1 needs a download first")).arg(backendKindName(status.backend));
    return text(QT_TRANSLATE_NOOP("Status", "Nothing is running"));
}

static QString startingDetail(const TextFacts &facts)
{
    if (facts.cleaning)
        return text(QT_TRANSLATE_NOOP("Status", "Ending what an earlier run left behind"));
    if (!facts.launched)
        return text(QT_TRANSLATE_NOOP("Status", "Checking whether it can be started"));
    if (!facts.lastLine.isEmpty())
        return cleanText(facts.lastLine, WordsLimit);
    return facts.firstDownload
               ? text(QT_TRANSLATE_NOOP("Status", "A first start downloads several GB, without a word meanwhile"))
               : text(QT_TRANSLATE_NOOP("Status", "No output yet"));
}

QString statusDetail(const Status &status, const TextFacts &facts)
{
    if (status.watching && status.state != State::Unresponsive)
        return facts.watched;
    switch (status.state) {
    case State::Stopped:
        return text(QT_TRANSLATE_NOOP("Status", "Nothing is running"));
    case State::Starting:
        return startingDetail(facts);
    case State::Loading:
        return facts.lastSkill.isEmpty()
                   ? QString()
                   : text(QT_TRANSLATE_NOOP("Status", "Loaded skill: %1")).arg(cleanText(facts.lastSkill, WordsLimit));
    case State::Ready:
        return status.skills.value_or(0) > 0
                   ? QString()
                   : text(QT_TRANSLATE_NOOP("Status", "The backend runs, but has nothing to offer to clients"));
    case State::Unresponsive:
        return text(QT_TRANSLATE_NOOP("Status", "%1; Skills Tray keeps asking (%2)"))
            .arg(facts.silence, status.healthError.value_or(text(QT_TRANSLATE_NOOP("Status", "no answer"))));
    case State::Stopping:
        return facts.stuck.isEmpty() ? text(QT_TRANSLATE_NOOP("Status", "Waiting until all its processes have ended"))
                                     : facts.stuck;
    case State::Backoff:
        return text(QT_TRANSLATE_NOOP("Status", "Restart %1 of at most %2"))
            .arg(status.attempt)
            .arg(RestartPolicy::FailureLimit - 1);
    case State::Failed:
        return failedDetail(status);
    }
    Q_UNREACHABLE();
}

Trouble watchTrouble(const QString &watched)
{
    Trouble trouble;
    trouble.title = text(QT_TRANSLATE_NOOP("Status", "Somebody else started this backend: %1.")).arg(watched);
    trouble.text =
        text(QT_TRANSLATE_NOOP("Status", "Skills Tray only watches it: no start, no stop, and its log is not here."));
    trouble.remedies = {Remedy::StopWatching};
    return trouble;
}

std::optional<Trouble> warningTrouble(const Status &status)
{
    if (!status.warning)
        return std::nullopt;
    Trouble trouble;
    trouble.title = *status.warning;
    trouble.text =
        status.stalled
            ? text(QT_TRANSLATE_NOOP("Status", "It may be busy or downloading. Stop it if you do not want to wait."))
            : text(QT_TRANSLATE_NOOP("Status", "Whoever reaches it can read your skills. For this computer alone, "
                                               "let it listen on 127.0.0.1."));
    return trouble;
}

Trouble astrayTrouble(const QString &astray, const Settings &settings)
{
    Trouble trouble;
    trouble.title = astray + u'.';
    trouble.text =
        text(QT_TRANSLATE_NOOP("Status", "Skills Tray asks for /health on port %1 of %2. Correct the backend's "
                                         "arguments, or host and port in the settings."))
            .arg(QString::number(settings.port), settings.host);
    trouble.remedies = {Remedy::OpenSettings};
    return trouble;
}

QString samplesWarning(int samples)
{
    return samples == 1 ? text(QT_TRANSLATE_NOOP("Status", "None of your skills were found; what is served is a sample "
                                                           "of our own."))
                        : text(QT_TRANSLATE_NOOP("Status", "None of your skills were found; the %1 that are served are "
                                                           "samples of our own."))
                              .arg(samples);
}

Trouble samplesTrouble(int samples, std::optional<KnownCause> cause)
{
    Trouble trouble;
    trouble.title =
        samples == 1 ? text(QT_TRANSLATE_NOOP("Status", "Skills Tray serves a sample of its own meanwhile."))
                     : text(QT_TRANSLATE_NOOP("Status", "Skills Tray serves %1 samples of its own meanwhile, which say "
                                                        "how to add yours."))
                           .arg(samples);
    trouble.text =
        cause == KnownCause::GitHubUnreachable
            ? text(QT_TRANSLATE_NOOP("Status", "No folder that it looks into has any, and GitHub could not be "
                                               "reached. Add a folder with skills; repositories are asked "
                                               "again by themselves."))
            : text(QT_TRANSLATE_NOOP("Status", "Add a folder with skills, or a repository."));
    trouble.remedies = {Remedy::AddFolder, Remedy::OpenConfig, Remedy::ShowError};
    return trouble;
}

QString stallWarning(qint64 silentMs)
{
    return text(QT_TRANSLATE_NOOP("Status", "No progress for %1; the backend is left running."))
        .arg(durationInWords(silentMs));
}

std::optional<QString> exposureWarning(const QString &host)
{
    if (host.isEmpty() || host == "localhost"_L1 || QHostAddress(host).isLoopback())
        return std::nullopt;
    return text(QT_TRANSLATE_NOOP("Status", "Other computers can reach the backend, because it listens on %1."))
        .arg(host);
}
