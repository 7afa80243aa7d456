// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

/// True if `line` is ASCII and can be shown as it is: most lines are, and it costs next to nothing to know.
[[nodiscard]] bool isPlain(QByteArrayView line);

/// Makes one line safe to show, store and copy.
///
/// Escape sequences (CSI, OSC, DCS and the others) vanish; an unterminated one takes at most MaxSequenceBytes with it,
/// and never more than its line. Other control characters but TAB are shown as \xNN, NUL as U+2400, characters that
/// format or reorder invisibly as \uNNNN, each byte that is not UTF-8 as U+FFFD (as QString::fromUtf8 does).
[[nodiscard]] QByteArray cleaned(QByteArrayView line);

inline constexpr qsizetype MaxSequenceBytes = 4 * 1024;
