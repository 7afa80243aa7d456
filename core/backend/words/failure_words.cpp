// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/words/failure_words.h"

#include "core/backend/state/health_report.h"
#include "core/backend/words/signal_name.h"
#include "core/backend/words/status_words.h"

#include <QCoreApplication>
#include <QDir>

// So that cause and words are two lines at most.
static constexpr qsizetype SaidLimit = 120;

static QString tr(const char *text)
{
    return QCoreApplication::translate("FailureWords", text);
}

Failure failureOf(FailureKind kind, const FailureWords &words, const QString &details)
{
    Failure failure;
    failure.kind = kind;
    failure.text = words.cause;
    failure.details = details;
    return failure;
}

Trouble troubleOf(const FailureWords &words)
{
    return {.title = words.answer, .text = words.advice, .remedies = words.remedies, .details = {}};
}

QString answerTo(const Failure &failure, State state)
{
    if (state == State::Backoff)
        return tr("Skills Tray starts it again by itself.");
    switch (failure.kind) {
    case FailureKind::NotFound:
    case FailureKind::NotExecutable:
    case FailureKind::CannotRun:
    case FailureKind::BadConfig:
    case FailureKind::NeedsDownload:
        return tr("Nothing was started, and nothing is tried again by itself.");
    case FailureKind::PortInUse:
        return tr("Skills Tray waits until the port is free.");
    case FailureKind::StartTimeout:
    case FailureKind::GaveUp:
        return tr("Skills Tray leaves it alone now.");
    case FailureKind::Exited:
    case FailureKind::Crashed:
    case FailureKind::GuardLost:
        return tr("Another try would end in the same way, so Skills Tray leaves it alone now.");
    }
    Q_UNREACHABLE();
}

QString withTilde(const QString &path)
{
    const QString home = QDir::homePath();
    return home.size() > 1 && path.startsWith(home + u'/') ? u'~' + path.mid(home.size()) : path;
}

QString backendInWords(const Settings &settings)
{
    switch (settings.kind) {
    case BackendKind::Builtin:
        return tr("The built-in backend");
    case BackendKind::ClaudeSkillsMcp:
        return backendKindName(settings.kind);
    case BackendKind::Custom:
        return cleanText(withTilde(settings.command.trimmed()), SaidLimit);
    }
    Q_UNREACHABLE();
}

FailureWords noProgramWords()
{
    return {.cause = tr("No program is chosen for the custom backend"),
            .answer = {},
            .advice = tr("Name one in the settings, or choose another backend."),
            .remedies = {Remedy::OpenSettings}};
}

FailureWords nulWords()
{
    return {.cause = tr("The backend's command contains a NUL character"),
            .answer = {},
            .advice = tr("No program can be given one; remove it in the settings."),
            .remedies = {Remedy::OpenSettings}};
}

FailureWords builtinMissingWords(const QString &place)
{
    return {.cause = tr("Cannot find the built-in backend: there is no %1").arg(withTilde(place)),
            .answer = {},
            .advice = tr("It belongs beside Skills Tray: install Skills Tray again, or choose another backend in the "
                         "settings."),
            .remedies = {Remedy::TryAgain, Remedy::OpenSettings}};
}

FailureWords uvxMissingWords(bool builtinIsThere)
{
    return {.cause = tr("claude-skills-mcp needs uvx, which was not found"),
            .answer = {},
            .advice =
                builtinIsThere
                    ? tr("Install uv (https://docs.astral.sh/uv), or use the built-in backend, which needs nothing.")
                    : tr("Install uv (https://docs.astral.sh/uv), or choose another backend."),
            .remedies = builtinIsThere ? QList{Remedy::UseBuiltin, Remedy::TryAgain}
                                       : QList{Remedy::TryAgain, Remedy::OpenSettings}};
}

FailureWords programMissingWords(const QString &program)
{
    return {.cause = tr("Cannot find the program %1").arg(program),
            .answer = {},
            .advice = tr("Install it, or name its whole path in the settings."),
            .remedies = {Remedy::OpenSettings, Remedy::TryAgain}};
}

static QString notAProgram(const QString &path, NoProgram what)
{
    switch (what) {
    case NoProgram::Directory:
        return tr("%1 is a directory, not a program").arg(path);
    case NoProgram::NotExecutable:
        return tr("%1 is not executable").arg(path);
    case NoProgram::Other:
        return tr("%1 is not a program").arg(path);
    }
    Q_UNREACHABLE();
}

