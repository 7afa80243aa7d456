// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/run/run_end.h"

#include "core/backend/health/progress_reader.h"
#include "core/backend/words/failure_words.h"
#include "core/backend/words/known_failures.h"

#include <QCoreApplication>

#include <csignal>

// The built-in backend tells a taken port by its exit status, whatever the language of its words.
static constexpr int PortTakenStatus = 3;

static QString tr(const char *text)
{
    return QCoreApplication::translate("RunEnd", text);
}

static FailureKind kindOf(const ExitReport &report)
{
    return report.guardLost ? FailureKind::GuardLost : report.signal ? FailureKind::Crashed : FailureKind::Exited;
}

static RunEnd endOf(FailureKind kind, const FailureWords &words, const QStringList &lastLines)
{
    RunEnd end;
    end.failure = failureOf(kind, words);
    end.failure.lastLines = lastLines;
    end.trouble = troubleOf(words);
    return end;
}

/// It ended well before it was ready, and something of it went on: it serves from the background, or means to.
static bool wentIntoBackground(const UnaskedEnd &ending)
{
    return !ending.hasAnswered && ending.leftOthers && ending.report.exitCode == 0;
}

RunEnd judgedEnd(const UnaskedEnd &ending, const ProgressReader &output, const Settings &settings)
{
    const bool atStart = !ending.hasAnswered && kindOf(ending.report) == FailureKind::Exited;
    const std::optional<SaidLine> cause = output.cause(atStart);
    const std::optional<KnownFailure> known =
        atStart ? knownStartFailure(output.lastLines(LastLinesTold), settings.port, ending.variables) : std::nullopt;
    const QString name = backendInWords(settings);
    const bool isInBackground = !known && wentIntoBackground(ending);
    const FailureWords words = known            ? known->words
                               : isInBackground ? backgroundWords(name)
                                                : endedWords(name, ending.report, cause ? cause->text : QString());
    RunEnd end = endOf(kindOf(ending.report), words, output.lastLines(LastLinesTold));
    end.failure.exitCode = ending.report.exitCode;
    end.failure.signal = ending.report.signal;
    if (atStart && !ending.variables.isEmpty())
        end.failure.details = tr("Set in its environment: %1").arg(ending.variables.join(QStringLiteral(", ")));
    if (cause)
        end.errorLine = cause->number;
    else if (known)
        end.errorLine = output.lastLineNumber();
    const bool builtinLostPort =
        !ending.hasAnswered && settings.kind == BackendKind::Builtin && end.failure.exitCode == PortTakenStatus;
    if (builtinLostPort || (known && known->portTaken))
        end.advice = RunEnd::Advice::PortLost;
    else if (isInBackground || (known && known->fatal))
        end.cause = words.cause;
    return end;
}

bool hasLostItsPort(const ProgressReader &output, const Settings &settings)
{
    const std::optional<KnownFailure> known = knownStartFailure(output.lastLines(LastLinesTold), settings.port);
    return known && known->portTaken;
}

RunEnd lostPortEnd(const ProgressReader &output, const Settings &settings)
{
    RunEnd end = endOf(FailureKind::Exited, lostPortWords(backendInWords(settings), settings.port),
                       output.lastLines(LastLinesTold));
    end.errorLine = output.lastLineNumber();
    end.advice = RunEnd::Advice::PortLost;
    return end;
}

RunEnd timedOutEnd(qint64 silentMs, const ProgressReader &output, const Settings &settings)
{
    RunEnd end = endOf(FailureKind::StartTimeout, timeoutWords(backendInWords(settings), silentMs),
                       output.lastLines(LastLinesTold));
    if (const std::optional<SaidLine> cause = output.cause(true))
        end.errorLine = cause->number;
    end.advice = RunEnd::Advice::ForGood;
    return end;
}

RunEnd silentEnd(qint64 silentMs, Silence kind, const ProgressReader &output, const Settings &settings)
{
    RunEnd end = endOf(FailureKind::Crashed, silentWords(backendInWords(settings), silentMs, kind),
                       output.lastLines(LastLinesTold));
    end.failure.signal = SIGABRT;
    return end;
}

static FailureKind kindOf(StartFailure::Kind kind)
{
    switch (kind) {
    case StartFailure::NotFound:
    case StartFailure::GuardMissing:
        return FailureKind::NotFound;
    case StartFailure::NotExecutable:
        return FailureKind::NotExecutable;
    case StartFailure::CannotRun:
    case StartFailure::Shortage:
        return FailureKind::CannotRun;
    }
    Q_UNREACHABLE();
}

RunEnd refusedEnd(const StartFailure &start)
{
    RunEnd end = endOf(kindOf(start.kind), refusedWords(start.kind, start.text), {});
    end.advice = start.kind == StartFailure::Shortage ? RunEnd::Advice::Retry : RunEnd::Advice::ForGood;
    return end;
}

RunEnd impossibleEnd(const QString &text)
{
    RunEnd end = endOf(FailureKind::CannotRun, impossibleWords(text), {});
    end.advice = RunEnd::Advice::ForGood;
    return end;
}
