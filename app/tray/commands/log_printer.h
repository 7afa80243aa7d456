// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/control/log_record.h"
#include "core/log/line_matcher.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <ctime>
#include <deque>
#include <limits>
#include <optional>

/// Makes the text that `logs` prints of the lines that the running Skills Tray sends.
///
/// It searches here, in the command's own process, because a costly pattern must not hold up the tray; so the last
/// lines that match have to be counted here too.
class LogPrinter
{
public:
    struct Wish
    {
        QString pattern{};         // regular expression, case matters; empty: any text
        std::optional<int> last{}; // of the lines kept at the beginning, the last so many; none: all that come
        bool json = false;         // one object a line
    };
    explicit LogPrinter(Wish wish);

    /// The answers have to have "records" instead of "lines".
    [[nodiscard]] bool needsRecords() const { return m_wish.json || !m_wish.pattern.isEmpty(); }
    /// What is to be printed once this part of the answer is there.
    [[nodiscard]] QByteArray take(const QJsonObject &part);
    /// What is left to be printed at the end.
    [[nodiscard]] QByteArray finish();
    /// Searching takes so long that there is no point in going on.
    [[nodiscard]] bool isTooCostly() const { return m_costly > MaxCostly; }
    /// Empty, or which lines may be missing because searching them took too long; a sentence for people.
    [[nodiscard]] QString problem() const;

private:
    static constexpr std::clock_t MaxCostly = 2 * CLOCKS_PER_SEC;

    void add(const QByteArray &text, QByteArray &now);
    void addRecord(const QJsonObject &object, QByteArray &now);
    [[nodiscard]] bool matches(const LogRecord &record);

    Wish m_wish;
    LineMatcher m_matcher;
    std::clock_t m_costly = 0;     // spent on lines that took long
    bool m_holdsBack = false;      // until it is known which lines are the last
    std::deque<QByteArray> m_held; // the last so far
};