FailureWords notAProgramWords(const QString &path, NoProgram what)
{
    return {.cause = notAProgram(withTilde(path), what),
            .answer = {},
            .advice = what == NoProgram::NotExecutable
                          ? tr("Make it executable (chmod +x), or name another program in the settings.")
                          : tr("Name another program in the settings."),
            .remedies = {Remedy::OpenSettings, Remedy::TryAgain}};
}

FailureWords configMissingWords(const QString &file)
{
    return {.cause = tr("Cannot find the config file %1").arg(withTilde(file)),
            .answer = {},
            .advice = tr("Name another one in the settings, or none for our own."),
            .remedies = {Remedy::OpenSettings, Remedy::TryAgain}};
}

/// Why it is not started with a broken config.
static QString whatItWouldDo(BackendKind kind)
{
    switch (kind) {
    case BackendKind::Builtin:
        return tr("The built-in backend does not start with it.");
    case BackendKind::ClaudeSkillsMcp:
        return tr("claude-skills-mcp was not started: it would ignore the whole file and use its defaults.");
    case BackendKind::Custom:
        return tr("The backend was not started: it is told to read this file.");
    }
    Q_UNREACHABLE();
}

FailureWords configBrokenWords(const QString &fault, BackendKind kind)
{
    return {.cause = withTilde(fault),
            .answer = whatItWouldDo(kind),
            .advice = tr("Correct the file, then try again."),
            .remedies = {Remedy::OpenConfig, Remedy::TryAgain}};
}

FailureWords uvxBrokenWords(const QString &fault, bool builtinIsThere)
{
    return {.cause = fault,
            .answer = {},
            .advice = tr("Install uv again (https://docs.astral.sh/uv), or choose another backend."),
            .remedies = builtinIsThere ? QList{Remedy::TryAgain, Remedy::UseBuiltin}
                                       : QList{Remedy::TryAgain, Remedy::OpenSettings}};
}

FailureWords downloadWords(const QString &space, bool builtinIsThere)
{
    // What "several GB" are good for, and what else there is: enough to decide.
    const QString other = builtinIsThere
                              ? tr("It searches by meaning; the built-in backend starts at once and needs nothing.")
                              : tr("It searches by meaning.");
    return {.cause = tr("claude-skills-mcp needs a download first"),
            .answer = tr("claude-skills-mcp has to be downloaded once: Python packages and PyTorch, several GB."),
            .advice = space.isEmpty() ? other : space + u' ' + other,
            .remedies = {Remedy::DownloadAndStart, builtinIsThere ? Remedy::UseBuiltin : Remedy::OpenSettings}};
}

static QString notOurs()
{
    return tr("Skills Tray does not end programs it did not start.");
}

FailureWords portOwnedWords(const PortOwner &owner, int port, const QString &whoAtLength)
{
    const QString who = owner.program.isEmpty() ? tr("a program") : owner.program;
    FailureWords words{.cause = tr("Port %1 is in use by %2 (process %3)")
                                    .arg(QString::number(port), who, QString::number(owner.pid.value_or(0))),
                       .answer = tr("%1 uses port %2.").arg(whoAtLength, QString::number(port)),
                       .advice = notOurs(),
                       .remedies = {Remedy::UseAnotherPort}};
    if (owner.ownUser)
        words.remedies.append(Remedy::AskOwnerToQuit);
    return words;
}

FailureWords portOfUserWords(const QString &user, int port)
{
    return {.cause = tr("Port %1 is in use by %2").arg(QString::number(port), user),
            .answer = tr("A program of %1 uses port %2.").arg(user, QString::number(port)),
            .advice = notOurs(),
            .remedies = {Remedy::UseAnotherPort}};
}

FailureWords portUnseenWords(int port)
{
    return {.cause = tr("Port %1 is in use by another program").arg(port),
            .answer = tr("Another program uses port %1.").arg(port),
            .advice = tr("It cannot be seen from here: it may belong to another user, or run in a container."),
            .remedies = {Remedy::UseAnotherPort}};
}

FailureWords portWarWords(const QString &cause, const QString &answer)
{
    return {.cause = tr("Gave up, because another program ends the backend and takes its port. %1").arg(cause),
            .answer = answer,
            .advice = tr("It has taken the port twice by killing the backend, so Skills Tray does not start it again "
                         "by itself: two who fight for one port serve nobody."),
            .remedies = {Remedy::UseAnotherPort, Remedy::TryAgain}};
}

FailureWords addressWords(const QString &host, int port, const QString &cause)
{
    return {.cause = tr("Cannot use the address %1, port %2: %3").arg(host, QString::number(port), cause),
            .answer = {},
            .advice = tr("The usual address is 127.0.0.1: this computer only."),
            .remedies = {Remedy::OpenSettings}};
}

