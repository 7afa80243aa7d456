// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

class LogStore;

/// Remembers what the backend's own lines say about how far it is and what went wrong, for one run.
class ProgressReader
{
public:
    static constexpr int LineLimit = 40;
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
    [[nodiscard]] QString lastLine() const { return m_lastLine; }
    [[nodiscard]] QString lastSkill() const { return m_lastSkill; }
    /// Oldest first, without access lines of our health checks.
    [[nodiscard]] QStringList lastLines(int limit = LineLimit) const
    {
        return m_lastLines.size() > limit ? m_lastLines.last(limit) : m_lastLines;
    }
    /// What it said last on stderr, or else at all.
    [[nodiscard]] QString lastWords() const { return m_lastErrNumber ? m_lastErrLine : m_lastLine; }
    /// First lines of the records of level warning and above, the newest RecordLimit of them.
    [[nodiscard]] QStringList troubleRecords() const { return m_troubleRecords; }
    [[nodiscard]] QString lastError() const { return m_lastError; }
    /// Its number in the log store.
    [[nodiscard]] std::optional<qint64> lastErrorNumber() const { return m_lastErrorNumber; }
    /// Of what explains an end best, in the log store: the last ERROR record, or else the last words.
    [[nodiscard]] std::optional<qint64> endExplainedBy() const
    {
        if (m_lastErrorNumber)
            return m_lastErrorNumber;
        return m_lastErrNumber ? m_lastErrNumber : m_lastLineNumber;
    }

private:
    void readLastLines(qint64 begin, qint64 end);

    const LogStore *m_store;
    qint64 m_nextNumber = 0;
    qint64 m_progressLines = 0;
    qint64 m_outLines = 0;
    qint64 m_errLines = 0;
    QString m_lastLine;
    QString m_lastSkill;
    QStringList m_lastLines;
    QString m_lastErrLine;
    QStringList m_troubleRecords;
    QString m_lastError;
    std::optional<qint64> m_lastErrorNumber;
    std::optional<qint64> m_lastLineNumber;
    std::optional<qint64> m_lastErrNumber;
};
