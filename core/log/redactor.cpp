// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/redactor.h"

#include "core/log/any_byte.h"

#include <algorithm>
#include <vector>

// Short bodies are more likely a name such as hf_hub_download than a token.
static constexpr qsizetype ShortestHuggingFaceBody = 16;
static constexpr qsizetype SurelyATokenBody = 16;
static constexpr qsizetype ShortestBody = 4;
static constexpr qsizetype ShortestBeginning = 4;

struct Range
{
    qsizetype start;
    qsizetype end;
};
using Ranges = std::vector<Range>;

static bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool isQuote(char c)
{
    return c == '"' || c == '\'';
}

/// One pass over the line instead of one search for each shape: "_", or one of ":;<=>?@", which follow one another.
static bool mayHoldSecret(QByteArrayView text)
{
    return anyByte(text, [](uchar byte) {
        return static_cast<uchar>(static_cast<uchar>(static_cast<uchar>(byte - ':') <= '@' - ':') |
                                  static_cast<uchar>(byte == '_'));
    });
}

static qsizetype endOfBody(QByteArrayView text, qsizetype from, bool underscores)
{
    while (from < text.size() && (isAlphanumeric(text[from]) || (underscores && text[from] == '_')))
        ++from;
    return from;
}

/// A token around the underscore at `at`: ghp_…, github_pat_…, hf_…
static void findToken(QByteArrayView text, qsizetype at, bool open, Ranges &ranges)
{
    const QByteArrayView before = text.first(at);
    qsizetype start = -1;
    qsizetype bodyStart = at + 1;
    bool isHuggingFace = false;
    if (before.endsWith("github") && text.sliced(at + 1).startsWith("pat_")) {
        start = at - 6;
        bodyStart = at + 5;
    } else if (at >= 3 && before[at - 3] == 'g' && before[at - 2] == 'h' &&
               QByteArrayView("pousr").contains(before[at - 1])) {
        start = at - 3;
    } else if (before.endsWith("hf")) {
        start = at - 2;
        isHuggingFace = true;
    } else {
        return;
    }
    const qsizetype end = endOfBody(text, bodyStart, !isHuggingFace);
    const qsizetype body = end - bodyStart;
    const bool cutOff = open && end == text.size();
    if (isHuggingFace) {
        const bool isName = end < text.size() && text[end] == '_';
        if (!isName && (body >= ShortestHuggingFaceBody || cutOff))
            ranges.push_back({start, end});
        return;
    }
    // An escape such as \n may stand right before it, so a letter before a long one proves nothing.
    const bool standsAlone = start == 0 || !isAlphanumeric(text[start - 1]);
    if (body >= SurelyATokenBody || (standsAlone && (body >= ShortestBody || cutOff)))
        ranges.push_back({start, end});
}

/// The value of a header, if the ':' or '=' at `at` follows "Authorization".
static void findHeader(QByteArrayView text, qsizetype at, Ranges &ranges)
{
    static constexpr QByteArrayView name = "authorization";
    qsizetype nameEnd = at;
    while (nameEnd > 0 && (isQuote(text[nameEnd - 1]) || text[nameEnd - 1] == ' ' || text[nameEnd - 1] == '\\'))
        --nameEnd;
    if (nameEnd < name.size() ||
        text.sliced(nameEnd - name.size(), name.size()).compare(name, Qt::CaseInsensitive) != 0)
        return;
    qsizetype start = at + 1;
    while (start < text.size() && (text[start] == ' ' || text[start] == '\t' || text[start] == '\\'))
        ++start;
    if (start + 1 < text.size() && text[start] == 'b' && isQuote(text[start + 1]))
        ++start;
    const bool quoted = start < text.size() && isQuote(text[start]);
    const char quote = quoted ? text[start++] : '\0';
    // Not quoted itself: then a quote ends what it stands in, as in curl -H "Authorization: …".
    qsizetype end = start;
    while (end < text.size() && !(quoted ? text[end] == quote : isQuote(text[end])))
        ++end;
    while (end > start && text[end - 1] == ' ')
        --end;
    if (end > start)
        ranges.push_back({start, end});
}

/// Name and password before the '@' at `at`, if it stands in a URL.
static void findCredentials(QByteArrayView text, qsizetype at, Ranges &ranges)
{
    bool hasColon = false;
    qsizetype start = at;
    while (start > 0) {
        const char c = text[start - 1];
        if (c == '/' || c == ' ' || c == '\t' || c == '<' || c == '>' || isQuote(c))
            break;
        hasColon = hasColon || c == ':';
        --start;
    }
    // A long name without a password is a token used as one.
    if (text.first(start).endsWith("://") && (hasColon || at - start >= SurelyATokenBody))
        ranges.push_back({start, at});
}

static void findBeginning(QByteArrayView text, const QByteArray &secret, Ranges &ranges)
{
    const qsizetype longest = std::min(text.size(), secret.size() - 1);
    for (qsizetype length = longest; length >= ShortestBeginning; --length) {
        if (text.endsWith(QByteArrayView(secret).first(length))) {
            ranges.push_back({text.size() - length, text.size()});
            return;
        }
    }
}

static QByteArray withoutRanges(QByteArrayView text, Ranges &ranges)
{
    std::sort(ranges.begin(), ranges.end(), [](const Range &a, const Range &b) { return a.start < b.start; });
    QByteArray result;
    qsizetype done = 0;
    for (auto range = ranges.begin(); range != ranges.end();) {
        qsizetype end = range->end;
        const qsizetype start = range->start;
        for (++range; range != ranges.end() && range->start < end; ++range)
            end = std::max(end, range->end);
        result += text.sliced(done, start - done);
        result += Redactor::Replacement;
        done = end;
    }
    return result += text.sliced(done);
}

void Redactor::setSecrets(const QList<QByteArray> &secrets)
{
    m_secrets.clear();
    for (const QByteArray &secret : secrets) {
        if (!secret.isEmpty())
            m_secrets.append(QByteArrayMatcher(secret));
    }
}

std::optional<QByteArray> Redactor::redacted(QByteArrayView text, bool open) const
{
    Ranges ranges;
    if (mayHoldSecret(text)) {
        for (qsizetype i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (c == '_')
                findToken(text, i, open, ranges);
            else if (c == '@')
                findCredentials(text, i, ranges);
            else if (c == ':' || c == '=')
                findHeader(text, i, ranges);
        }
    }
    for (const QByteArrayMatcher &secret : m_secrets) {
        const qsizetype length = secret.pattern().size();
        qsizetype at = secret.indexIn(text.data(), text.size());
        for (; at >= 0; at = secret.indexIn(text.data(), text.size(), at + length))
            ranges.push_back({at, at + length});
        if (open)
            findBeginning(text, secret.pattern(), ranges);
    }
    if (ranges.empty())
        return std::nullopt;
    return withoutRanges(text, ranges);
}
