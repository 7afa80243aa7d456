// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/state/status.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QJsonArray>

#include <cmath>

using namespace Qt::StringLiterals;

QString failureKindName(FailureKind kind)
{
    switch (kind) {
    case FailureKind::NotFound:
        return u"not-found"_s;
    case FailureKind::NotExecutable:
        return u"not-executable"_s;
    case FailureKind::CannotRun:
        return u"cannot-run"_s;
    case FailureKind::BadConfig:
        return u"bad-config"_s;
    case FailureKind::NeedsDownload:
        return u"needs-download"_s;
    case FailureKind::Exited:
        return u"exited"_s;
    case FailureKind::Crashed:
        return u"crashed"_s;
    case FailureKind::PortInUse:
        return u"port-in-use"_s;
    case FailureKind::StartTimeout:
        return u"start-timeout"_s;
    case FailureKind::GuardLost:
        return u"guard-lost"_s;
    case FailureKind::GaveUp:
        return u"gave-up"_s;
    }
    Q_UNREACHABLE();
}

QString Status::mcpUrl() const
{
    // "All addresses" is none to connect to; from this computer its own is.
    const QHostAddress address(host);
    const QString place = address == QHostAddress(QHostAddress::AnyIPv4)   ? u"127.0.0.1"_s
                          : address == QHostAddress(QHostAddress::AnyIPv6) ? u"::1"_s
                                                                           : host;
    return (place.contains(u':') ? u"http://[%1]:%2/mcp"_s : u"http://%1:%2/mcp"_s).arg(place, QString::number(port));
}

qint64 monotonicMs()
{
    static const QElapsedTimer clock = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
    return clock.elapsed();
}

template<typename T>
static QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

static QJsonValue timeOrNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue(QJsonValue::Null);
}

static QJsonValue ownerJson(const std::optional<PortOwner> &owner)
{
    if (!owner)
        return QJsonValue::Null;
    const auto textOrNull = [](const QString &text) {
        return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
    };
    return QJsonObject{
        {u"pid"_s, orNull(owner->pid)},
        {u"program"_s, textOrNull(owner->program)},
        {u"user"_s, textOrNull(owner->user)},
    };
}

static QJsonValue failureJson(const std::optional<Failure> &failure)
{
    if (!failure)
        return QJsonValue::Null;
    return QJsonObject{
        {u"kind"_s, failureKindName(failure->kind)},
        {u"text"_s, failure->text},
        {u"exit_code"_s, orNull(failure->exitCode)},
        {u"signal"_s, orNull(failure->signal)},
        {u"last_lines"_s, QJsonArray::fromStringList(failure->lastLines)},
        {u"port_owner"_s, ownerJson(failure->portOwner)},
    };
}

static QJsonValue secondsUntil(const std::optional<qint64> &atMs)
{
    if (!atMs)
        return QJsonValue::Null;
    const qint64 left = std::max<qint64>(0, *atMs - monotonicMs());
    return std::round(double(left) / 100.0) / 10.0;
}

QJsonObject toJson(const Status &status)
{
    return QJsonObject{
        {u"state"_s, stateName(status.state)},
        {u"watching"_s, status.watching},
        {u"backend"_s, backendKindName(status.backend)},
        {u"command"_s, status.command ? QJsonValue(QJsonArray::fromStringList(*status.command)) : QJsonValue::Null},
        {u"pid"_s, orNull(status.pid)},
        {u"guard_pid"_s, orNull(status.guardPid)},
        {u"host"_s, status.host},
        {u"port"_s, status.port},
        {u"mcp_url"_s, status.mcpUrl()},
        {u"version"_s, orNull(status.version)},
        {u"skills"_s, orNull(status.skills)},
        {u"skills_expected"_s, orNull(status.skillsExpected)},
        {u"models_loaded"_s, orNull(status.modelsLoaded)},
        {u"loading_complete"_s, orNull(status.loadingComplete)},
        {u"message"_s, status.message},
        {u"warning"_s, orNull(status.warning)},
        {u"failure"_s, failureJson(status.failure)},
        {u"health_error"_s, orNull(status.healthError)},
        {u"silence"_s, status.silence == Silence::Unknown ? QJsonValue::Null : QJsonValue(silenceName(status.silence))},
        {u"attempt"_s, status.attempt},
        {u"next_attempt_in"_s, secondsUntil(status.nextAttemptAtMs)},
        {u"started_at"_s, timeOrNull(status.startedAt)},
        {u"ready_at"_s, timeOrNull(status.readyAt)},
        {u"state_since"_s, timeOrNull(status.stateSince)},
    };
}
