// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/level_words.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

using Kind = NamedLevel::Kind;

static constexpr qsizetype LongestName = 11; // of a level: "information"
static constexpr qsizetype LongestWord = 64;
static constexpr qsizetype LongestHead = 200;
static constexpr int MostTokens = 8; // before the level: date, time, zone, process, thread, ...
static constexpr int MostPairs = 16; // of logfmt

static constexpr std::array<std::pair<QByteArrayView, Level>, 35> Names{{
    {"error", Level::Error},     {"info", Level::Info},      {"warn", Level::Warning},
    {"warning", Level::Warning}, {"debug", Level::Debug},    {"critical", Level::Critical},
    {"fatal", Level::Critical},  {"trace", Level::Debug},    {"notice", Level::Info},
    {"err", Level::Error},       {"inf", Level::Info},       {"wrn", Level::Warning},
    {"dbg", Level::Debug},       {"ftl", Level::Critical},   {"trc", Level::Debug},
    {"pnc", Level::Critical},    {"crit", Level::Critical},  {"panic", Level::Critical},
    {"dpanic", Level::Critical}, {"emerg", Level::Critical}, {"emergency", Level::Critical},
    {"alert", Level::Critical},  {"severe", Level::Error},   {"information", Level::Info},
    {"verbose", Level::Debug},   {"silly", Level::Debug},    {"erro", Level::Error},
    {"debu", Level::Debug},      {"fata", Level::Critical},  {"pani", Level::Critical},
    {"trac", Level::Debug},      {"fail", Level::Error},     {"dbug", Level::Debug},
    {"trce", Level::Debug},      {"verb", Level::Debug},
}};

static bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool isLetter(char c)
{
    return isUpper(c) || (c >= 'a' && c <= 'z');
}

static bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

static bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

static char at(QByteArrayView text, qsizetype index)
{
    return index < text.size() ? text[index] : '\0';
}

template<typename Test>
static qsizetype countWhile(QByteArrayView text, Test test)
{
    return std::find_if_not(text.begin(), text.end(), test) - text.begin();
}

static QByteArrayView afterBlanks(QByteArrayView text)
{
    return text.sliced(countWhile(text, isBlank));
}

/// In capitals only, as a name stands where it could be an ordinary word otherwise.
static bool isUpperWord(QByteArrayView word)
{
    return word.size() > 1 && std::all_of(word.begin(), word.end(), isUpper);
}

Level levelNamed(QByteArrayView name)
{
    if (name.size() < 3 || name.size() > LongestName)
        return Level::None;
    std::array<char, LongestName> small{};
    std::transform(name.begin(), name.end(), small.begin(), [](char c) { return isUpper(c) ? char(c | 0x20) : c; });
    const QByteArrayView key(small.data(), name.size());
    const auto *const found = std::find_if(Names.begin(), Names.end(), [key](const auto &n) { return n.first == key; });
    return found == Names.end() ? Level::None : found->second;
}

/// "E0102 18:44:02.123456   7 file.go:1] x" of klog, glog and absl; the latter may write the year, too.
static NamedLevel levelOfKlog(QByteArrayView line, qsizetype wordSize)
{
    const QByteArrayView time = line.sliced(wordSize + 1).first(std::min<qsizetype>(line.size() - wordSize - 1, 9));
    const qsizetype digits = wordSize - 1;
    const bool isDate = (digits == 4 || digits == 8) && countWhile(line.sliced(1), isDigit) == digits;
    if (!isDate || time.size() < 9 || time[2] != ':' || time[5] != ':' || time[8] != '.')
        return {};
    switch (line.front()) {
    case 'I':
        return {Level::Info, Kind::Text};
    case 'W':
        return {Level::Warning, Kind::Text};
    case 'E':
        return {Level::Error, Kind::Text};
    case 'F':
        return {Level::Critical, Kind::Text};
    default:
        return {};
    }
}

/// `word` before a colon: the class of an exception, of Python, Java or JavaScript.
static NamedLevel levelOfClass(QByteArrayView word)
{
    if (word.isEmpty()) // of which Qt 6.8's lastIndexOf() makes something
        return {};
    const QByteArrayView name = word.sliced(word.lastIndexOf('.') + 1);
    if (name.isEmpty() || !isUpper(name.front()))
        return {};
    if (name.endsWith("Error") || name.endsWith("Exception") || name.endsWith("Rejection"))
        return {Level::Error, Kind::Trouble};
    if (name.endsWith("Warning"))
        return {Level::Warning, Kind::Trouble};
    return {};
}

