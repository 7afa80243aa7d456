// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/archive_reader.h"
#include "core/log/log_format.h"
#include "core/log/log_store.h"

#include <QCoreApplication>
#include <QObject>
#include <QString>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

/// The event by which a run of Skills Tray begins in the log, and by which it is found again there:
/// "Skills Tray 0.1.0 started (process 1234)". Never translated.
[[nodiscard]] QString runMark(qint64 processId);
/// The process that `line` says has started; none: it is no such mark. Only we ourselves write marks.
[[nodiscard]] std::optional<qint64> markedProcess(const LineView &line);

/// Reads the lines of the run of Skills Tray before this one from the log files, into a store of its own.
///
/// A run goes from its mark to the next one. Without a mark before ours everything before it counts as one run. A line
/// that has not the file's format is kept as it is: without level, with the time and origin of the line before it.
///
/// The files are read in a thread, because a disk that hangs must not hold up the window.
class PreviousLog : public QObject
{
    Q_OBJECT
public:
    /// A disk that gives nothing for that long hangs.
    static constexpr std::chrono::milliseconds Patience{5000};

    /// `logFile` as LogFile's; the older ones lie beside it. `ownProcess` is the one in our own run's mark;
    /// 0: we write no log, so that the last run is the one that is wanted.
    explicit PreviousLog(const QString &logFile, qsizetype capBytes = LogStore::DefaultCapBytes,
                         QObject *parent = nullptr, qint64 ownProcess = QCoreApplication::applicationPid());
    /// Waits until the thread has read its slice; one that hangs is left behind.
    ~PreviousLog() override;

    [[nodiscard]] QString path() const { return m_path; }
    /// Begins to read; a short slice is taken in in each turn of the event loop. To be called once.
    void load();
    /// Fills while it is read; complete with loaded(). Of a run longer than the cap it keeps the newest lines.
    [[nodiscard]] LogStore &store() { return m_store; }

    /// It failed, and not for want of a run.
    [[nodiscard]] bool isUnreadable() const { return m_hangs || !m_problem.isEmpty(); }

signals:
    /// The store has all lines. Exactly one of the two is emitted, once, and never from inside load().
    void loaded();
    /// There is no run before this one, or it cannot be read; a sentence for people.
    void failed(const QString &text);

private:
    using Place = ArchiveReader::Place;

    void onOpened(const QList<qint64> &writtenMs, const QString &problem);
    void onSlice(QByteArray lines);
    void goOn();
    void findMarks(const QByteArray &lines);
    [[nodiscard]] bool chooseRun();
    void keepLines(QByteArrayView lines);
    void giveUp();
    void end(const QString &problem);

    QString m_path;
    qint64 m_ownProcess;
    LogStore m_store;
    std::unique_ptr<ArchiveReader> m_reader; // lives in the thread
    std::unique_ptr<QThread> m_thread;
    QTimer m_patience;
    bool m_hangs = false;
    QString m_problem;         // with a file, so that it was left out
    QList<qint64> m_writtenMs; // each file, the oldest first
    LineParser m_parser;
    LineView m_lastLine; // for lines that say less; without its text

    bool m_isRunChosen = false;
    Place m_at;                      // of the next slice
    std::optional<Place> m_lastMark; // of any run
    std::optional<Place> m_runBegin; // of the run before ours, as far as is known
    std::optional<Place> m_runEnd;   // the mark of ours
};
