// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/run_end.h"

#include "core/backend/known_failures.h"
#include "core/backend/progress_reader.h"
#include "core/backend/status_words.h"

#include <QCoreApplication>

#include <csignal>

// The built-in backend tells a taken port by its exit status, whatever the language of its words.
static constexpr int PortTakenStatus = 3;

static QString tr(const char *text)
{
    return QCoreApplication::translate("RunEnd", text);
}

static Failure failureFor(const ExitReport &report, const ProgressReader &output)
{
    Failure failure;
    failure.kind = report.guardLost ? FailureKind::GuardLost
                   : report.signal  ? FailureKind::Crashed
                                    : FailureKind::Exited;
    failure.text = endedText(report, output.lastWords());
    failure.exitCode = report.exitCode;
    failure.signal = report.signal;
    failure.lastLines = output.lastLines(LastLinesTold);
    return failure;
}

RunEnd judgedEnd(const ExitReport &report, const ProgressReader &output, const Settings &settings, bool hasAnswered)
{
    RunEnd end;
    end.failure = failureFor(report, output);
    end.errorLine = output.endExplainedBy();
    const std::optional<KnownFailure> known = hasAnswered || end.failure.kind != FailureKind::Exited
                                                  ? std::nullopt
                                                  : knownStartFailure(end.failure.lastLines, settings.port);
    const bool builtinLostPort =
        !hasAnswered && settings.kind == BackendKind::Builtin && end.failure.exitCode == PortTakenStatus;
    end.trouble = known ? known->trouble : endedTrouble(end.failure, true);
    if (known)
        end.failure.text = known->text;
    if (builtinLostPort || (known && known->portTaken))
        end.advice = RunEnd::Advice::PortLost;
    else if (known && known->fatal)
        end.cause = known->text;
    return end;
}

bool hasLostItsPort(const ProgressReader &output, const Settings &settings)
{
    const std::optional<KnownFailure> known = knownStartFailure(output.lastLines(LastLinesTold), settings.port);
    return known && known->portTaken;
}

RunEnd lostPortEnd(const ProgressReader &output, const Settings &settings)
{
    RunEnd end;
    end.failure.text =
        tr("The backend could not take port %1, and was stopped because it lived on without it").arg(settings.port);
    end.failure.lastLines = output.lastLines(LastLinesTold);
    end.trouble = endedTrouble(end.failure, true);
    end.errorLine = output.endExplainedBy();
    end.advice = RunEnd::Advice::PortLost;
    return end;
}

RunEnd timedOutEnd(qint64 silentMs, const ProgressReader &output)
{
    RunEnd end;
    end.failure.kind = FailureKind::StartTimeout;
    end.failure.text =
        tr("The backend was stopped, because its start made no progress for %1.").arg(durationInWords(silentMs));
    end.failure.lastLines = output.lastLines(LastLinesTold);
    end.trouble = endedTrouble(end.failure, false);
    end.errorLine = output.endExplainedBy();
    end.advice = RunEnd::Advice::ForGood;
    return end;
}

RunEnd silentEnd(qint64 silentMs, Silence kind, const ProgressReader &output)
{
    RunEnd end;
    end.failure.kind = FailureKind::Crashed;
    end.failure.signal = SIGABRT;
    end.failure.text = tr("The backend was ended, because it had not answered for %1 (%2)")
                           .arg(durationInWords(silentMs), silenceName(kind));
    end.failure.lastLines = output.lastLines(LastLinesTold);
    end.trouble =
        Trouble{tr("The backend did not answer any more."),
                tr("Your setting silentTimeout says to start it again then. Where it hung may be in the log."),
                {Remedy::TryAgain}};
    return end;
}

static RunEnd notStarted(FailureKind kind, const QString &text)
{
    RunEnd end;
    end.failure.kind = kind;
    end.failure.text = text;
    end.trouble = Trouble{tr("The backend could not be started."), text, {Remedy::TryAgain, Remedy::OpenSettings}};
    end.advice = RunEnd::Advice::ForGood;
    return end;
}

RunEnd refusedEnd(const StartFailure &start)
{
    switch (start.kind) {
    case StartFailure::NotFound:
    case StartFailure::GuardMissing:
        return notStarted(FailureKind::NotFound, start.text);
    case StartFailure::NotExecutable:
        return notStarted(FailureKind::NotExecutable, start.text);
    case StartFailure::CannotRun:
        break;
    case StartFailure::Shortage: {
        RunEnd end = notStarted(FailureKind::CannotRun, start.text);
        end.advice = RunEnd::Advice::Retry;
        return end;
    }
    }
    return notStarted(FailureKind::CannotRun, start.text);
}

RunEnd impossibleEnd(const QString &text)
{
    return notStarted(FailureKind::CannotRun, text);
}
