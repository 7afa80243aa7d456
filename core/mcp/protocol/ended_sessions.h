// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QSet>
#include <QString>

/// Remembers which sessions have been ended, so that their ids do not come back to life.
///
/// The last two thousand, also beyond this run and from servers beside it.
class EndedSessions
{
public:
    static constexpr qsizetype Limit = 2'000;

    /// `file`: where it stands for later runs; empty: only this one remembers.
    explicit EndedSessions(QString file = {});

    void add(const QByteArray &id);
    [[nodiscard]] bool contains(const QByteArray &id);

private:
    void read();
    void remember(const QByteArray &mark);
    void write(const QByteArray &mark);

    QString m_file;
    qint64 m_read = 0;         // bytes of the file
    QList<QByteArray> m_order; // oldest first
    QSet<QByteArray> m_marks;
};
