// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_intake.h"

#include "core/log/control_filter.h"
#include "core/log/log_file.h"
#include "core/log/log_store.h"

#include <QDateTime>
#include <QMetaMethod>

LogIntake::LogIntake(LogStore &store, LogFile *file, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_file(file)
{
    if (m_file) {
        connect(m_file, &LogFile::failed, this, [this](const QString &text) { addEvent(text, Level::Warning); });
        connect(m_file, &LogFile::begunAnew, this, [this](const QString &text) { addEvent(text, Level::Warning); });
        connect(m_file, &LogFile::recovered, this, [this](const QString &text) { addEvent(text, Level::Info); });
    }
}

LogIntake::~LogIntake() = default;

void LogIntake::setSecrets(const QList<QByteArray> &secrets)
{
    m_redactor.setSecrets(secrets);
}

QString LogIntake::redacted(const QString &text) const
{
    const std::optional<QByteArray> clean = m_redactor.redacted(text.toUtf8());
    return clean ? QString::fromUtf8(*clean) : text;
}

void LogIntake::readStandardOutput(const QByteArray &bytes)
{
    read(m_out, bytes);
}

void LogIntake::readStandardError(const QByteArray &bytes)
{
    read(m_err, bytes);
}

// The time for what comes now; before it, whether that can be compared with the times before.
qint64 LogIntake::now()
{
    const ClockReading reading = readClocks();
    if (const std::optional<ClockSteps::Step> step = m_clocks.step(reading))
        addEvent(step->text(), step->setMs < 0 ? Level::Warning : Level::None);
    return reading.wallMs;
}

void LogIntake::read(Stream &stream, const QByteArray &bytes)
{
    const qint64 now = this->now();
    m_lastRead = &stream;
    stream.splitter.read(bytes, [&](const RawLine &line) { take(stream, line, now); });
    deliver();
}

void LogIntake::finishStreams()
{
    finish(m_out);
    finish(m_err);
    deliver();
    if (m_file)
        m_file->sendOff();
}

void LogIntake::finish(Stream &stream)
{
    const qint64 now = this->now();
    stream.splitter.finish([&](const RawLine &line) { take(stream, line, now); });
    takeAll(stream, stream.bars.finish(), now);
    stream.reader = {};
    stream.endsInSecret = false;
}

QByteArrayView LogIntake::keep(QByteArray text)
{
    m_rewritten.push_back(std::move(text));
    return m_rewritten.back();
}

void LogIntake::takeAll(Stream &stream, const QByteArrayList &lines, qint64 timeMs)
{
    for (const QByteArray &line : lines)
        add(stream, keep(line), 0, timeMs);
}

void LogIntake::take(Stream &stream, const RawLine &line, qint64 timeMs)
{
    if (line.isRewritten && !line.left.isEmpty())
        stream.bars.leave(line.left);
    const bool goesUp = line.text.startsWith('\x1b') && BarRows::rowsUp(line.text) > 0;
    if (goesUp || !stream.bars.isIdle()) {
        if (line.cutBytes == 0)
            return takeAll(stream, stream.bars.take(line.text), timeMs);
        takeAll(stream, stream.bars.finish(), timeMs);
    }
    QByteArrayView text = line.text;
    if (!isPlain(text))
        text = keep(cleaned(text));
    else if (!line.isInInput)
        text = keep(text.toByteArray());
    // A record that was written while a bar stood there is a line of its own.
    if (const qsizetype bar = line.isRewritten ? recordBehindBar(text) : 0; bar > 0) {
        add(stream, text.first(bar), 0, timeMs);
        text = text.sliced(bar);
    }
    add(stream, text, line.cutBytes, timeMs);
}

void LogIntake::add(Stream &stream, QByteArrayView text, qint64 cutBytes, qint64 timeMs)
{
    const ReadLine read = stream.reader.read(text);
    LineView view{timeMs, stream.origin, read.level, read.flags, read.text, read.source};
    const bool cut = cutBytes > 0;
    redact(stream, view, cut);
    if (cut) {
        view.text = keep(view.text.toByteArray() + "\u2026 [+" + QByteArray::number(cutBytes) + " B]");
        view.flags |= LogLine::Cut;
    }
    m_batch.push_back(view);
}

void LogIntake::redact(Stream &stream, LineView &line, bool cut)
{
    if (std::optional<QByteArray> redacted = m_redactor.redacted(line.text, cut || stream.reader.endsMidWord()))
        line.text = keep(std::move(*redacted));
    if (stream.endsInSecret && line.has(LogLine::Continuation) && !line.text.startsWith(' ')) {
        const qsizetype space = line.text.indexOf(' ');
        const QByteArrayView rest = space < 0 ? QByteArrayView() : line.text.sliced(space);
        line.text = keep(Redactor::Replacement.toByteArray().append(rest));
    }
    stream.endsInSecret = line.text.endsWith(Redactor::Replacement);
    if (!line.source.isEmpty()) {
        if (std::optional<QByteArray> redacted = m_redactor.redacted(line.source))
            line.source = keep(std::move(*redacted));
    }
}

void LogIntake::deliver()
{
    if (m_batch.empty())
        return;
    // Whoever hears of the lines may add an event: that must find no half-delivered batch here.
    const std::vector<QByteArray> rewritten = std::exchange(m_rewritten, {});
    std::vector<LineView> batch = std::exchange(m_batch, {});
    m_store.append(batch);
    if (m_file)
        m_file->append(batch);
    batch.clear();
    if (m_batch.empty())
        m_batch = std::move(batch); // keeps its memory for the next one
}

void LogIntake::addEvent(const QString &text, Level level)
{
    const qint64 now = this->now();
    QList<LogLine> lines;
    LineSplitter splitter;
    const auto add = [&](const RawLine &raw) {
        QByteArray clean = cleaned(raw.text);
        LogLine line{now, Origin::Tray, level, 0, m_redactor.redacted(clean, raw.cutBytes > 0).value_or(clean), {}};
        if (raw.cutBytes > 0) {
            line.text += "\u2026 [+" + QByteArray::number(raw.cutBytes) + " B]";
            line.flags |= LogLine::Cut;
        }
        if (!lines.isEmpty())
            line.flags |= LogLine::Continuation;
        lines.append(line);
    };
    splitter.read(text.toUtf8(), add);
    splitter.finish(add);
    m_store.append(lines);
    if (m_file)
        m_file->append(lines);
}

QByteArray LogIntake::unfinishedLine() const
{
    const Stream &other = m_lastRead == &m_err ? m_out : m_err;
    const RawLine newest = m_lastRead->splitter.unfinished();
    const QByteArray text = cleaned(newest.text.isEmpty() ? other.splitter.unfinished().text : newest.text);
    return m_redactor.redacted(text, true).value_or(text);
}
