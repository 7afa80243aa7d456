// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/record_reader.h"

#include "core/log/any_byte.h"

#include <algorithm>
#include <array>
#include <utility>

static constexpr qsizetype LevelWidth = 8; // rich pads the level to this, and adds a space
static constexpr qsizetype LongestTime = 40;
static constexpr qsizetype LongestSource = 100;

static constexpr QByteArrayView TracebackHead = "Traceback (most recent call last):";
static constexpr std::array<QByteArrayView, 2> TracebackLinks{
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:"};

static constexpr std::array<std::pair<QByteArrayView, Level>, 5> LevelNames{{
    {"INFO", Level::Info},
    {"WARNING", Level::Warning},
    {"ERROR", Level::Error},
    {"DEBUG", Level::Debug},
    {"CRITICAL", Level::Critical},
}};

/// The level whose name `text` begins with, and the length of that name; 0 if there is none.
static std::pair<Level, qsizetype> levelAt(QByteArrayView text)
{
    for (const auto &[name, level] : LevelNames) {
        if (text.startsWith(name))
            return {level, name.size()};
    }
    return {Level::None, 0};
}

static qsizetype leadingSpaces(QByteArrayView line)
{
    const auto text = std::find_if(line.begin(), line.end(), [](char c) { return c != ' '; });
    return text - line.begin();
}

static QByteArrayView withoutPadding(QByteArrayView text)
{
    static constexpr QByteArrayView many = "                ";
    while (text.endsWith(many))
        text.chop(many.size());
    while (text.endsWith(' '))
        text.chop(1);
    return text;
}

static bool isIndented(QByteArrayView line)
{
    return line.startsWith(' ') || line.startsWith('\t');
}

static bool isBox(QByteArrayView line)
{
    return line.startsWith("\u256D") || line.startsWith("\u2502") || line.startsWith("\u2570");
}

/// How many cells the text fills, as far as rich's folding of long paths needs it.
static qsizetype characters(QByteArrayView text)
{
    if (!anyByte(text, [](uchar byte) { return static_cast<uchar>(byte & 0x80); }))
        return text.size();
    return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<uchar>(c) & 0xC0) != 0x80; });
}

/// "server.py:203" at the end of `text`, after a space; empty if there is none.
static QByteArrayView sourceAtEnd(QByteArrayView text)
{
    qsizetype digits = text.size();
    while (digits > 0 && text[digits - 1] >= '0' && text[digits - 1] <= '9')
        --digits;
    if (digits == text.size() || !text.first(digits).endsWith(".py:"))
        return {};
    const QByteArrayView source = text.sliced(text.lastIndexOf(' ') + 1);
    return source.size() <= LongestSource && source.size() < text.size() ? source : QByteArrayView();
}

bool isHealthCheck(QByteArrayView text)
{
    static constexpr QByteArrayView request = "\"GET /health HTTP/";
    const qsizetype quote = text.indexOf('"');
    if (quote < 0 || !text.sliced(quote).startsWith(request))
        return false;
    const qsizetype end = text.indexOf('"', quote + request.size());
    return end > 0 && text.sliced(end + 1).startsWith(" 200");
}

ReadLine RecordReader::read(QByteArrayView line)
{
    ReadLine result;
    result.text = line;
    if (beginsRecord(line, result)) {
        m_level = result.level;
    } else if (readContinuation(line, result)) {
        result.level = m_level;
        result.flags |= LogLine::Continuation;
    } else {
        m_shape = Shape::None;
        m_level = Level::None;
    }
    if (m_shape != Shape::Rich && result.level <= Level::Info && isHealthCheck(result.text))
        result.flags |= LogLine::HealthCheck;
    return result;
}

bool RecordReader::beginsRecord(QByteArrayView line, ReadLine &result)
{
    if (line.isEmpty())
        return false;
    // The first character rules out all shapes but one or two, so that ordinary lines cost little.
    switch (line.front()) {
    case ' ':
        return readRich(line, result) || readUv(line, result);
    case '[':
        return readRich(line, result);
    case 'D':
    case 'I':
    case 'W':
    case 'E':
    case 'C':
        return readUvicorn(line, result);
    case 'e':
    case 'w':
        return readUv(line, result);
    case 'T':
        return readTraceback(line, result);
    default:
        return line.front() >= '0' && line.front() <= '9' && readDashes(line, result);
    }
}

