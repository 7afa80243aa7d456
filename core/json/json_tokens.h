// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

/// A piece of a text that is JSON (RFC 8259), blanks left out.
struct JsonToken
{
    enum Kind {
        Open,  // [ or {
        Close, // ] or }
        Text,  // with its quotation marks
        Word,  // a number, true, false, null, or what stands in their place
        Comma,
        Colon,
        End, // of all
    };
    Kind kind = End;
    qsizetype begin = 0; // in bytes
    qsizetype end = 0;
    int depth = 0; // of the lists and objects around it; brackets belong to what is outside of them
};

/// Takes a text that is JSON into pieces, one after the other, without reading their values.
///
/// One pass, no recursion, no copy. Of a text that is broken the pieces mean nothing, but they come to an end.
class JsonTokens
{
public:
    explicit JsonTokens(QByteArrayView json, qsizetype from = 0);

    [[nodiscard]] JsonToken next();

private:
    QByteArrayView m_json;
    qsizetype m_at;
    int m_depth = 0;
};

/// How deeply lists and objects lie in each other; 0: there are none.
[[nodiscard]] int depthOfJson(QByteArrayView json);
