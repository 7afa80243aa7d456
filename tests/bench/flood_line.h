// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <string>

/// A line as a backend writes it, `bytes` long with its end; different for each number below ten million.
[[nodiscard]] inline std::string floodLine(long number, std::size_t bytes = 120)
{
    char head[96];
    std::snprintf(head, sizeof head, "INFO:     Loaded skill %07ld from /srv/skills/scientific/number-%07ld/SKILL.md, ",
                  number, number);
    std::string line = head;
    while (line.size() + 1 < bytes)
        line += "with some more text to be as long as lines are ";
    line.resize(bytes - 1);
    return line + '\n';
}