bool RecordReader::readRich(QByteArrayView line, ReadLine &result)
{
    qsizetype column = 0;
    if (line.startsWith('[')) {
        const qsizetype close = line.first(std::min(line.size(), LongestTime)).indexOf(']');
        if (close < 0)
            return false;
        column = close + 2;
    } else {
        column = m_levelColumn;
        if (leadingSpaces(line) != column)
            return false;
    }
    if (column > line.size() || line[column - 1] != ' ')
        return false;
    const auto [level, length] = levelAt(line.sliced(column));
    const QByteArrayView rest = line.sliced(column + length);
    const qsizetype padding = LevelWidth - length + 1;
    if (length == 0 || leadingSpaces(rest) < std::min(padding, rest.size()))
        return false;

    m_levelColumn = column;
    m_shape = Shape::Rich;
    m_messageWidth = 0;
    result.level = level;
    result.text = withoutPadding(rest.sliced(std::min(padding, rest.size())));
    result.source = sourceAtEnd(result.text);
    if (!result.source.isEmpty()) {
        result.text.chop(result.source.size());
        m_messageWidth = characters(result.text) - 1;
        result.text = withoutPadding(result.text);
    }
    noteWidth(result.text);
    return true;
}

bool RecordReader::readUvicorn(QByteArrayView line, ReadLine &result)
{
    const auto [level, length] = levelAt(line);
    if (length == 0 || !line.sliced(length).startsWith(": "))
        return false;
    const QByteArrayView rest = line.sliced(length + 1);
    m_shape = Shape::OneLine;
    result.level = level;
    // Exactly the padding: a message may be indented itself.
    result.text = rest.sliced(std::min(leadingSpaces(rest), LevelWidth - length + 1));
    return true;
}

bool RecordReader::readDashes(QByteArrayView line, ReadLine &result)
{
    static constexpr QByteArrayView dash = " - ";
    const qsizetype name = line.first(std::min(line.size(), LongestTime)).indexOf(dash);
    if (name < 0)
        return false;
    const qsizetype nameEnd = line.indexOf(dash, name + dash.size());
    if (nameEnd < 0)
        return false;
    const auto [level, length] = levelAt(line.sliced(nameEnd + dash.size()));
    const QByteArrayView rest = line.sliced(nameEnd + dash.size() + length);
    if (length == 0 || !rest.startsWith(dash))
        return false;
    m_shape = Shape::OneLine;
    result.level = level;
    result.text = rest.sliced(dash.size());
    result.source = line.sliced(name + dash.size(), nameEnd - name - dash.size());
    return true;
}

bool RecordReader::readUv(QByteArrayView line, ReadLine &result)
{
    if (line.startsWith("error: ") || line.startsWith("  \u00D7 "))
        result.level = Level::Error;
    else if (line.startsWith("warning: "))
        result.level = Level::Warning;
    else
        return false;
    m_shape = Shape::Uv;
    return true;
}

bool RecordReader::readTraceback(QByteArrayView line, ReadLine &result)
{
    if (!line.startsWith(TracebackHead))
        return false;
    const bool continues = m_shape == Shape::TracebackChained ||
                           ((m_shape == Shape::Rich || m_shape == Shape::OneLine) && m_level >= Level::Error);
    m_shape = Shape::Traceback;
    result.level = Level::Error;
    return !continues;
}

bool RecordReader::readContinuation(QByteArrayView line, ReadLine &result)
{
    switch (m_shape) {
    case Shape::None:
        return false;
    case Shape::Rich: {
        const qsizetype column = m_levelColumn + LevelWidth + 1;
        if (leadingSpaces(line) < column)
            return false;
        result.text = withoutPadding(line.sliced(column));
        if (m_endsMidWord)
            result.flags |= LogLine::MidWord;
        noteWidth(result.text);
        return true;
    }
    case Shape::OneLine:
        return isIndented(line) || isBox(line);
    case Shape::Uv:
        return line.isEmpty() || isIndented(line) || line.startsWith("hint:");
    case Shape::Traceback:
        // The first line that is not indented is the exception itself.
        if (!line.isEmpty() && !isIndented(line) && line != TracebackHead)
            m_shape = Shape::TracebackEnded;
        return true;
    case Shape::TracebackEnded:
    case Shape::TracebackChained:
        if (std::find(TracebackLinks.begin(), TracebackLinks.end(), line) != TracebackLinks.end()) {
            m_shape = Shape::TracebackChained;
            return true;
        }
        return line.isEmpty() || isIndented(line);
    }
    return false;
}

void RecordReader::noteWidth(QByteArrayView piece)
{
    // Rich breaks between words; only a word longer than its column is broken, and then it fills whole lines.
    m_endsMidWord = m_messageWidth > 0 && characters(piece) == m_messageWidth && !piece.contains(' ') && !isBox(piece);
}
