// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <compare>
#include <optional>

/// What the user selected, in line numbers, so that it stays while lines come and go.
class LogSelection
{
public:
    struct Place
    {
        qint64 number = -1;
        qsizetype column = 0; // of the text as it is shown
        auto operator<=>(const Place &) const = default;
    };
    /// Columns [from, to) of a line; `to` -1: to its end.
    struct Part
    {
        qsizetype from = 0;
        qsizetype to = -1;
    };

    void clear() { m_anchor = m_head = {}; }
    void beginText(Place place) { begin(place, false); }
    void beginLines(qint64 number) { begin({number, 0}, true); }
    void extendTo(Place place) { m_head = place; }

    [[nodiscard]] bool isEmpty() const { return m_anchor.number < 0 || (!m_wholeLines && m_anchor == m_head); }
    [[nodiscard]] bool wholeLines() const { return m_wholeLines; }
    [[nodiscard]] bool hasAnchor() const { return m_anchor.number >= 0; }
    [[nodiscard]] Place first() const { return m_anchor < m_head ? m_anchor : m_head; }
    [[nodiscard]] Place last() const { return m_anchor < m_head ? m_head : m_anchor; }
    [[nodiscard]] Place head() const { return m_head; }
    [[nodiscard]] std::optional<Part> partOf(qint64 number) const
    {
        if (isEmpty() || number < first().number || number > last().number)
            return std::nullopt;
        if (m_wholeLines)
            return Part{};
        return Part{number == first().number ? first().column : 0, number == last().number ? last().column : -1};
    }

    bool operator==(const LogSelection &) const = default;

private:
    void begin(Place place, bool wholeLines)
    {
        m_anchor = m_head = place;
        m_wholeLines = wholeLines;
    }

    Place m_anchor;
    Place m_head;
    bool m_wholeLines = false;
};
