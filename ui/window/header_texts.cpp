// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/window/header_texts.h"

#include "ui/shared/possible_actions.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

static QString say(const char *text)
{
    return QCoreApplication::translate("HeaderTexts", text);
}

static QString spacedDurationText(qint64 milliseconds)
{
    const qint64 seconds = std::max<qint64>(0, milliseconds / 1000);
    const qint64 minutes = seconds / 60;
    const qint64 hours = minutes / 60;
    if (seconds < 60)
        return QCoreApplication::translate("HeaderTexts", "%1 s").arg(seconds);
    if (hours == 0)
        return QCoreApplication::translate("HeaderTexts", "%1 min %2 s").arg(minutes).arg(seconds % 60);
    if (hours < 48)
        return QCoreApplication::translate("HeaderTexts", "%1 h %2 min").arg(hours).arg(minutes % 60);
    return QCoreApplication::translate("HeaderTexts", "%1 d %2 h").arg(hours / 24).arg(hours % 24);
}

QString durationText(qint64 milliseconds)
{
    return spacedDurationText(milliseconds).replace(u' ', QChar::Nbsp);
}

static QString nameOf(const Status &status)
{
    switch (status.backend) {
    case BackendKind::Builtin:
        return QCoreApplication::translate("HeaderTexts", "built-in backend");
    case BackendKind::ClaudeSkillsMcp:
        return backendKindName(status.backend);
    case BackendKind::Custom:
        break;
    }
    if (status.command && !status.command->isEmpty())
        return QFileInfo(status.command->first()).fileName();
    return QCoreApplication::translate("HeaderTexts", "custom backend");
}

QString backendTitle(const Status &status)
{
    const QString name = nameOf(status);
    return status.version ? name + u' ' + *status.version : name;
}

static QString joined(QStringList facts)
{
    facts.removeAll(QString());
    return facts.join(QStringLiteral("  ·  "));
}

static QString elapsed(const Status &status, qint64 nowMs)
{
    return status.startedAtMs ? durationText(nowMs - *status.startedAtMs) : QString();
}

static QString upTime(const Status &status, qint64 nowMs)
{
    const QString time = elapsed(status, nowMs);
    return time.isEmpty() ? time : QCoreApplication::translate("HeaderTexts", "up %1").arg(time);
}

static QString nextAttempt(const Status &status, qint64 nowMs)
{
    if (!status.nextAttemptAtMs)
        return {};
    const qint64 left = std::max<qint64>(0, *status.nextAttemptAtMs - nowMs);
    return QCoreApplication::translate("HeaderTexts", "tries again in %1").arg(durationText(left + 999));
}

QString factsLine(const Status &status, qint64 nowMs)
{
    if (status.watching)
        return joined({status.detail, status.mcpUrl()});
    switch (status.state) {
    case State::Stopped:
        return status.detail.isEmpty() ? QCoreApplication::translate("HeaderTexts", "Nothing is running")
                                       : status.detail;
    case State::Starting:
    case State::Loading:
        return joined({status.detail, elapsed(status, nowMs), backendTitle(status)});
    case State::Ready:
        if (!status.detail.isEmpty())
            return status.detail;
        return joined({status.mcpUrl(), backendTitle(status), upTime(status, nowMs)});
    case State::Unresponsive:
        return joined({status.detail, upTime(status, nowMs)});
    case State::Stopping:
        return status.detail;
    case State::Backoff:
        return joined({status.detail, nextAttempt(status, nowMs)});
    case State::Failed:
        return status.detail;
    }
    Q_UNREACHABLE();
}

bool factsTick(const Status &status)
{
    switch (status.state) {
    case State::Starting:
    case State::Loading:
    case State::Unresponsive:
        return status.startedAtMs.has_value();
    case State::Ready:
        return status.startedAtMs.has_value() && status.detail.isEmpty();
    case State::Backoff:
        return status.nextAttemptAtMs.has_value();
    case State::Stopped:
    case State::Stopping:
    case State::Failed:
        return false;
    }
    Q_UNREACHABLE();
}

QString remedyText(Remedy remedy)
{
    switch (remedy) {
    case Remedy::UseAnotherPort:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Use another &port…"));
    case Remedy::AskOwnerToQuit:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Ask it to &quit…"));
    case Remedy::WatchIt:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "&Watch it"));
    case Remedy::StopWatching:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Stop &watching"));
    case Remedy::DownloadAndStart:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "&Download and start"));
    case Remedy::UseBuiltin:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Use &built-in"));
    case Remedy::TryAgain:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "&Try again"));
    case Remedy::AddFolder:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "&Add a folder…"));
    case Remedy::ShowError:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Show &error"));
    case Remedy::OpenConfig:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "&Open the file"));
    case Remedy::OpenSettings:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Settin&gs…"));
    }
    Q_UNREACHABLE();
}

QString remedyToolTip(Remedy remedy)
{
    switch (remedy) {
    case Remedy::UseAnotherPort:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Choose a free port for the backend"));
    case Remedy::AskOwnerToQuit:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Ask the program that holds the port to end; you are asked first"));
    case Remedy::WatchIt:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Show how that backend is, without starting or stopping anything"));
    case Remedy::StopWatching:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Wait for the port again, and start when it is free"));
    case Remedy::DownloadAndStart:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Download what is missing, then start the backend"));
    case Remedy::UseBuiltin:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Change to the built-in backend and start it"));
    case Remedy::TryAgain:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Start the backend again"));
    case Remedy::AddFolder:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Choose where your skills are: folders and repositories"));
    case Remedy::ShowError:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Show in the log what the backend said"));
    case Remedy::OpenConfig:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Open the backend's configuration in an editor"));
    case Remedy::OpenSettings:
        return say(QT_TRANSLATE_NOOP("HeaderTexts", "Choose another backend or other options"));
    }
    Q_UNREACHABLE();
}
