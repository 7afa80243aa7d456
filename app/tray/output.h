// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// Writes to stdout and waits for the reader, as a command should. False: nobody reads any more.
[[nodiscard]] bool printOut(const QByteArray &bytes);
/// `sentence` as a line for stderr, preceded by the program's name.
[[nodiscard]] QByteArray errorLine(QString sentence);
/// That line, written.
void printError(const QString &sentence);
/// The same for one that runs on: a reader that does not read loses the line instead of holding us up.
void printNotice(const QString &sentence);
/// A broken pipe, or a file that may not become larger, is an error of the write instead of the end of the process.
void ignoreFatalWrites();
/// Whether stdout is a pipe or a socket, whose reader can go away unnoticed.
[[nodiscard]] bool stdoutHasReader();
