// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_format.h"
#include "core/log/log_store.h"

#include <QCoreApplication>
#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <vector>

class QFile;

/// The event by which a run of Skills Tray begins in the log, and by which it is found again there:
/// "Skills Tray 0.1.0 started (process 1234)". Never translated.
[[nodiscard]] QString runMark(qint64 processId);
/// The process that `line` says has started; none: it is no such mark. Only we ourselves write marks.
[[nodiscard]] std::optional<qint64> markedProcess(const LineView &line);

/// Reads the lines of the run of Skills Tray before this one from the log files, into a store of its own.
///
/// A run goes from its mark to the next one. Without a mark before ours everything before it counts as one run. A line
/// that has not the file's format is kept as it is: without level, with the time and origin of the line before it.
class PreviousLog : public QObject
{
    Q_OBJECT
public:
    /// `logFile` as LogFile's; the older ones lie beside it. `ownProcess` is the one in our own run's mark.
    explicit PreviousLog(QString logFile, qsizetype capBytes = LogStore::DefaultCapBytes, QObject *parent = nullptr,
                         qint64 ownProcess = QCoreApplication::applicationPid());
    ~PreviousLog() override;

    /// Begins to read, a short slice in each turn of the event loop; to be called once, after LogFile::flush().
    void load();
    /// Fills while it is read; complete with loaded(). Of a run longer than the cap it keeps the newest lines.
    [[nodiscard]] LogStore &store() { return m_store; }

signals:
    /// The store has all lines. Exactly one of the two is emitted, once, and never from inside load().
    void loaded();
    /// There is no run before this one, or it cannot be read; a sentence for people.
    void failed(const QString &text);

private:
    struct Place
    {
        size_t file = 0; // index into m_files
        qint64 offset = 0;
        auto operator<=>(const Place &) const = default;
    };

    void openFiles();
    void work();
    [[nodiscard]] QByteArray readWholeLines();
    void findMarks(const QByteArray &lines);
    void chooseRun();
    void keepLines(QByteArrayView lines);
    void end(const QString &problem);

    QString m_path;
    qint64 m_ownProcess;
    LogStore m_store;
    QString m_problem;                           // with a file, so that it was left out
    std::vector<std::unique_ptr<QFile>> m_files; // the oldest first
    QTimer m_turn;
    LineParser m_parser;
    LineView m_lastLine; // for lines that say less; without its text

    bool m_isRunChosen = false;
    Place m_at;                      // of the next slice
    std::optional<Place> m_lastMark; // of any run
    std::optional<Place> m_runBegin; // of the run before ours, as far as is known
    std::optional<Place> m_runEnd;   // the mark of ours
};
