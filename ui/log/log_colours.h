// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_line.h"

#include <QColor>

class QPalette;

/// The log's colours, made from the desktop's palette so that every text keeps a contrast of 4.5:1 where it stands.
struct LogColours
{
    QColor base;
    QColor text;
    QColor quiet; // time, origin, our own events, continuation lines
    QColor info;
    QColor warning;
    QColor error;
    QColor warningRow; // backgrounds
    QColor errorRow;
    QColor match;
    QColor currentMatch;
    QColor matchText;
    QColor currentMatchText;
    QColor selection;
    QColor selectedText;
    QColor selectedMatch; // a match within what is selected, to be told from both
    QColor selectedMatchText;
    QColor selectedCurrentMatch;
    QColor selectedCurrentMatchText;

    LogColours() = default;
    explicit LogColours(const QPalette &palette);

    [[nodiscard]] QColor rowOf(Level level) const;
    [[nodiscard]] QColor textOf(Level level) const;
};
