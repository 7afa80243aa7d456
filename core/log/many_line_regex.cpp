// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/many_line_regex.h"

#include <cstring>

namespace {

class Rewriter
{
public:
    explicit Rewriter(const QByteArray &regex)
        : m_in(regex)
    {
    }

    [[nodiscard]] std::optional<ManyLineRegex> rewrite();

private:
    // Each takes what begins at m_at, and is false where that cannot be rewritten.
    [[nodiscard]] bool takeEscape();
    [[nodiscard]] bool takeNumber(char kind);
    [[nodiscard]] bool takeProperty(char kind);
    [[nodiscard]] bool takeQuoted();
    [[nodiscard]] bool takeAnchor(char as);
    [[nodiscard]] bool takeGroup();
    [[nodiscard]] bool takeThrough(char last);
    [[nodiscard]] bool takeOptions();
    [[nodiscard]] bool takeClass();
    [[nodiscard]] bool skipInClass(bool &mayBeNewline);

    [[nodiscard]] char peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_in.size() ? m_in[m_at + ahead] : '\0';
    }
    void copy(qsizetype bytes)
    {
        m_out.pattern += QByteArrayView(m_in).sliced(m_at, bytes);
        m_at += bytes;
    }
    void replace(qsizetype bytes, const QByteArray &by)
    {
        m_out.pattern += by;
        m_at += bytes;
    }

    const QByteArray m_in;
    qsizetype m_at = 0;
    ManyLineRegex m_out;
};

bool isControl(char c)
{
    return static_cast<uchar>(c) < ' ' && c != '\t';
}

bool isOneOf(char c, const char *set)
{
    return c != '\0' && std::strchr(set, c) != nullptr;
}

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::optional<ManyLineRegex> Rewriter::rewrite()
{
    while (m_at < m_in.size()) {
        const char c = peek();
        if (isControl(c))
            return std::nullopt;
        bool taken = true;
        if (c == '\\')
            taken = takeEscape();
        else if (c == '(')
            taken = takeGroup();
        else if (c == '[')
            taken = takeClass();
        else
            copy(1);
        if (!taken)
            return std::nullopt;
    }
    return m_out;
}

bool Rewriter::takeEscape()
{
    const char kind = peek(1);
    if (m_at + 1 >= m_in.size() || isControl(kind))
        return false;
    if (isOneOf(kind, "dwsDWSbB"))
        m_out.asksForKinds = true;
    switch (kind) {
    case 's':
        replace(2, "[^\\S\\n]");
        return true;
    case 'D':
        replace(2, "[^\\d\\n]");
        return true;
    case 'W':
        replace(2, "[^\\w\\n]");
        return true;
    case 'H':
        replace(2, "[^\\h\\n]");
        return true;
    case 'v':
        replace(2, "[^\\V\\n]");
        return true;
    case 'N':
        if (peek(2) == '{')
            return false;
        copy(2);
        return true;
    case 'A':
        return takeAnchor('^');
    case 'Z':
    case 'z':
        return takeAnchor('$');
    case 'p':
    case 'P':
        return takeProperty(kind);
    case 'Q':
        return takeQuoted();
    default:
        if (kind == 'x' || (kind >= '0' && kind <= '9'))
            return takeNumber(kind);
        // Never a newline: \d, \w, \S, \h, \V, \b, \B, the other simple characters, and what a group has matched.
        if (isLetterOrDigit(kind) && !isOneOf(kind, "dwShVbBaefrtgk"))
            return false;
        copy(2);
        return true;
    }
}

bool Rewriter::takeNumber(char kind)
{
    if (kind != 'x') {
        // One digit is always a backreference; more may be an octal number, such as \12.
        const char next = peek(2);
        if (kind == '0' || (next >= '0' && next <= '9'))
            return false;
        copy(2);
        return true;
    }
    QByteArray digits;
    qsizetype length = 2;
    if (peek(2) == '{') {
        const qsizetype end = m_in.indexOf('}', m_at);
        if (end < 0)
            return false;
        digits = m_in.sliced(m_at + 3, end - m_at - 3);
        length = end + 1 - m_at;
    } else {
        while (digits.size() < 2 && isOneOf(peek(length), "0123456789abcdefABCDEF"))
            digits += peek(length++);
    }
    bool valid = false;
    const uint code = digits.toUInt(&valid, 16);
    if (!valid || code == '\n')
        return false;
    copy(length);
    return true;
}

bool Rewriter::takeProperty(char kind)
{
    QByteArray name;
    if (peek(2) == '{') {
        const qsizetype end = m_in.indexOf('}', m_at);
        if (end < 0 || peek(3) == '^')
            return false;
        name = m_in.sliced(m_at + 2, end + 1 - (m_at + 2));
    } else if (isLetterOrDigit(peek(2))) {
        name = m_in.sliced(m_at + 2, 1);
    } else {
        return false;
    }
    replace(2 + name.size(), QByteArray("[^\\") + (kind == 'p' ? 'P' : 'p') + name + "\\n]");
    return true;
}

