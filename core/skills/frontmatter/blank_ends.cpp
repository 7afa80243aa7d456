// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/frontmatter/blank_ends.h"

QString withoutBlankEnds(const QString &text)
{
    qsizetype first = 0;
    while (first < text.size() && text[first].isSpace())
        ++first;
    qsizetype end = text.size();
    while (end > first && text[end - 1].isSpace())
        --end;
    const qsizetype begin = first == 0 ? 0 : text.lastIndexOf(u'\n', first - 1) + 1;
    return end > first ? text.sliced(begin, end - begin) : QString();
}
