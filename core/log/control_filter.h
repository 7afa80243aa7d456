// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

/// True if `line` is ASCII and can be shown as it is: most lines are, and it costs next to nothing to know.
[[nodiscard]] bool isPlain(QByteArrayView line);

/// Makes one line safe to show, store and copy.
///
/// Escape sequences (CSI, OSC, DCS and the others) vanish, whatever their length; an unterminated one ends with its
/// line, so that nothing of it is seen. Whole ones that begin with a C1 control (U+009B instead of ESC [) do, too.
/// Other control characters but TAB are shown as \xNN, NUL as U+2400, each byte that is not UTF-8 as U+FFFD (as
/// QString::fromUtf8 does). Characters that reorder text or are invisible are shown as \uNNNN; joiners (U+200C, U+200D)
/// are letters to those who need them and stay.
[[nodiscard]] QByteArray cleaned(QByteArrayView line);
