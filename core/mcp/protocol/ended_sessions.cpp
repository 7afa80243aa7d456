// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/ended_sessions.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

static constexpr qsizetype MarkSize = 32;
static constexpr qint64 LargestFile = 2 * EndedSessions::Limit * (MarkSize + 1);

/// Not the id itself: whoever reads the file must not learn how to go on with a session.
static QByteArray markOf(const QByteArray &id)
{
    return QCryptographicHash::hash(id, QCryptographicHash::Sha256).toHex().first(MarkSize);
}

EndedSessions::EndedSessions(QString file)
    : m_file(std::move(file))
{
}

void EndedSessions::remember(const QByteArray &mark)
{
    if (m_marks.contains(mark))
        return;
    m_marks.insert(mark);
    m_order.append(mark);
    if (m_order.size() > Limit)
        m_marks.remove(m_order.takeFirst());
}

void EndedSessions::read()
{
    const QFileInfo info(m_file);
    if (m_file.isEmpty() || !info.isFile() || info.size() == m_read)
        return;
    if (info.size() < m_read)
        m_read = 0; // it was written anew
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(m_read))
        return;
    const QByteArray news = file.read(LargestFile);
    m_read += news.size();
    const QList<QByteArray> marks = news.split('\n');
    for (const QByteArray &mark : marks) {
        if (mark.size() == MarkSize)
            remember(mark);
    }
}

void EndedSessions::write(const QByteArray &mark)
{
    if (m_file.isEmpty())
        return;
    // Short appended lines of several servers do not mix; only when it has grown is the file written anew.
    if (QFileInfo(m_file).size() + MarkSize < LargestFile) {
        QFile file(m_file);
        if (file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
            file.write(mark + '\n');
        return;
    }
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.write(m_order.join('\n') + '\n');
    file.commit();
}

void EndedSessions::add(const QByteArray &id)
{
    read();
    const QByteArray mark = markOf(id);
    remember(mark);
    write(mark);
}

bool EndedSessions::contains(const QByteArray &id)
{
    read();
    return m_marks.contains(markOf(id));
}
