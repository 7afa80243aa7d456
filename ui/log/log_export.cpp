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

static constexpr qint64 SliceNs = 8'000'000;

LogExport::LogExport(const LogStore &store, const LogRows &rows, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_rows(rows)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LogExport::write);
}

LogExport::~LogExport() = default;

void LogExport::toClipboard(qint64 from, qint64 end, Content content)
{
    m_file.reset();
    begin(from, end, content);
}

void LogExport::toFile(const QString &path, qint64 from, qint64 end)
{
    m_file = std::make_unique<QSaveFile>(path);
    if (!m_file->open(QIODevice::WriteOnly))
        return fail();
    // Before the first byte: a log may tell more than others should read.
    m_file->setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    begin(from, end, Content::Lines);
}

void LogExport::begin(qint64 from, qint64 end, Content content)
{
    m_content = content;
    m_timer.stop();
    m_text.clear();
    m_next = from;
    m_end = end;
    m_lines = 0;
    write();
}

void LogExport::write()
{
    QElapsedTimer clock;
    clock.start();
    m_next = std::max(m_next, m_store.firstNumber());
    for (; m_next < m_end && clock.nsecsElapsed() < SliceNs; ++m_next) {
        const LineView line = m_store.line(m_next);
        if (!m_rows.accepts(m_next, line))
            continue;
        if (m_content == Content::Lines)
            m_formatter.append(m_text, line);
        else
            m_text += line.text;
        m_text += '\n';
        ++m_lines;
    }
    if (m_file) {
        if (m_file->write(m_text) != m_text.size())
            return fail();
        m_text.clear();
    }
    if (m_next < m_end)
        m_timer.start(0);
    else
        finish();
}

void LogExport::finish()
{
    if (!m_file) {
        QGuiApplication::clipboard()->setText(QString::fromUtf8(std::exchange(m_text, {})));
        emit copied(m_lines);
        return;
    }
    if (!m_file->commit())
        return fail();
    const QString path = m_file->fileName();
    m_file.reset();
    emit saved(path, m_lines);
}

void LogExport::fail()
{
    const QString reason =
        tr("Cannot save the log to %1: %2").arg(QDir::toNativeSeparators(m_file->fileName()), m_file->errorString());
    m_timer.stop();
    m_file.reset();
    emit failed(reason);
}
