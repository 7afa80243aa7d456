// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

/// How many of the first `limit` bytes are whole characters, so that a cut there breaks none.
[[nodiscard]] inline qsizetype wholeCharacters(QByteArrayView text, qsizetype limit)
{
    if (text.size() <= limit)
        return text.size();
    qsizetype end = limit;
    // A character has at most three continuation bytes; more than that is not UTF-8 and may be cut anywhere.
    while (end > 0 && limit - end < 4 && (static_cast<uchar>(text[end]) & 0xC0) == 0x80)
        --end;
    return limit - end < 4 ? end : limit;
}
