// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_line.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

class LogStore;

/// A line of the backend's, as it is remembered.
struct SaidLine
{
    qint64 number = 0; // in the log store
    Level level = Level::None;
    bool isContinuation = false;
    bool isError = false; // from standard error
    QString text;
};

/// Remembers what the backend's own lines say about how far it is and what went wrong, for one run.
class ProgressReader
{
public:
    static constexpr int LineLimit = 40;
    /// An error further back explains nothing any more.
    static constexpr int CauseLimit = 20;
    static constexpr int RecordLimit = 40;

    /// The run begins with the next line.
    explicit ProgressReader(const LogStore &store);

    /// Reads what came into the store since the last time.
    void read();

    /// Lines that mean progress: all but the access lines of our own health checks.
    [[nodiscard]] qint64 progressLines() const { return m_progressLines; }
    [[nodiscard]] qint64 outLines() const { return m_outLines; }
    [[nodiscard]] qint64 errLines() const { return m_errLines; }
    /// Empty before the first line. Access lines of our health checks do not count.
    [[nodiscard]] QString lastLine() const { return m_said.isEmpty() ? QString() : m_said.constLast().text; }
    /// Its number in the log store.
    [[nodiscard]] std::optional<qint64> lastLineNumber() const
    {
        return m_said.isEmpty() ? std::nullopt : std::optional(m_said.constLast().number);
    }
    [[nodiscard]] QString lastSkill() const { return m_lastSkill; }
    /// Oldest first, without access lines of our health checks.
    [[nodiscard]] QStringList lastLines(int limit = LineLimit) const;
    /// First lines of the records of level warning and above, the newest RecordLimit of them.
    [[nodiscard]] QStringList troubleRecords() const { return m_troubleRecords; }
    [[nodiscard]] QString lastError() const { return m_lastError; }
    /// Its number in the log store.
    [[nodiscard]] std::optional<qint64> lastErrorNumber() const { return m_lastErrorNumber; }
    /// What among its last words explains its end; none: nothing does. An error that it told, or a warning after which
    /// it told nothing; else its words count only when there are no others. `atStart`: it ended by itself before it
    /// was ready, so that plain words without levels are probably why.
    [[nodiscard]] std::optional<SaidLine> cause(bool atStart) const;

private:
    void readLastLines(qint64 begin, qint64 end);

    const LogStore *m_store;
    qint64 m_nextNumber = 0;
    qint64 m_progressLines = 0;
    qint64 m_outLines = 0;
    qint64 m_errLines = 0;
    qint64 m_saidCount = 0;
    bool m_hasLevels = false;
    QString m_lastSkill;
    QList<SaidLine> m_said; // the newest LineLimit
    QStringList m_troubleRecords;
    QString m_lastError;
    std::optional<qint64> m_lastErrorNumber;
};