bool Rewriter::takeQuoted()
{
    const qsizetype found = m_in.indexOf("\\E", m_at + 2);
    const qsizetype end = found < 0 ? m_in.size() : found + 2;
    for (qsizetype i = m_at; i < end; ++i) {
        if (isControl(m_in[i]))
            return false;
    }
    copy(end - m_at);
    return true;
}

bool Rewriter::takeAnchor(char as)
{
    if (isOneOf(peek(2), "*+?{"))
        return false;
    replace(2, QByteArray(1, as));
    return true;
}

bool Rewriter::takeGroup()
{
    if (peek(1) == '*')
        return false;
    if (peek(1) != '?') {
        copy(1);
        return true;
    }
    const char kind = peek(2);
    if (isOneOf(kind, ":=!>|")) {
        copy(3);
        return true;
    }
    switch (kind) {
    case '<':
        if (peek(3) == '*')
            return false;
        if (peek(3) == '=' || peek(3) == '!') {
            copy(4);
            return true;
        }
        return takeThrough('>');
    case 'P':
        return takeThrough(peek(3) == '<' ? '>' : ')');
    case '\'':
        copy(3);
        return takeThrough('\'');
    case '#': {
        const qsizetype end = m_in.indexOf(')', m_at);
        m_at = end + 1;
        return end >= 0;
    }
    case 'R':
    case '&':
        return takeThrough(')');
    default:
        break;
    }
    // (?1), (?+1) and (?-1) call a group.
    const char number = isOneOf(kind, "+-") ? peek(3) : kind;
    if (number >= '0' && number <= '9')
        return takeThrough(')');
    return takeOptions();
}

bool Rewriter::takeThrough(char last)
{
    const qsizetype end = m_in.indexOf(last, m_at);
    if (end < 0)
        return false;
    for (qsizetype i = m_at; i <= end; ++i) {
        if (isControl(m_in[i]))
            return false;
    }
    copy(end + 1 - m_at);
    return true;
}

bool Rewriter::takeOptions()
{
    QByteArray kept = "(?";
    for (qsizetype at = m_at + 2; at < m_in.size(); ++at) {
        const char c = m_in[at];
        if (c == ':' || c == ')') {
            if (kept.endsWith('-'))
                kept.chop(1);
            replace(at + 1 - m_at, kept + c);
            return true;
        }
        if (isOneOf(c, "iJnU") || (c == '-' && !kept.contains('-')))
            kept += c;
        else if (c != 's' && c != 'm')
            return false;
    }
    return false;
}

bool Rewriter::takeClass()
{
    const qsizetype start = m_at;
    const bool negated = peek(1) == '^';
    m_at += negated ? 2 : 1;
    const char first = peek();
    bool mayBeNewline = false;
    do {
        if (m_at >= m_in.size() || !skipInClass(mayBeNewline))
            return false;
    } while (peek() != ']');
    const QByteArray whole = m_in.sliced(start, m_at + 1 - start);
    ++m_at;
    // In front of ']' or '-' a newline would change what these mean.
    if (negated && first != ']' && first != '-')
        m_out.pattern += "[^\\n" + whole.sliced(2);
    else if (negated || mayBeNewline)
        m_out.pattern += "(?:(?!\\n)" + whole + ')';
    else
        m_out.pattern += whole;
    return true;
}

/// Steps over one member of a class, the first of which may be ']'.
bool Rewriter::skipInClass(bool &mayBeNewline)
{
    const char c = peek();
    if (isControl(c))
        return false;
    if (c == '[' && peek(1) == ':') {
        qsizetype end = m_at + 2;
        while (end < m_in.size() && (isLetterOrDigit(m_in[end]) || m_in[end] == '^'))
            ++end;
        if (m_in.sliced(end).startsWith(":]")) {
            m_out.asksForKinds = true;
            mayBeNewline = true;
            m_at = end + 2;
            return true;
        }
        // [[:<:]] and [[:>:]] are no classes.
        return false;
    }
    if (c == '[' && (peek(1) == '.' || peek(1) == '='))
        return false;
    if (c != '\\') {
        // A range from TAB on holds the newline.
        mayBeNewline = mayBeNewline || c == '\t';
        ++m_at;
        return true;
    }
    const char kind = peek(1);
    if (m_at + 1 >= m_in.size() || isControl(kind))
        return false;
    if (isLetterOrDigit(kind)) {
        if (!isOneOf(kind, "dwhSVefrsDWHvpPnx0123456789abt"))
            return false;
        if (isOneOf(kind, "dwsDWS"))
            m_out.asksForKinds = true;
        mayBeNewline = mayBeNewline || !isOneOf(kind, "dwhSVefr");
    }
    m_at += 2;
    return true;
}

} // namespace

std::optional<ManyLineRegex> forManyLines(const QByteArray &regex)
{
    return Rewriter(regex).rewrite();
}
