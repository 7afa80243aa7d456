// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/bar_rows.h"
#include "core/log/clock_steps.h"
#include "core/log/line_splitter.h"
#include "core/log/log_line.h"
#include "core/log/record_reader.h"
#include "core/log/redactor.h"

#include <QList>
#include <QObject>

#include <vector>

class LogFile;
class LogStore;

/// Turns the bytes of the backend's two streams into lines in the store and in the file.
class LogIntake : public QObject
{
    Q_OBJECT
public:
    /// `file` may be null: then lines live in memory only. Both must outlive this object.
    LogIntake(LogStore &store, LogFile *file, QObject *parent = nullptr);
    ~LogIntake() override;

    /// Exact texts that are never kept, besides the known shapes of tokens.
    void setSecrets(const QList<QByteArray> &secrets);
    /// The same for a text that is no line of the log.
    [[nodiscard]] QString redacted(const QString &text) const;
    /// Uvicorn's access lines of GET /health are marked LogLine::HealthCheck.
    void readStandardOutput(const QByteArray &bytes);
    void readStandardError(const QByteArray &bytes);
    /// The streams have ended: an unfinished line becomes a line; the next bytes belong to a new run.
    void finishStreams();
    /// One of our own events, origin tray. A text of several lines becomes several, the later ones continuations.
    void addEvent(const QString &text, Level level = Level::None);
    /// What stands so far of an unfinished line on either stream (a progress bar); may be empty.
    [[nodiscard]] QByteArray unfinishedLine() const;

private:
    struct Stream
    {
        Origin origin;
        LineSplitter splitter{};
        RecordReader reader{};
        BarRows bars{};
        // The last line ended in a secret, which may go on in the next where the writer wraps.
        bool endsInSecret = false;
    };

    [[nodiscard]] qint64 now();
    void read(Stream &stream, const QByteArray &bytes);
    void finish(Stream &stream);
    void take(Stream &stream, const RawLine &line, qint64 timeMs);
    void takeAll(Stream &stream, const QByteArrayList &lines, qint64 timeMs);
    void add(Stream &stream, QByteArrayView text, qint64 cutBytes, qint64 timeMs);
    void redact(Stream &stream, LineView &line, bool cut);
    void deliver();
    [[nodiscard]] QByteArrayView keep(QByteArray text);

    LogStore &m_store;
    LogFile *m_file;
    ClockSteps m_clocks;
    Redactor m_redactor;
    Stream m_out{Origin::Out};
    Stream m_err{Origin::Err};
    // Whose unfinished line is the newer one.
    const Stream *m_lastRead = &m_err;
    // The batch that is being made; its views lie in the bytes being read, or in m_rewritten where they had to change.
    std::vector<LineView> m_batch;
    std::vector<QByteArray> m_rewritten;
};