/// `word`, then a colon, then `rest`.
static NamedLevel levelBeforeColon(QByteArrayView word, QByteArrayView rest)
{
    const Level level = levelNamed(word);
    const bool ends = rest.isEmpty() || isBlank(rest.front());
    if (level != Level::None) {
        if (word == "panic")
            return ends ? NamedLevel{level, Kind::GoPanic} : NamedLevel{};
        // "ERROR:root:text", as Python's basicConfig writes it.
        const QByteArrayView logger = rest.first(std::min(rest.size(), LongestWord));
        const qsizetype colon = logger.indexOf(':');
        if (isUpperWord(word))
            return ends || (colon > 0 && !logger.first(colon).contains(' ')) ? NamedLevel{level, Kind::Text}
                                                                             : NamedLevel{};
        return ends ? NamedLevel{level, level >= Level::Warning ? Kind::Trouble : Kind::Text} : NamedLevel{};
    }
    if (!ends)
        return {};
    // "program: error: text"
    if (!isUpper(word.front())) {
        if (rest.startsWith(" error: "))
            return {Level::Error, Kind::Text};
        if (rest.startsWith(" warning: "))
            return {Level::Warning, Kind::Text};
        if (rest.startsWith(" fatal: ") || rest.startsWith(" fatal error: "))
            return {Level::Critical, Kind::Text};
    }
    return levelOfClass(word);
}

/// `word`, which begins with a capital, then a blank, then `rest`.
static NamedLevel levelOfUpper(QByteArrayView line, QByteArrayView word, QByteArrayView rest)
{
    if (isUpperWord(word) && word != "TRACE") {
        const QByteArrayView text = afterBlanks(rest);
        const qsizetype next = countWhile(text, isLetter);
        // "ERROR HANDLING IS ON" is a text in capitals.
        const bool shouts = text.data() == rest.data() && next > 1 && isUpperWord(text.first(next));
        if (!text.isEmpty() && !shouts)
            return {levelNamed(word), Kind::Text};
        return {};
    }
    if (line.startsWith("Exception in thread ") || line.startsWith("Unhandled exception") ||
        line.startsWith("Unhandled Exception"))
        return {Level::Error, Kind::Trouble};
    if (word == "Uncaught") {
        const qsizetype name = countWhile(rest, [](char c) { return isLetter(c) || c == '.'; });
        return name > 0 && at(rest, name) == ':' ? levelBeforeColon(rest.first(name), rest.sliced(name + 1))
                                                 : NamedLevel{};
    }
    return {};
}

static NamedLevel levelOfNpm(QByteArrayView rest)
{
    if (rest.startsWith("ERR!"))
        return {Level::Error, Kind::NpmError};
    const QByteArrayView word = rest.first(countWhile(rest, isLetter));
    const Level level = levelNamed(word);
    if (!at(rest, word.size()) || isBlank(at(rest, word.size())))
        return {level, level == Level::Error ? Kind::NpmError : Kind::Line};
    return {};
}

/// `word`, in small letters, then a blank, then `rest`.
static NamedLevel levelOfLower(QByteArrayView line, QByteArrayView word, QByteArrayView rest)
{
    switch (word.front()) {
    case 'f':
        if (line.startsWith("fatal error: "))
            return {Level::Critical, Kind::GoPanic};
        if (line.startsWith("fatal runtime error: "))
            return {Level::Critical, Kind::Text};
        return {};
    case 'n':
        return word == "npm" ? levelOfNpm(rest) : NamedLevel{};
    case 't':
        if (line.startsWith("thread '") && line.contains(" panicked at "))
            return {Level::Error, Kind::RustPanic};
        if (line.startsWith("terminate called "))
            return {Level::Critical, Kind::Text};
        return {};
    default:
        return {};
    }
}

