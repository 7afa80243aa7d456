// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/status_words.h"

#include "core/backend/signal_name.h"

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
    if (skills > 0)
        return text(QT_TRANSLATE_NOOP("Status", "Ready: %1")).arg(skillsCounted(skills));
    return facts.noSkillsCause.isEmpty() ? text(QT_TRANSLATE_NOOP("Status", "Ready, but no skills were loaded"))
                                         : withoutFullStop(facts.noSkillsCause);
}

QString statusMessage(const Status &status, const TextFacts &facts)
{
    switch (status.state) {
    case State::Stopped:
        return text(QT_TRANSLATE_NOOP("Status", "Stopped"));
    case State::Starting:
        return status.watching ? text(QT_TRANSLATE_NOOP("Status", "Looking at the backend on port %1")).arg(status.port)
                               : text(QT_TRANSLATE_NOOP("Status", "Starting the backend"));
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
    return facts.lastLine.isEmpty() ? text(QT_TRANSLATE_NOOP("Status", "No output yet"))
                                    : cleanText(facts.lastLine, WordsLimit);
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
        return text(QT_TRANSLATE_NOOP("Status", "It is started again by itself (%1 of at most %2 times)"))
            .arg(status.attempt)
            .arg(RestartPolicy::FailureLimit - 1);
    case State::Failed:
        return failedDetail(status);
    }
    Q_UNREACHABLE();
}

QString endPhrase(const ExitReport &report)
{
    if (report.signal)
        return signalName(*report.signal);
    if (report.exitCode)
        return text(QT_TRANSLATE_NOOP("Status", "exit code %1")).arg(*report.exitCode);
    return report.guardLost ? text(QT_TRANSLATE_NOOP("Status", "its guard was killed"))
                            : text(QT_TRANSLATE_NOOP("Status", "it had not begun to run"));
}

QString endedText(const ExitReport &report, const QString &lastWords)
{
    QString how;
    if (report.guardLost)
        how = text(
            QT_TRANSLATE_NOOP("Status", "The helper that guards the backend was killed, so the backend was ended"));
    else if (report.signal)
        how = text(QT_TRANSLATE_NOOP("Status", "The backend was ended by %1")).arg(endPhrase(report));
    else
        how = text(QT_TRANSLATE_NOOP("Status", "The backend ended by itself with %1")).arg(endPhrase(report));
    const QString words = cleanText(lastWords, WordsLimit);
    return words.isEmpty() ? how : how + u": "_s + words;
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

static Trouble timeoutTrouble()
{
    Trouble trouble;
    trouble.title = text(QT_TRANSLATE_NOOP("Status", "The backend took too long to start."));
    trouble.text = text(QT_TRANSLATE_NOOP("Status", "Your setting startTimeout says to stop it then."));
    trouble.remedies = {Remedy::TryAgain, Remedy::ShowError};
    return trouble;
}

Trouble endedTrouble(const Failure &failure, bool triesAgain)
{
    if (failure.kind == FailureKind::StartTimeout)
        return timeoutTrouble();
    Trouble trouble;
    trouble.title = failure.kind == FailureKind::GuardLost
                        ? text(QT_TRANSLATE_NOOP("Status", "The helper that guards the backend was killed."))
                        : text(QT_TRANSLATE_NOOP("Status", "The backend ended by itself."));
    if (failure.kind == FailureKind::GaveUp)
        trouble.text = text(QT_TRANSLATE_NOOP("Status", "It was started again several times and is left alone now."));
    else if (triesAgain)
        trouble.text = text(QT_TRANSLATE_NOOP("Status", "Skills Tray starts it again by itself."));
    else
        trouble.text = text(QT_TRANSLATE_NOOP("Status", "Its log says more."));
    trouble.remedies = {Remedy::TryAgain, Remedy::ShowError};
    return trouble;
}

std::optional<QString> reasonToGiveUp(RestartPolicy::Verdict verdict, int failures)
{
    switch (verdict) {
    case RestartPolicy::Verdict::Retry:
    case RestartPolicy::Verdict::SameFatalTwice:
        return std::nullopt;
    case RestartPolicy::Verdict::TooManyInARow:
        return text(QT_TRANSLATE_NOOP("Status", "Gave up after %1 failures in a row.")).arg(failures);
    case RestartPolicy::Verdict::TooManyInTheWindow:
        return text(QT_TRANSLATE_NOOP("Status", "Gave up after %1 restarts within an hour."))
            .arg(RestartPolicy::RestartLimit);
    }
    Q_UNREACHABLE();
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
