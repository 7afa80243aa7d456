// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_archive.h"

#include "core/log/append_file.h"
#include "core/log/control_filter.h"
#include "core/log/rotated_file.h"

#include <QByteArrayMatcher>
#include <QDateTime>
#include <QFile>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Split and stored in 1 to 2 ms, so that nobody notices.
static constexpr qint64 SliceBytes = 128 * 1024;

static constexpr QByteArrayView MarkBegin = "Skills Tray ";
static constexpr QByteArrayView MarkMiddle = " started (process ";

QString runMark(qint64 processId)
{
    return QString::fromUtf8(MarkBegin) + QCoreApplication::applicationVersion() + QString::fromUtf8(MarkMiddle) +
           QString::number(processId) + u')';
}

std::optional<qint64> markedProcess(const LineView &line)
{
    if (line.origin != Origin::Tray || line.has(LogLine::Continuation) || !line.text.startsWith(MarkBegin) ||
        !line.text.endsWith(')'))
        return std::nullopt;
    const qsizetype middle = line.text.indexOf(MarkMiddle);
    if (middle < 0)
        return std::nullopt;
    const QByteArrayView number = line.text.sliced(middle + MarkMiddle.size()).chopped(1);
    bool isNumber = false;
    const qint64 process = number.toByteArray().toLongLong(&isNumber);
    return isNumber ? std::optional(process) : std::nullopt;
}

PreviousLog::PreviousLog(QString logFile, qsizetype capBytes, QObject *parent, qint64 ownProcess)
    : QObject(parent)
    , m_path(std::move(logFile))
    , m_ownProcess(ownProcess)
    , m_store(capBytes)
{
    connect(&m_turn, &QTimer::timeout, this, &PreviousLog::work);
}

PreviousLog::~PreviousLog() = default;

void PreviousLog::load()
{
    openFiles();
    m_turn.start(0ms);
}

void PreviousLog::openFiles()
{
    // All at once: what is renamed later stays what it is.
    for (int number = RotatedFile::Limits().files - 1; number >= 0; --number) {
        auto file = std::make_unique<QFile>();
        QString error;
        const QString path = RotatedFile::numbered(m_path, number);
        if (openOrdinaryFile(*file, path, error))
            m_files.push_back(std::move(file));
        else if (!error.isEmpty())
            m_problem = tr("Cannot read %1: %2").arg(path, error);
    }
}

void PreviousLog::work()
{
    const Place start = m_at;
    if (m_at.file < m_files.size() && !(m_runEnd && m_isRunChosen && m_at >= *m_runEnd)) {
        QByteArray lines = readWholeLines();
        if (m_at.file == start.file && m_at.offset == start.offset) {
            m_at = {start.file + 1, 0};
        } else if (!m_isRunChosen) {
            findMarks(lines);
        } else {
            if (m_runEnd && m_runEnd->file == start.file && m_at > *m_runEnd)
                lines.truncate(m_runEnd->offset - start.offset);
            keepLines(lines);
        }
        return;
    }
    if (!m_isRunChosen)
        return chooseRun();
    end(m_store.received() > 0 ? QString() : tr("The log of the run before this one is empty"));
}

QByteArray PreviousLog::readWholeLines()
{
    QFile &file = *m_files[m_at.file];
    if (!file.seek(m_at.offset))
        return {};
    QByteArray lines = file.read(SliceBytes);
    // A last line without its end is a line, and so is what is too long to be one of ours.
    const qsizetype end = lines.lastIndexOf('\n');
    if (lines.size() == SliceBytes && end >= 0)
        lines.truncate(end + 1);
    m_at.offset += lines.size();
    return lines;
}

void PreviousLog::findMarks(const QByteArray &lines)
{
    static const QByteArrayMatcher matcher(QByteArray(" tray ") + MarkBegin.toByteArray());
    const qint64 sliceOffset = m_at.offset - lines.size();
    for (qsizetype hit = 0; (hit = matcher.indexIn(lines, hit)) >= 0; ++hit) {
        const qsizetype begin = lines.lastIndexOf('\n', hit) + 1;
        const qsizetype newline = lines.indexOf('\n', hit);
        const qsizetype end = newline < 0 ? lines.size() : newline;
        const std::optional<LineView> line = m_parser.read(QByteArrayView(lines).sliced(begin, end - begin));
        const std::optional<qint64> process = line ? markedProcess(*line) : std::nullopt;
        hit = end - 1;
        if (!process)
            continue;
        const Place place{m_at.file, sliceOffset + begin};
        if (*process == m_ownProcess) {
            m_runBegin = m_lastMark;
            m_runEnd = place;
        }
        m_lastMark = place;
    }
}

void PreviousLog::chooseRun()
{
    m_isRunChosen = true;
    // Without a mark of ours, because it could not be written, the last one is that of the run before. Without any
    // mark the files are full of our own lines.
    if (!m_runEnd)
        m_runBegin = m_lastMark;
    if (!m_lastMark || (m_runEnd && *m_runEnd == m_runBegin.value_or(Place())))
        return end(tr("No log of a run before this one is kept"));
    m_at = m_runBegin.value_or(Place());
    m_lastLine.timeMs = m_files[m_at.file]->fileTime(QFileDevice::FileModificationTime).toMSecsSinceEpoch();
}

void PreviousLog::keepLines(QByteArrayView lines)
{
    std::vector<LineView> batch;
    QByteArrayList rewritten; // keeps what the views look at
    while (!lines.isEmpty()) {
        const qsizetype newline = lines.indexOf('\n');
        const QByteArrayView text = lines.first(newline < 0 ? lines.size() : newline);
        lines = lines.sliced(newline < 0 ? lines.size() : newline + 1);
        LineView line = m_lastLine;
        if (const std::optional<LineView> read = m_parser.read(text)) {
            line = *read;
            m_lastLine.timeMs = line.timeMs;
            m_lastLine.origin = line.origin;
        } else {
            line.text = text;
        }
        // Ours are clean, but others may write into the file as well.
        if (!isPlain(line.text)) {
            rewritten += cleaned(line.text);
            line.text = rewritten.constLast();
        }
        batch.push_back(line);
    }
    m_store.append(batch);
}

void PreviousLog::end(const QString &problem)
{
    m_turn.stop();
    m_files.clear();
    if (problem.isEmpty())
        emit loaded();
    else
        emit failed(m_problem.isEmpty() ? problem : m_problem);
}
