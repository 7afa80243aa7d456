// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/exit_status.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QtGlobal>

#include <optional>

// The language of the control socket: docs/control-protocol.md. One request line, then answer lines, each a JSON
// object; the last one has the exit status.

inline constexpr qsizetype MaxRequestBytes = 4096;
inline constexpr int RequestDeadlineMs = 2000;
inline constexpr int HeartbeatMs = 2000; // whoever waits is told that often that we live
inline constexpr int SilenceMs = 5000;   // a Skills Tray that says nothing for that long hangs
inline constexpr int MaxClients = 64;    // silent ones, and again as many that wait for something

/// One object as the line that goes over the socket, with its newline.
[[nodiscard]] QByteArray toLine(const QJsonObject &object);
/// None when the line is not one JSON object.
[[nodiscard]] std::optional<QJsonObject> fromLine(const QByteArray &line);

[[nodiscard]] QJsonObject request(const QString &verb);
/// The last line of an answer; `error` is one sentence for stderr.
[[nodiscard]] QJsonObject answer(ExitStatus status, const QString &error = {});
