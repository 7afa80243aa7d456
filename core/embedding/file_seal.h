// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// Remembers that an open file was found whole, for as long as nobody touches it.
///
/// Reading 23 MB for their digest takes a tenth of a second at each start; looking at size and times takes nothing.
class FileSeal
{
public:
    /// `place`: the file that remembers; empty: nothing is remembered.
    FileSeal(const QString &place, int file);

    /// It was sealed, and is what it was then.
    [[nodiscard]] bool isUnbroken() const;
    /// No error where it cannot be written: the file is read again next time.
    void make() const;

private:
    const QString m_place;
    const QByteArray m_mark; // empty: the file is too young to tell one write from the next
};
