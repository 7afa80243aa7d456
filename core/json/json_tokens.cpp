// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/json/json_tokens.h"

#include <algorithm>

static bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool endsWord(char c)
{
    return isSpace(c) || QByteArrayView("[]{},:\"").contains(c);
}

/// Behind the text that begins at `at`.
static qsizetype afterText(QByteArrayView json, qsizetype at)
{
    for (++at; at < json.size(); ++at) {
        if (json[at] == '\\')
            ++at;
        else if (json[at] == '"')
            return at + 1;
    }
    return json.size();
}

JsonTokens::JsonTokens(QByteArrayView json, qsizetype from)
    : m_json(json)
    , m_at(from)
{
}

JsonToken JsonTokens::next()
{
    while (m_at < m_json.size() && isSpace(m_json[m_at]))
        ++m_at;
    JsonToken token{.kind = JsonToken::End, .begin = m_at, .end = m_at, .depth = m_depth};
    if (m_at >= m_json.size())
        return token;
    token.end = m_at + 1;
    switch (m_json[m_at]) {
    case '[':
    case '{':
        token.kind = JsonToken::Open;
        ++m_depth;
        break;
    case ']':
    case '}':
        token.kind = JsonToken::Close;
        token.depth = --m_depth;
        break;
    case ',':
        token.kind = JsonToken::Comma;
        break;
    case ':':
        token.kind = JsonToken::Colon;
        break;
    case '"':
        token.kind = JsonToken::Text;
        token.end = afterText(m_json, m_at);
        break;
    default:
        token.kind = JsonToken::Word;
        token.end = std::find_if(m_json.begin() + m_at, m_json.end(), endsWord) - m_json.begin();
        break;
    }
    m_at = token.end;
    return token;
}

int depthOfJson(QByteArrayView json)
{
    int depth = 0;
    JsonTokens tokens(json);
    for (JsonToken token = tokens.next(); token.kind != JsonToken::End; token = tokens.next()) {
        if (token.kind == JsonToken::Open)
            depth = std::max(depth, token.depth + 1);
    }
    return depth;
}
