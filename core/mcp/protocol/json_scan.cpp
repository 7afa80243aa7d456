// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/json_scan.h"

#include "core/json/json_tokens.h"

#include <algorithm>

/// A string or a number; anything else is no id.
static QByteArray idIn(const QByteArray &json, const JsonToken &token)
{
    const QByteArray text = json.mid(token.begin, token.end - token.begin);
    const bool isNumber =
        token.kind == JsonToken::Word && (text.front() == '-' || (text.front() >= '0' && text.front() <= '9'));
    return token.kind == JsonToken::Text || isNumber ? text : QByteArray();
}

JsonScan scanJson(const QByteArray &json)
{
    JsonScan scan;
    JsonTokens tokens(json);
    JsonToken token = tokens.next();
    const bool isBatch = token.kind == JsonToken::Open && json[token.begin] == '[';
    // The messages are the outermost objects, or those in the outermost list.
    const int messageDepth = isBatch ? 2 : 1;
    while (token.kind != JsonToken::End) {
        JsonToken following = tokens.next();
        if (token.kind == JsonToken::Open) {
            scan.depth = std::max(scan.depth, token.depth + 1);
            if (json[token.begin] == '{' && token.depth + 1 == messageDepth)
                scan.ids.append(QByteArray());
        } else if (token.kind == JsonToken::Text && token.depth == messageDepth && following.kind == JsonToken::Colon) {
            following = tokens.next();
            if (json.mid(token.begin, token.end - token.begin) == "\"id\"" && !scan.ids.isEmpty())
                scan.ids.last() = idIn(json, following);
        }
        token = following;
    }
    return scan;
}
