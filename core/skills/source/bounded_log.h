// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QSet>
#include <QString>

/// Says things of one kind a few times, then how many more there were.
class BoundedLog
{
public:
    enum Kind { Loaded, Lenient, Nonconforming, Skipped, Elsewhere, Renamed, Internal };

    /// A text that was said before is not said again.
    void say(Kind kind, const QString &text);
    /// What was held back is summed up, and counting begins anew.
    void sumUp();

private:
    QHash<int, int> m_counts;
    QSet<size_t> m_said;
};
