// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_line.h"

#include <QByteArrayView>

struct NamedLevel;

/// What one line says besides its text; views into the line that was read.
struct ReadLine
{
    Level level = Level::None;
    quint8 flags = 0;
    QByteArrayView text;
    QByteArrayView source;
};

/// Is it uvicorn's access line of a GET /health that went well?
[[nodiscard]] bool isHealthCheck(QByteArrayView text);

/// Tells level, text, source and record of the lines of one stream.
///
/// It knows Python's rich, uvicorn's and the "time - name - LEVEL - text" shape, tracebacks and uv's errors, which are
/// taken apart; and what other programs name at the beginning of a line (level_words.h), which is kept as it is.
class RecordReader
{
public:
    /// `line` is clean and whole. Nothing is lost: what has no known shape comes back as it is.
    [[nodiscard]] ReadLine read(QByteArrayView line);
    /// The last line seems to stop within a word, which then goes on in the next.
    [[nodiscard]] bool endsMidWord() const { return m_shape == Shape::Rich && m_endsMidWord; }

private:
    // What the last line belonged to, which decides what may continue it.
    enum class Shape : quint8 {
        None,
        Rich,
        OneLine,
        Trouble,
        Npm,
        GoPanic,
        RustPanic,
        Traceback,
        TracebackEnded,
        TracebackChained
    };

    [[nodiscard]] bool readRich(QByteArrayView line, ReadLine &result);
    [[nodiscard]] bool readUvicorn(QByteArrayView line, ReadLine &result);
    [[nodiscard]] bool readDashes(QByteArrayView line, ReadLine &result);
    [[nodiscard]] bool readUv(QByteArrayView line, ReadLine &result);
    [[nodiscard]] bool readTraceback(Shape shape, ReadLine &result);
    [[nodiscard]] bool readNamed(const NamedLevel &named, QByteArrayView line, ReadLine &result);
    [[nodiscard]] bool readContinuation(QByteArrayView line, ReadLine &result);
    [[nodiscard]] bool beginsRecord(QByteArrayView line, ReadLine &result);
    [[nodiscard]] bool isMessageDue() const;
    [[nodiscard]] bool goesOnBelow(QByteArrayView line);
    void noteWidth(QByteArrayView piece);

    Shape m_shape = Shape::None;
    Level m_level = Level::None;
    // Rich's columns, until a line with a time has shown other ones.
    qsizetype m_levelColumn = 20;
    qsizetype m_messageWidth = 0; // of the record that is open; 0: not known
    bool m_endsMidWord = false;
    // The last line that began something named no level. A program that talks so is not taken at its word after an
    // exception: what it says next may be anything. Elsewhere it is the rest of the message.
    bool m_talksPlainly = false;
    int m_messageLines = 0; // how many more lines the message of an exception may have
};
