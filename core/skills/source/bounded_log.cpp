// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/bounded_log.h"

#include "core/skills/reading/log_category.h"

static int mostOf(BoundedLog::Kind kind)
{
    return kind == BoundedLog::Loaded ? 120 : 10;
}

static const char *sumOf(BoundedLog::Kind kind)
{
    switch (kind) {
    case BoundedLog::Loaded:
        return "more skills loaded";
    case BoundedLog::Lenient:
        return "more skills are read leniently";
    case BoundedLog::Nonconforming:
        return "more skills are not in skills/list, only in the tools";
    case BoundedLog::Skipped:
        return "more skills skipped";
    case BoundedLog::Elsewhere:
        return "more skills lie in several places and are served once";
    case BoundedLog::Renamed:
        return "more skills have the name of another one and are served as ORIGIN/NAME";
    case BoundedLog::Internal:
        return "more skills are internal and not served";
    }
    return "";
}

void BoundedLog::say(Kind kind, const QString &text)
{
    const size_t hash = qHash(text);
    if (kind != Loaded && m_said.contains(hash))
        return;
    if (kind != Loaded)
        m_said.insert(hash);
    if (++m_counts[kind] > mostOf(kind))
        return;
    if (kind == Skipped || kind == Nonconforming)
        qCWarning(skillsLog).noquote() << text;
    else
        qCInfo(skillsLog).noquote() << text;
}

void BoundedLog::sumUp()
{
    for (const Kind kind : {Loaded, Lenient, Nonconforming, Skipped, Elsewhere, Renamed, Internal}) {
        const int more = m_counts.take(kind) - mostOf(kind);
        if (more > 0)
            qCInfo(skillsLog).noquote() << "…" << more << sumOf(kind);
    }
}
