// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/icon_look.h"

#include <algorithm>

static int eighthsOf(const Status &status)
{
    const int total = status.skillsExpected.value_or(0);
    if (total <= 0)
        return 0;
    // A full ring means ready, so loading ends at seven.
    const qint64 eighths = qint64(status.skills.value_or(0)) * 8 / total;
    return int(std::clamp<qint64>(eighths, 0, 7));
}

static IconShape failedShape(const Status &status)
{
    if (!status.failure)
        return IconShape::Failed;
    switch (status.failure->kind) {
    case FailureKind::PortInUse: // it goes on by itself, like Backoff
        return IconShape::Backoff;
    case FailureKind::NeedsDownload: // a question, not a failure
        return IconShape::Stopped;
    case FailureKind::NotFound:
    case FailureKind::NotExecutable:
    case FailureKind::CannotRun:
    case FailureKind::BadConfig:
    case FailureKind::Exited:
    case FailureKind::Crashed:
    case FailureKind::StartTimeout:
    case FailureKind::GuardLost:
    case FailureKind::GaveUp:
        break;
    }
    return IconShape::Failed;
}

IconLook lookOf(const Status &status)
{
    switch (status.state) {
    case State::Stopped:
        return {IconShape::Stopped, 0};
    case State::Starting:
        return {IconShape::Starting, 0};
    case State::Loading:
        return {IconShape::Loading, eighthsOf(status)};
    case State::Ready:
        return {status.warning ? IconShape::Warning : IconShape::Ready, 0};
    case State::Unresponsive:
        return {IconShape::Unresponsive, 0};
    case State::Stopping:
        return {IconShape::Stopping, 0};
    case State::Backoff:
        return {IconShape::Backoff, 0};
    case State::Failed:
        return {failedShape(status), 0};
    }
    Q_UNREACHABLE();
}

bool isTurning(IconShape shape)
{
    return shape == IconShape::Starting || shape == IconShape::Stopping;
}
