// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_export.h"

#include "core/log/log_store.h"
#include "ui/log/log_rows.h"

#include <QClipboard>
#include <QDir>
#include <QElapsedTimer>
#include <QGuiApplication>

#include <algorithm>
#include <utility>

static constexpr qint64 SliceNs = 8'000'000;

LogExport::LogExport(const LogStore &store, const LogRows &rows, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_rows(rows)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LogExport::work);
}

LogExport::~LogExport() = default;

void LogExport::toClipboard(qint64 from, qint64 end, Content content)
{
    m_jobs.remove_if([](const Job &job) { return !job.file; });
    Job job;
    job.content = content;
    job.next = from;
    job.end = end;
    begin(std::move(job));
}

void LogExport::toFile(const QString &path, qint64 from, qint64 end)
{
    auto file = std::make_unique<QSaveFile>(path);
    if (!file->open(QIODevice::WriteOnly))
        return fail(*file);
    // Before the first byte: a log may tell more than others should read.
    file->setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    Job job;
    job.next = from;
    job.end = end;
    job.file = std::move(file);
    begin(std::move(job));
}

void LogExport::begin(Job job)
{
    m_jobs.push_back(std::move(job));
    work();
}

/// A slice of each.
void LogExport::work()
{
    for (auto job = m_jobs.begin(); job != m_jobs.end();) {
        const bool isWritten = write(*job);
        if (isWritten && job->next < job->end && !isFull(*job)) {
            ++job;
            continue;
        }
        // Taken out first: whoever hears of its end may begin another.
        std::list<Job> ended;
        ended.splice(ended.begin(), m_jobs, job++);
        if (isWritten)
            finish(ended.front());
        else
            fail(*ended.front().file);
    }
    if (!m_jobs.empty())
        m_timer.start(0);
}

bool LogExport::write(Job &job) const
{
    QElapsedTimer clock;
    clock.start();
    job.next = std::max(job.next, m_store.firstNumber());
    for (; job.next < job.end && !isFull(job) && clock.nsecsElapsed() < SliceNs; ++job.next) {
        const LineView line = m_store.line(job.next);
        if (!m_rows.accepts(job.next, line))
            continue;
        if (job.content == Content::Lines)
            job.formatter.append(job.text, line);
        else
            job.text += line.text;
        job.text += '\n';
        ++job.lines;
    }
    if (!job.file)
        return true;
    const QByteArray text = std::exchange(job.text, {});
    return job.file->write(text) == text.size();
}

void LogExport::finish(Job &job)
{
    if (!job.file) {
        if (job.lines > 0)
            QGuiApplication::clipboard()->setText(QString::fromUtf8(job.text));
        emit copied(job.lines, job.next >= job.end);
        return;
    }
    if (!job.file->commit())
        return fail(*job.file);
    emit saved(job.file->fileName(), job.lines);
}

void LogExport::fail(const QSaveFile &file)
{
    emit failed(tr("Cannot save the log to %1: %2").arg(QDir::toNativeSeparators(file.fileName()), file.errorString()));
}
