// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

class QFile;

/// An ordinary file that one appends to, safe where others can write: no link is followed, nothing blocks.
class AppendFile
{
    Q_DISABLE_COPY_MOVE(AppendFile)
public:
    AppendFile() = default;
    ~AppendFile();

    /// Opens or makes the file for our eyes only, and its folder if need be. False: error() tells why.
    [[nodiscard]] bool open(const QString &path);
    void close();
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    /// Is it still what `path` names? Not after it was deleted or moved.
    [[nodiscard]] bool isStillThere() const;
    /// As the system knows it: somebody else may have shortened the file.
    [[nodiscard]] qint64 size() const;
    /// Is there a last line without its end? So it is after a crash, and when the disk became full.
    [[nodiscard]] bool endsMidLine() const;
    /// How many bytes were written; fewer than given: error() tells why.
    [[nodiscard]] qsizetype write(QByteArrayView bytes);

    /// In the system's words, as "No space left on device".
    [[nodiscard]] QString error() const { return m_error; }

    /// Puts one file in the place of another. False: errno's words in `error`.
    [[nodiscard]] static bool replace(const QString &from, const QString &to, QString &error);

private:
    QString m_path;
    QString m_error;
    int m_descriptor = -1;
};

/// Opens an ordinary file to read it, as safely. False: `error` tells why; it is empty when there is no such file.
[[nodiscard]] bool openOrdinaryFile(QFile &file, const QString &path, QString &error);
