// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>

/// What came of asking somebody for something that several processes want.
struct AskedLast
{
    QByteArray by;        // tells askers apart who may get different answers
    QDateTime when;       // when the answer came; invalid: never, or it cannot be told
    QString error;        // empty: it was good
    qint64 notBefore = 0; // seconds since 1970; asking earlier is in vain
};

/// Lets one process after the other ask, and the next one know what the last one was told.
///
/// The turn is a lock on a file; it ends with the process at the latest.
class AskingTurn
{
public:
    explicit AskingTurn(QString file);
    ~AskingTurn();
    Q_DISABLE_COPY_MOVE(AskingTurn)

    /// False: somebody else has it. Where no file can be made everybody has it.
    [[nodiscard]] bool take();
    /// While we have the turn.
    [[nodiscard]] AskedLast last() const;
    void note(const AskedLast &asked);
    void giveBack();

private:
    QString m_file;
    int m_fd = -1;
};