FailureWords refusedWords(StartFailure::Kind kind, const QString &cause)
{
    const bool isGuard = kind == StartFailure::GuardMissing;
    const bool passes = kind == StartFailure::Shortage;
    return {.cause = cause,
            .answer = {},
            .advice = isGuard ? tr("A part of Skills Tray is missing: install it again.")
                      : passes
                          ? tr("The system is short of processes, memory or open files; end something if it lasts.")
                          : tr("Correct it, or choose another program in the settings."),
            .remedies = isGuard || passes ? QList{Remedy::TryAgain} : QList{Remedy::OpenSettings, Remedy::TryAgain}};
}

FailureWords impossibleWords(const QString &cause)
{
    return {.cause = cause, .answer = {}, .advice = tr("Correct it, then try again."), .remedies = {Remedy::TryAgain}};
}

QString endPhrase(const ExitReport &report)
{
    if (report.signal)
        return signalName(*report.signal);
    if (report.exitCode)
        return tr("exit code %1").arg(*report.exitCode);
    return report.guardLost ? tr("its guard was killed") : tr("it had not begun to run");
}

static QString endedCause(const QString &name, const ExitReport &report)
{
    if (report.guardLost)
        return tr("The helper that guards the backend was killed, so the backend was ended");
    return report.signal ? tr("%1 was ended by %2").arg(name, endPhrase(report))
                         : tr("%1 ended by itself with %2").arg(name, endPhrase(report));
}

static QString endedAdvice(const ExitReport &report, bool hasSaidWhy)
{
    if (report.guardLost)
        return tr("Something killed skills-tray-guard. Where memory is short, the system does.");
    if (report.signal && signalName(*report.signal) == QStringLiteral("SIGKILL"))
        return tr("Something outside killed it. Where memory is short, the system does.");
    return hasSaidWhy ? tr("The error in the log says more.") : tr("It did not say why.");
}

FailureWords endedWords(const QString &name, const ExitReport &report, const QString &said)
{
    const QString words = cleanText(said, SaidLimit);
    const QString cause = endedCause(name, report);
    return {.cause = words.isEmpty() ? cause : cause + QStringLiteral(": ") + words,
            .answer = {},
            .advice = endedAdvice(report, !words.isEmpty()),
            .remedies = {Remedy::TryAgain, Remedy::ShowError}};
}

FailureWords backgroundWords(const QString &name)
{
    return {
        .cause =
            tr("%1 ended with exit code 0 and went on in the background, where nothing can look after it").arg(name),
        .answer = {},
        .advice = tr("Give it the argument that keeps it in the foreground, such as --foreground or --no-daemon."),
        .remedies = {Remedy::OpenSettings, Remedy::TryAgain}};
}

FailureWords lostPortWords(const QString &name, int port)
{
    return {.cause = tr("%1 could not take port %2, and was stopped because it lived on without it")
                         .arg(name, QString::number(port)),
            .answer = {},
            .advice = tr("Choose another port if it happens again."),
            .remedies = {Remedy::TryAgain, Remedy::UseAnotherPort, Remedy::ShowError}};
}

FailureWords timeoutWords(const QString &name, qint64 silentMs)
{
    return {.cause =
                tr("%1 was stopped, because its start made no progress for %2").arg(name, durationInWords(silentMs)),
            .answer = tr("Your setting startTimeout says to stop it then, and it is not started again by itself."),
            .advice = tr("Give it more time there, or try again."),
            .remedies = {Remedy::TryAgain, Remedy::ShowError}};
}

FailureWords silentWords(const QString &name, qint64 silentMs, Silence kind)
{
    return {.cause = tr("%1 was ended, because it had not answered for %2 (%3)")
                         .arg(name, durationInWords(silentMs), silenceName(kind)),
            .answer = {},
            .advice = tr("Your setting silentTimeout says to end it then. Where it hung may be in the log."),
            .remedies = {Remedy::TryAgain, Remedy::ShowError}};
}

std::optional<QString> gaveUpCause(RestartPolicy::Verdict verdict, int failures, const QString &cause)
{
    switch (verdict) {
    case RestartPolicy::Verdict::Retry:
    case RestartPolicy::Verdict::SameFatalTwice:
        return std::nullopt;
    case RestartPolicy::Verdict::TooManyInARow:
        return tr("Gave up after %1 failures in a row: %2").arg(QString::number(failures), cause);
    case RestartPolicy::Verdict::TooManyInTheWindow:
        return tr("Gave up after %1 restarts within an hour: %2")
            .arg(QString::number(RestartPolicy::RestartLimit), cause);
    }
    Q_UNREACHABLE();
}
