// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Decides which of several starts of the same user lives.
///
/// The authority is a kernel lock on an open file: it ends with the process however that dies, so that what the file
/// holds, garbage included, decides nothing.
class InstanceLock
{
public:
    /// `file` lies in a directory that belongs to us alone. `note`: one line for whoever finds it held.
    explicit InstanceLock(QString file, QString note = {});
    ~InstanceLock();
    InstanceLock(const InstanceLock &) = delete;
    InstanceLock &operator=(const InstanceLock &) = delete;

    enum class Outcome { Taken, HeldByAnother, Impossible };
    /// Never waits.
    [[nodiscard]] Outcome take();
    /// Why it was Impossible: one sentence.
    [[nodiscard]] QString error() const { return m_error; }
    /// What its holder says of itself: where it was told, only a hint.
    struct Holder
    {
        qint64 pid = 0; // 0: unknown
        QString note;
    };
    [[nodiscard]] Holder holder() const;
    /// Removes the file as well.
    void release();

private:
    QString m_file;
    QString m_note;
    QString m_error;
    int m_fd = -1;
};