static bool isLevelKey(QByteArrayView key)
{
    static constexpr std::array<QByteArrayView, 12> keys{"level",        "severity",  "lvl",      "levelname",
                                                         "log.level",    "log_level", "loglevel", "severity_text",
                                                         "severityText", "logLevel",  "Level",    "@l"};
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// The length of the quoted text that `text` begins with, both quotes included.
static qsizetype quotedSize(QByteArrayView text)
{
    for (qsizetype i = 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i + 1;
    }
    return text.size();
}

static QByteArrayView unquoted(QByteArrayView text)
{
    return text.size() > 1 ? text.sliced(1).chopped(1) : QByteArrayView();
}

static NamedLevel levelOfLogfmt(QByteArrayView line)
{
    for (int pair = 0; pair < MostPairs; ++pair) {
        const qsizetype keySize = countWhile(line.first(std::min(line.size(), LongestWord)), [](char c) {
            return isLetter(c) || isDigit(c) || c == '_' || c == '.' || c == '-' || c == '@';
        });
        if (keySize == 0 || at(line, keySize) != '=')
            return {};
        const QByteArrayView key = line.first(keySize);
        line = line.sliced(keySize + 1);
        const bool isQuoted = at(line, 0) == '"';
        const qsizetype size = isQuoted ? quotedSize(line) : countWhile(line, [](char c) { return !isBlank(c); });
        if (isLevelKey(key))
            return {levelNamed(isQuoted ? unquoted(line.first(size)) : line.first(size)), Kind::Line};
        line = afterBlanks(line.sliced(size));
    }
    return {};
}

// A table, because each line that begins with a letter pays for its first word.
static constexpr std::array<bool, 256> WordBytes = [] {
    std::array<bool, 256> bytes{};
    for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-$"))
        bytes[static_cast<uchar>(c)] = true;
    return bytes;
}();

NamedLevel levelOfWords(QByteArrayView line)
{
    const qsizetype most = std::min(line.size(), LongestWord);
    qsizetype size = 0;
    while (size < most && WordBytes[static_cast<uchar>(line[size])])
        ++size;
    if (size == 0 || size == line.size())
        return {};
    const QByteArrayView word = line.first(size);
    const QByteArrayView rest = line.sliced(size + 1);
    switch (line[size]) {
    case ' ':
    case '\t':
        if (!isUpper(word.front()))
            return levelOfLower(line, word, rest);
        return isDigit(at(word, 1)) ? levelOfKlog(line, size) : levelOfUpper(line, word, rest);
    case ':':
        return levelBeforeColon(word, rest);
    case '=':
        return levelOfLogfmt(line);
    case '[': // "ERRO[0012] text" of logrus
        return isUpperWord(word) && isDigit(at(rest, 0)) ? NamedLevel{levelNamed(word), Kind::Text} : NamedLevel{};
    default:
        return {};
    }
}

/// "18:44" is in it.
static bool hasClock(QByteArrayView text)
{
    for (qsizetype colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
        if (colon > 0 && isDigit(text[colon - 1]) && isDigit(at(text, colon + 1)) && isDigit(at(text, colon + 2)))
            return true;
    }
    return false;
}

static bool isTimeByte(char c)
{
    return isDigit(c) || (c != '\0' && std::strchr(":-/.,+TZ", c));
}

/// What stands between brackets.
static NamedLevel levelInBrackets(QByteArrayView inner)
{
    if (const Level level = levelNamed(inner); level != Level::None)
        return {level, Kind::Text};
    if (inner.isEmpty() || !hasClock(inner))
        return {};
    if (isDigit(inner.front()))
        return levelOfHead(inner);
    // "[E 2026-11-22 18:44:02 app]" of Tornado and Jupyter, "[ERROR 18:44:02]"
    const qsizetype name = countWhile(inner, isUpper);
    if (!isBlank(at(inner, name)) || !isDigit(at(inner, name + 1)))
        return {};
    if (name > 1)
        return {levelNamed(inner.first(name)), Kind::Text};
    static constexpr std::array<std::pair<char, Level>, 5> letters{{
        {'D', Level::Debug},
        {'I', Level::Info},
        {'W', Level::Warning},
        {'E', Level::Error},
        {'C', Level::Critical},
    }};
    const auto *const found =
        std::find_if(letters.begin(), letters.end(), [&](const auto &l) { return name == 1 && l.first == inner[0]; });
    return found == letters.end() ? NamedLevel{} : NamedLevel{found->second, Kind::Text};
}

/// The word after a time or a bracket.
static NamedLevel levelAfterHead(QByteArrayView text)
{
    const QByteArrayView word = text.first(countWhile(text, isLetter));
    const char next = at(text, word.size());
    // In small letters it is a name only where the form says so.
    const bool isName =
        next == ':' || next == '\t' ||
        (isUpperWord(word) && (next == '\0' || next == ' ' || next == '|' || next == '[' || next == '('));
    return {isName ? levelNamed(word) : Level::None, Kind::Text};
}

NamedLevel levelOfHead(QByteArrayView line)
{
    if (line.startsWith("[UnhandledPromiseRejection:"))
        return {Level::Error, Kind::Trouble};
    QByteArrayView text = line.first(std::min(line.size(), LongestHead));
    bool isHead = false; // a number alone is none
    for (int token = 0; token < MostTokens; ++token) {
        text = text.sliced(countWhile(text, [](char c) { return isBlank(c) || c == '|'; }));
        if (text.startsWith("- "))
            text = afterBlanks(text.sliced(1));
        if (text.isEmpty())
            return {};
        if (text.front() == '[') {
            const qsizetype close = text.indexOf(']');
            if (close < 0)
                return {};
            if (const NamedLevel named = levelInBrackets(text.sliced(1).first(close - 1).trimmed()))
                return named;
            isHead = true;
            text = text.sliced(close + 1);
        } else if (isTimeByte(text.front()) && !isLetter(text.front())) {
            const qsizetype size = countWhile(text, isTimeByte);
            isHead = isHead || hasClock(text.first(size));
            text = text.sliced(size);
            if (text.startsWith("AM") || text.startsWith("PM"))
                text = text.sliced(2);
            if (!text.isEmpty() && !isBlank(text.front()) && text.front() != '[' && text.front() != '|')
                return {};
        } else if (text.startsWith("AM ") || text.startsWith("PM ") || text.startsWith("UTC ")) {
            text = text.sliced(text.indexOf(' '));
        } else {
            return isHead && isLetter(text.front()) ? levelAfterHead(text) : NamedLevel{};
        }
    }
    return {};
}

/// The level that the value says which `text` begins with.
static Level jsonValue(QByteArrayView text)
{
    if (at(text, 0) == '"')
        return levelNamed(unquoted(text.first(quotedSize(text))));
    // Pino's and bunyan's numbers. Smaller ones mean other things elsewhere: syslog's 3, or how talkative a line is.
    const qsizetype digits = countWhile(text, isDigit);
    if (digits != 2)
        return Level::None;
    switch (text[0]) {
    case '1':
    case '2':
        return Level::Debug;
    case '3':
        return Level::Info;
    case '4':
        return Level::Warning;
    case '5':
        return Level::Error;
    case '6':
        return Level::Critical;
    default:
        return Level::None;
    }
}

NamedLevel levelOfJson(QByteArrayView line)
{
    if (at(afterBlanks(line.sliced(1)), 0) != '"')
        return {};
    int depth = 0;
    QByteArrayView parent; // the last member's key in the object itself
    for (qsizetype i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
        } else if (c == '"') {
            const qsizetype size = quotedSize(line.sliced(i));
            const QByteArrayView text = unquoted(line.sliced(i, size));
            i += size - 1;
            if (depth > 2)
                continue;
            const QByteArrayView after = afterBlanks(line.sliced(i + 1));
            if (!after.startsWith(':'))
                continue;
            // {"log":{"level":"error"}} is the form of Elastic's common schema.
            const bool isOurs = depth == 1 ? isLevelKey(text) : parent == "log" && text == "level";
            if (depth == 1)
                parent = text;
            if (!isOurs)
                continue;
            if (const Level level = jsonValue(afterBlanks(after.sliced(1))); level != Level::None)
                return {level, Kind::Line};
        }
    }
    return {};
}

NamedLevel levelOfPrefix(QByteArrayView line)
{
    static constexpr std::array<Level, 8> priorities{Level::Critical, Level::Critical, Level::Critical, Level::Error,
                                                     Level::Warning,  Level::Info,     Level::Info,     Level::Debug};
    if (line.front() == '<' && at(line, 2) == '>' && line[1] >= '0' && line[1] <= '7')
        return {priorities[static_cast<size_t>(line[1] - '0')], Kind::Text};
    if (!line.startsWith("(node:"))
        return {};
    QByteArrayView text = line.sliced(line.indexOf(' ') + 1);
    if (text.startsWith("[DEP"))
        text = text.sliced(text.indexOf(' ') + 1);
    const qsizetype name = countWhile(text, isLetter);
    return name > 0 && at(text, name) == ':' ? levelBeforeColon(text.first(name), text.sliced(name + 1)) : NamedLevel{};
}

NamedLevel levelOfPadded(QByteArrayView line)
{
    if (!isUpper(at(line, 1)))
        return {};
    const QByteArrayView text = line.sliced(1);
    const qsizetype size = countWhile(text, isUpper);
    return at(text, size) == ' ' ? levelOfUpper(text, text.first(size), text.sliced(size + 1)) : NamedLevel{};
}
