// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/json_scan.h"

#include <algorithm>

static bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// The position after the string that begins at `from`.
static qsizetype afterString(const QByteArray &json, qsizetype from)
{
    for (qsizetype i = from + 1; i < json.size(); ++i) {
        if (json[i] == '\\')
            ++i;
        else if (json[i] == '"')
            return i + 1;
    }
    return json.size();
}

static qsizetype afterSpace(const QByteArray &json, qsizetype from)
{
    while (from < json.size() && isSpace(json[from]))
        ++from;
    return from;
}

/// The string or number at `from`; anything else is no id.
static QByteArray scalarAt(const QByteArray &json, qsizetype from)
{
    if (from >= json.size())
        return {};
    if (json[from] == '"')
        return json.mid(from, afterString(json, from) - from);
    qsizetype end = from;
    while (end < json.size() && json[end] != ',' && json[end] != '}' && json[end] != ']' && !isSpace(json[end]))
        ++end;
    const QByteArray text = json.mid(from, end - from);
    const bool number = !text.isEmpty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
    return number ? text : QByteArray();
}

JsonScan scanJson(const QByteArray &json)
{
    JsonScan scan;
    const qsizetype first = afterSpace(json, 0);
    // The messages are the outermost objects: at depth 1, or at depth 2 inside a batch.
    const int messageDepth = first < json.size() && json[first] == '[' ? 2 : 1;
    int depth = 0;
    for (qsizetype i = first; i < json.size();) {
        const char c = json[i];
        if (c == '"') {
            const qsizetype end = afterString(json, i);
            const qsizetype colon = afterSpace(json, end);
            const bool isKey = colon < json.size() && json[colon] == ':';
            if (depth == messageDepth && isKey && json.mid(i, end - i) == "\"id\"" && !scan.ids.isEmpty())
                scan.ids.last() = scalarAt(json, afterSpace(json, colon + 1));
            i = end;
            continue;
        }
        if (c == '{' || c == '[') {
            scan.depth = std::max(scan.depth, ++depth);
            if (c == '{' && depth == messageDepth)
                scan.ids.append(QByteArray());
        } else if (c == '}' || c == ']') {
            --depth;
        }
        ++i;
    }
    return scan;
}
