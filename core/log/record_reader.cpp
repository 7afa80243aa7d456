// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/record_reader.h"

#include "core/log/any_byte.h"
#include "core/log/level_words.h"

#include <algorithm>
#include <array>
#include <utility>

static constexpr qsizetype LevelWidth = 8; // rich pads the level to this, and adds a space
static constexpr qsizetype LongestTime = 40;
static constexpr qsizetype LongestSource = 100;
static constexpr int LongestMessage = 16; // lines after the first that may be an exception's text

static constexpr QByteArrayView TracebackHead = "Traceback (most recent call last):";
static constexpr QByteArrayView GroupHead = "  + Exception Group Traceback (most recent call last):";
static constexpr std::array<QByteArrayView, 2> TracebackLinks{
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:"};

// uv's and rustc's hints, Java's and Rust's causes, what Node writes below an exception.
static constexpr std::array<QByteArrayView, 7> TroubleGoesOn{
    "hint:", "Caused by:", "note: ", "help: ", "}", "(Use `node", "Node.js v"};
static constexpr std::array<QByteArrayView, 6> GoTraceGoesOn{"goroutine ",   "created by ",    "[signal ",
                                                             "exit status ", "runtime stack:", "[recovered]"};
static constexpr std::array<QByteArrayView, 2> RustPanicGoesOn{"note: ", "stack backtrace:"};

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

template<size_t Size>
static bool startsWithAny(QByteArrayView line, const std::array<QByteArrayView, Size> &beginnings)
{
    return std::any_of(beginnings.begin(), beginnings.end(), [line](QByteArrayView b) { return line.startsWith(b); });
}

/// "main.(*Server).run(0xc000012345, ...)": a frame of Go's traces.
static bool isCall(QByteArrayView line)
{
    if (!line.endsWith(')')) // nor empty, of which Qt 6.8's lastIndexOf() makes something
        return false;
    const qsizetype arguments = line.lastIndexOf('(');
    return arguments > 0 && !line.first(arguments).contains(' ');
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
        m_talksPlainly = m_talksPlainly && (m_shape == Shape::Traceback || m_shape == Shape::RustPanic);
    } else if (readContinuation(line, result)) {
        result.level = m_level;
        result.flags |= LogLine::Continuation;
    } else {
        m_shape = Shape::None;
        m_level = Level::None;
        m_talksPlainly = m_talksPlainly || !line.isEmpty();
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
    const char first = line.front();
    switch (first) {
    case ' ':
        if (line.startsWith(GroupHead))
            return readTraceback(Shape::TracebackEnded, result); // all of it is indented, its exceptions too
        return readRich(line, result) || readUv(line, result) || readNamed(levelOfPadded(line), line, result);
    case '[':
        return readRich(line, result) || readNamed(levelOfHead(line), line, result);
    case '{':
        return readNamed(levelOfJson(line), line, result);
    case '<':
    case '(':
        return readNamed(levelOfPrefix(line), line, result);
    case 'D':
    case 'I':
    case 'W':
    case 'E':
    case 'C':
        if (readUvicorn(line, result))
            return true;
        break;
    case 'T':
        if (line.startsWith(TracebackHead))
            return readTraceback(Shape::Traceback, result);
        break;
    default:
        break;
    }
    if (first >= '0' && first <= '9')
        return readDashes(line, result) || readNamed(levelOfHead(line), line, result);
    const bool isLetter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
    return isLetter && readNamed(levelOfWords(line), line, result);
}

/// A line that names its level is shown as it is.
bool RecordReader::readNamed(const NamedLevel &named, QByteArrayView line, ReadLine &result)
{
    // "ValueError: x" may be what is due.
    if (!named || (named.kind == NamedLevel::Kind::Trouble && isMessageDue()))
        return false;
    result.level = named.level;
    switch (named.kind) {
    case NamedLevel::Kind::Line:
        m_shape = Shape::None;
        return true;
    case NamedLevel::Kind::Text:
        m_shape = Shape::OneLine;
        return true;
    case NamedLevel::Kind::Trouble:
        m_shape = Shape::Trouble;
        return true;
    case NamedLevel::Kind::NpmError: {
        const bool continues = m_shape == Shape::Npm;
        m_shape = Shape::Npm;
        return !continues;
    }
    case NamedLevel::Kind::GoPanic:
        m_shape = Shape::GoPanic;
        return true;
    case NamedLevel::Kind::RustPanic:
        m_shape = Shape::RustPanic;
        // Newer ones write the message below; older ones between the quotes.
        m_messageLines = !line.endsWith(':') ? 0 : m_talksPlainly ? 1 : LongestMessage;
        return true;
    }
    return false;
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
    if (!line.startsWith("  \u00D7 "))
        return false;
    result.level = Level::Error;
    m_shape = Shape::Trouble;
    return true;
}

bool RecordReader::readTraceback(Shape shape, ReadLine &result)
{
    const bool continues = m_shape == Shape::TracebackChained ||
                           ((m_shape == Shape::Rich || m_shape == Shape::OneLine) && m_level >= Level::Error);
    m_shape = shape;
    m_messageLines = 0;
    result.level = Level::Error;
    return !continues;
}

/// The line that the record which is open ends with, or begins with, has yet to come.
bool RecordReader::isMessageDue() const
{
    return m_shape == Shape::Traceback || (m_shape == Shape::RustPanic && m_messageLines > 0);
}

/// What is indented belongs to an exception, and so do the next lines of its message, as far as they can be told from
/// others.
bool RecordReader::goesOnBelow(QByteArrayView line)
{
    if (line.isEmpty()) {
        m_messageLines = 0;
        return true;
    }
    if (isIndented(line))
        return true;
    if (m_messageLines == 0)
        return false;
    --m_messageLines;
    return true;
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
    case Shape::Trouble:
        return line.isEmpty() || isIndented(line) || startsWithAny(line, TroubleGoesOn);
    case Shape::Npm:
        return line.startsWith("npm ") && levelOfWords(line).kind == NamedLevel::Kind::NpmError;
    case Shape::GoPanic:
        return line.isEmpty() || isIndented(line) || startsWithAny(line, GoTraceGoesOn) || isCall(line);
    case Shape::RustPanic:
        if (startsWithAny(line, RustPanicGoesOn)) {
            m_messageLines = 0;
            return true;
        }
        return goesOnBelow(line);
    case Shape::Traceback:
        // The first line that is not indented is the exception itself.
        if (!line.isEmpty() && !isIndented(line) && !line.startsWith(TracebackHead)) {
            m_shape = Shape::TracebackEnded;
            m_messageLines = m_talksPlainly ? 0 : LongestMessage;
        }
        return true;
    case Shape::TracebackEnded:
    case Shape::TracebackChained:
        if (std::find(TracebackLinks.begin(), TracebackLinks.end(), line) != TracebackLinks.end()) {
            m_shape = Shape::TracebackChained;
            m_messageLines = 0;
            return true;
        }
        return goesOnBelow(line);
    }
    return false;
}

void RecordReader::noteWidth(QByteArrayView piece)
{
    // Rich breaks between words; only a word longer than its column is broken, and then it fills whole lines.
    m_endsMidWord = m_messageWidth > 0 && characters(piece) == m_messageWidth && !piece.contains(' ') && !isBox(piece);
}
