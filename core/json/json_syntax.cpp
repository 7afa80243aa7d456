// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/json/json_syntax.h"

#include <QCoreApplication>

#include <cctype>

static constexpr int MaximumDepth = 200;

static QString tr(const char *text)
{
    return QCoreApplication::translate("JsonSyntax", text);
}

JsonSyntax::JsonSyntax(QByteArrayView json)
    : m_json(json)
{
}

qsizetype JsonSyntax::offset() const
{
    return m_faultAt;
}

QString JsonSyntax::cause() const
{
    return m_cause;
}

bool JsonSyntax::isGood()
{
    if (!value(0))
        return false;
    skipSpace();
    return m_at == m_json.size() || fail(tr("nothing may follow after the end"));
}

char JsonSyntax::next() const
{
    return m_at < m_json.size() ? m_json[m_at] : '\0';
}

void JsonSyntax::skipSpace()
{
    while (next() == ' ' || next() == '\n' || next() == '\t' || next() == '\r')
        ++m_at;
}

bool JsonSyntax::fail(const QString &cause)
{
    return failAt(m_at, cause);
}

bool JsonSyntax::failAt(qsizetype offset, const QString &cause)
{
    m_faultAt = offset;
    m_cause = cause;
    return false;
}

bool JsonSyntax::failAtValue()
{
    switch (next()) {
    case '\'':
        return fail(tr("texts need double quotation marks"));
    case '/':
    case '#':
        return fail(tr("comments are not allowed; use a key that begins with \"comment\""));
    case 'T':
    case 'F':
    case 'N':
        return fail(tr("true, false and null are written in lower case"));
    case '\0':
    case ',':
    case ']':
    case '}':
        return fail(tr("a value is missing here"));
    default:
        return fail(tr("this is not a value; texts need quotation marks"));
    }
}

bool JsonSyntax::value(int depth)
{
    if (depth > MaximumDepth)
        return fail(tr("it is nested too deeply"));
    skipSpace();
    switch (next()) {
    case '{':
        return object(depth);
    case '[':
        return list(depth);
    case '"':
        return text();
    case 't':
        return word("true");
    case 'f':
        return word("false");
    case 'n':
        return word("null");
    default:
        return next() == '-' || (next() >= '0' && next() <= '9') ? number() : failAtValue();
    }
}

bool JsonSyntax::object(int depth)
{
    ++m_at;
    skipSpace();
    if (next() == '}') {
        ++m_at;
        return true;
    }
    for (;;) {
        skipSpace();
        if (next() == '}')
            return fail(tr("there is a comma too many before this"));
        if (next() == '/' || next() == '#' || next() == '\'')
            return failAtValue();
        if (next() != '"')
            return fail(tr("a key in quotation marks is missing here"));
        if (!text())
            return false;
        skipSpace();
        if (next() != ':')
            return fail(tr("a colon is missing here"));
        ++m_at;
        if (!value(depth + 1))
            return false;
        skipSpace();
        if (next() == '}') {
            ++m_at;
            return true;
        }
        if (next() != ',')
            return fail(next() ? tr("a comma is missing before this") : tr("a closing } is missing here"));
        ++m_at;
    }
}

bool JsonSyntax::list(int depth)
{
    ++m_at;
    skipSpace();
    if (next() == ']') {
        ++m_at;
        return true;
    }
    for (;;) {
        skipSpace();
        if (next() == ']')
            return fail(tr("there is a comma too many before this"));
        if (!value(depth + 1))
            return false;
        skipSpace();
        if (next() == ']') {
            ++m_at;
            return true;
        }
        if (next() != ',')
            return fail(next() ? tr("a comma is missing before this") : tr("a closing ] is missing here"));
        ++m_at;
    }
}

bool JsonSyntax::text()
{
    const qsizetype begin = m_at++;
    while (m_at < m_json.size() && m_json[m_at] != '"') {
        if (uchar(m_json[m_at]) < 0x20)
            return fail(tr("a text may not contain a line break, a tab or another control character"));
        if (m_json[m_at] == '\\' && !escape())
            return false;
        ++m_at;
    }
    if (m_at >= m_json.size())
        return failAt(begin, tr("this quotation mark is not closed"));
    ++m_at;
    return m_json.sliced(begin, m_at - begin).isValidUtf8() || failAt(begin, tr("this text is not UTF-8"));
}

bool JsonSyntax::escape()
{
    const qsizetype begin = m_at++;
    if (next() == 'u') {
        for (int i = 0; i < 4; ++i) {
            ++m_at;
            if (!next() || !isxdigit(uchar(next())))
                return failAt(begin, tr("four hexadecimal digits have to follow \\u"));
        }
        return true;
    }
    return (next() && QByteArrayView("\"\\/bfnrt").contains(next())) ||
           failAt(begin, tr("a backslash in a text is written twice: \\\\"));
}

bool JsonSyntax::digits()
{
    const qsizetype begin = m_at;
    while (next() >= '0' && next() <= '9')
        ++m_at;
    return m_at > begin;
}

bool JsonSyntax::number()
{
    const qsizetype begin = m_at;
    if (next() == '-')
        ++m_at;
    bool good = true;
    if (next() == '0')
        ++m_at;
    else
        good = digits();
    if (good && next() == '.') {
        ++m_at;
        good = digits();
    }
    if (good && (next() == 'e' || next() == 'E')) {
        ++m_at;
        if (next() == '+' || next() == '-')
            ++m_at;
        good = digits();
    }
    const bool ended = !(next() >= '0' && next() <= '9') && next() != '.';
    return (good && ended) || failAt(begin, tr("this is not a number"));
}

bool JsonSyntax::word(QByteArrayView name)
{
    if (!m_json.sliced(m_at).startsWith(name))
        return failAtValue();
    m_at += name.size();
    return true;
}
