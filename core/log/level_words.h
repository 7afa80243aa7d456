// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_line.h"

#include <QByteArrayView>

/// What the first words of a line say of it.
struct NamedLevel
{
    // What may belong to the line besides it.
    enum class Kind : quint8 {
        Line,      // nothing: JSON, logfmt
        Text,      // what is indented
        Trouble,   // what is indented, hints and causes
        NpmError,  // npm's next errors
        GoPanic,   // traces of goroutines
        RustPanic, // the message, a backtrace
    };

    Level level = Level::None; // None: they name no level
    Kind kind = Kind::Line;

    explicit operator bool() const { return level != Level::None; }
};

/// The level that a program means by `name`, in letters of any case: "warn", "WRN", "Warning"; None if it is none.
[[nodiscard]] Level levelNamed(QByteArrayView name);

// Each knows the forms that begin with certain characters, so that ordinary lines cost little, and none looks for a
// level in the midst of a text.

/// A line that begins with a letter: "ERROR: x", "WARN x", "npm ERR! x", "level=error", "E0102 ..." (klog), "panic: x",
/// "TypeError: x", "thread 'main' panicked at".
[[nodiscard]] NamedLevel levelOfWords(QByteArrayView line);
/// A line that begins with a time or a bracket: "2026-11-22T18:44:02Z ERROR x", "[18:44:02] [error] x", "[WARN] x".
[[nodiscard]] NamedLevel levelOfHead(QByteArrayView line);
/// A line that begins with '{': "level" and its like as members of the object itself, names or pino's numbers.
[[nodiscard]] NamedLevel levelOfJson(QByteArrayView line);
/// A line that begins with '<' (systemd's "<3>") or '(' ("(node:7) Warning: x").
[[nodiscard]] NamedLevel levelOfPrefix(QByteArrayView line);
/// A line that begins with one blank: " WARN x", as Rust's tracing aligns names.
[[nodiscard]] NamedLevel levelOfPadded(QByteArrayView line);
