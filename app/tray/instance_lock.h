// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Decides which of several starts of the same user lives.
///
/// The authority is a kernel lock on an open file: it ends with the process however that dies, so that what the file
/// holds, garbage included, means nothing.
class InstanceLock
{
public:
    /// `file` lies in a directory that belongs to us alone.
    explicit InstanceLock(QString file);
    ~InstanceLock();
    InstanceLock(const InstanceLock &) = delete;
    InstanceLock &operator=(const InstanceLock &) = delete;

    enum class Outcome { Taken, HeldByAnother, Impossible };
    /// Never waits.
    [[nodiscard]] Outcome take();
    /// Why it was Impossible: one sentence.
    [[nodiscard]] QString error() const { return m_error; }
    /// Removes the file as well.
    void release();

private:
    QString m_file;
    QString m_error;
    int m_fd = -1;
};
