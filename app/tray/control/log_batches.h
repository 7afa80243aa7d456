// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_format.h"
#include "core/log/log_line.h"

#include <QByteArray>

#include <optional>

class LogStore;

/// Makes answer lines of the kept lines of the log that somebody wishes to see, a bounded piece at a time.
class LogBatches
{
public:
    struct Wish
    {
        int lines = 100;             // the last so many; with `all` and unless given: every kept one
        bool all = false;            // health checks too
        Level minimum = Level::None; // of these lines, those of this level or above
        bool records = false;        // as objects instead of text
    };
    /// Those that are kept now; `store` must outlive this object.
    LogBatches(const LogStore &store, Wish wish);

    /// An answer line, with its newline; empty: of those that were looked at none is wished.
    [[nodiscard]] QByteArray next();
    [[nodiscard]] bool isAtEnd() const { return m_next >= m_end; }
    /// Those that have come meanwhile, too.
    void extend();

private:
    [[nodiscard]] qint64 firstOfLast(int lines) const;
    [[nodiscard]] bool isWished(const LineView &line) const;
    void add(std::optional<qint64> number, const LineView &line);
    void addGap();

    const LogStore &m_store;
    Wish m_wish;
    qint64 m_next = 0;
    qint64 m_end = 0;
    LineFormatter m_formatter;
    QByteArray m_batch; // in the making
};
