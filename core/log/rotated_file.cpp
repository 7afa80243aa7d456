// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/rotated_file.h"

#include <QFile>

#include <utility>

RotatedFile::RotatedFile(const QString &path, const Limits &limits)
    : m_path(path)
    , m_limits(limits)
{
}

void RotatedFile::write(QByteArrayView text, qint64 lines, qint64 lost)
{
    m_missingLines += lost;
    m_hasFailed = m_hasFailed || lost > 0; // who lost them has said so
    if ((m_hasFailed && !m_nextTry.hasExpired()) || !makeReady(text.size())) {
        m_missingLines += lines;
        return;
    }
    const bool beginsLine = !m_file.endsMidLine() || m_file.write("\n") == 1;
    const qsizetype written = beginsLine ? m_file.write(text) : 0;
    if (written < text.size()) {
        m_missingLines += lines - text.first(written).count('\n');
        giveUp(m_file.error());
        return;
    }
    const bool isTakenAway = std::exchange(m_isTakenAway, false);
    if (m_hasFailed) {
        m_hasFailed = false;
        const qint64 missing = std::exchange(m_missingLines, 0);
        emit recovered(tr("Writing %1 works again; %2 lines are missing there").arg(m_path).arg(missing));
    } else if (isTakenAway && m_nextRemark.hasExpired()) {
        m_nextRemark.setRemainingTime(m_limits.retryDelay);
        emit begunAnew(tr("Writing %1 anew: it was deleted, moved or replaced").arg(m_path));
    }
}

bool RotatedFile::makeReady(qsizetype bytes)
{
    // Deleted or moved by somebody: what we hold open is nobody's file any more.
    if (m_file.isOpen() && !m_file.isStillThere()) {
        m_file.close();
        m_isTakenAway = true;
    }
    if (!m_file.isOpen()) {
        if (!m_file.open(m_path)) {
            giveUp(m_file.error());
            return false;
        }
    }
    const qint64 size = m_file.size();
    return size == 0 || size + bytes <= m_limits.bytesPerFile || rotate();
}

bool RotatedFile::rotate()
{
    m_file.close();
    QString error;
    // First, so that no file takes another's place: when one does, ext4 writes it to the disk at once.
    QFile::remove(numbered(m_path, m_limits.files - 1));
    for (int number = m_limits.files - 1; number > 0; --number) {
        if (!AppendFile::replace(numbered(m_path, number - 1), numbered(m_path, number), error)) {
            giveUp(error);
            return false;
        }
    }
    if (!m_file.open(m_path)) {
        giveUp(m_file.error());
        return false;
    }
    return true;
}

void RotatedFile::giveUp(const QString &cause)
{
    m_file.close();
    m_nextTry.setRemainingTime(m_limits.retryDelay);
    if (!std::exchange(m_hasFailed, true))
        emit failed(tr("Cannot write %1: %2. The log goes on in memory").arg(m_path, cause));
}

QString RotatedFile::numbered(const QString &path, int number)
{
    return number == 0 ? path : path + u'.' + QString::number(number);
}
