// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_archive.h"

#include "core/log/control_filter.h"

#include <QByteArrayMatcher>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// A slice is read in a millisecond; a machine may be busy.
static constexpr std::chrono::milliseconds LongestSlice = 1000ms;

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

PreviousLog::PreviousLog(const QString &logFile, qsizetype capBytes, QObject *parent, qint64 ownProcess)
    : QObject(parent)
    , m_path(logFile)
    , m_ownProcess(ownProcess)
    , m_store(capBytes)
    , m_reader(std::make_unique<ArchiveReader>(logFile))
    , m_thread(std::make_unique<QThread>())
{
    m_thread->setObjectName(u"previous log"_s);
    m_reader->moveToThread(m_thread.get());
    connect(m_reader.get(), &ArchiveReader::opened, this, &PreviousLog::onOpened);
    connect(m_reader.get(), &ArchiveReader::sliceRead, this, &PreviousLog::onSlice);
    m_patience.setSingleShot(true);
    m_patience.setInterval(Patience);
    connect(&m_patience, &QTimer::timeout, this, &PreviousLog::giveUp);
}

PreviousLog::~PreviousLog()
{
    m_reader->disconnect(this);
    m_thread->quit();
    if (m_thread->wait(m_hangs ? 0ms : LongestSlice))
        return;
    // Nobody can take a thread out of the kernel: it ends when the disk answers, or with the process.
    connect(m_thread.get(), &QThread::finished, m_reader.release(), &QObject::deleteLater);
    connect(m_thread.get(), &QThread::finished, m_thread.get(), &QObject::deleteLater);
    static_cast<void>(m_thread.release());
}

void PreviousLog::load()
{
    m_thread->start();
    m_patience.start();
    QMetaObject::invokeMethod(m_reader.get(), &ArchiveReader::open);
}

void PreviousLog::onOpened(const QList<qint64> &writtenMs, const QString &problem)
{
    m_writtenMs = writtenMs;
    m_problem = problem;
    goOn();
}

void PreviousLog::goOn()
{
    const auto hasMore = [this] {
        return m_at.file < size_t(m_writtenMs.size()) && !(m_runEnd && m_isRunChosen && m_at >= *m_runEnd);
    };
    if (!hasMore() && !m_isRunChosen && !chooseRun())
        return;
    if (!hasMore())
        return end(m_store.received() > 0 ? QString() : tr("The log of the run before this one is empty"));
    m_patience.start();
    QMetaObject::invokeMethod(m_reader.get(), [reader = m_reader.get(), at = m_at] { reader->read(at); });
}

void PreviousLog::onSlice(QByteArray lines)
{
    const Place start = m_at;
    m_at.offset += lines.size();
    if (lines.isEmpty()) {
        m_at = {start.file + 1, 0};
    } else if (!m_isRunChosen) {
        findMarks(lines);
    } else {
        if (m_runEnd && m_runEnd->file == start.file && m_at > *m_runEnd)
            lines.truncate(m_runEnd->offset - start.offset);
        keepLines(lines);
    }
    goOn();
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

/// False: there is none, and that was told.
bool PreviousLog::chooseRun()
{
    m_isRunChosen = true;
    // Without a mark of ours, because it could not be written, the last one is that of the run before. Without any
    // mark the files are full of our own lines.
    if (!m_runEnd)
        m_runBegin = m_lastMark;
    const bool isOurs = !m_lastMark && m_ownProcess != 0;
    if (m_writtenMs.isEmpty() || isOurs || (m_runEnd && *m_runEnd == m_runBegin.value_or(Place()))) {
        end(tr("No log of a run before this one is kept"));
        return false;
    }
    m_at = m_runBegin.value_or(Place());
    m_lastLine.timeMs = m_writtenMs[qsizetype(m_at.file)];
    return true;
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

void PreviousLog::giveUp()
{
    m_hangs = true;
    m_reader->disconnect(this);
    end(tr("Cannot read %1: the disk does not answer").arg(m_path));
}

void PreviousLog::end(const QString &problem)
{
    m_patience.stop();
    if (!m_hangs)
        QMetaObject::invokeMethod(m_reader.get(), [reader = m_reader.get(), thread = m_thread.get()] {
            reader->close();
            thread->quit();
        });
    if (problem.isEmpty())
        emit loaded();
    else
        emit failed(m_problem.isEmpty() ? problem : m_problem);
}
