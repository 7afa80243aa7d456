// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

#include <optional>

/// Splits a typed command line as a POSIX shell does (spaces, quotes, backslashes) and expands nothing.
/// None when a quote is not closed or the end is a lone backslash; `error` then says so.
[[nodiscard]] std::optional<QStringList> splitCommandLine(const QString &line, QString *error = nullptr);
/// One line that splitCommandLine() and a shell take apart into the same arguments.
[[nodiscard]] QString joinCommandLine(const QStringList &arguments);
