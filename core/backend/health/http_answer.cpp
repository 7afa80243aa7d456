// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/health/http_answer.h"

#include <QList>

#include <optional>

using namespace Qt::StringLiterals;

static HttpAnswer bad(const QString &error)
{
    return {HttpAnswer::Bad, 0, {}, error};
}

static HttpAnswer tooLarge()
{
    return bad(u"the answer is larger than 64 KiB"_s);
}

static HttpAnswer unfinished(bool closed)
{
    return closed ? bad(u"the answer ends too early"_s) : HttpAnswer();
}

static HttpAnswer complete(const QByteArray &body)
{
    return body.size() > HttpBodyLimit ? tooLarge() : HttpAnswer{HttpAnswer::Complete, 200, body, {}};
}

struct Head
{
    int status = 0;
    std::optional<qint64> length;
    bool chunked = false;
};

static std::optional<Head> readHead(const QByteArray &text)
{
    const QList<QByteArray> lines = text.split('\n');
    const QByteArray &first = lines.first(); // "HTTP/1.1 200 OK"
    Head head;
    head.status = first.mid(9, 3).toInt();
    if (!first.startsWith("HTTP/1.") || head.status < 100 || head.status > 999)
        return std::nullopt;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines.at(i).indexOf(':');
        const QByteArray name = lines.at(i).left(colon).trimmed().toLower();
        const QByteArray value = lines.at(i).mid(colon + 1).trimmed().toLower();
        if (colon < 0)
            continue;
        if (name == "content-length") {
            bool isNumber = false;
            head.length = value.toLongLong(&isNumber);
            if (!isNumber || *head.length < 0)
                return std::nullopt;
        } else if (name == "transfer-encoding") {
            head.chunked = value == "chunked";
        }
    }
    return head;
}

static HttpAnswer readChunks(const QByteArray &bytes, bool closed)
{
    static constexpr qsizetype longestSizeLine = 64;
    QByteArray body;
    qsizetype at = 0;
    for (;;) {
        const qsizetype lineEnd = bytes.indexOf("\r\n", at);
        if (lineEnd < 0)
            return bytes.size() - at > longestSizeLine ? bad(u"a chunk has no size"_s) : unfinished(closed);
        bool isNumber = false;
        const QByteArray size = bytes.mid(at, lineEnd - at);
        const qint64 length =
            size.left(size.indexOf(';') < 0 ? size.size() : size.indexOf(';')).toLongLong(&isNumber, 16);
        if (!isNumber || length < 0)
            return bad(u"a chunk has no size"_s);
        if (length == 0)
            return complete(body);
        if (body.size() + length > HttpBodyLimit)
            return tooLarge();
        if (bytes.size() < lineEnd + 2 + length + 2)
            return unfinished(closed);
        body += bytes.mid(lineEnd + 2, length);
        at = lineEnd + 2 + length + 2;
    }
}

HttpAnswer readHttpAnswer(const QByteArray &received, bool closed)
{
    qsizetype at = 0;
    for (;;) {
        static const QByteArray protocol("HTTP/1.");
        if (!protocol.startsWith(received.mid(at, protocol.size())))
            return bad(u"not HTTP"_s);
        const qsizetype headEnd = received.indexOf("\r\n\r\n", at);
        if (headEnd < 0 && received.size() - at > HttpHeadLimit)
            return bad(u"the head of the answer is too long"_s);
        if (headEnd < 0)
            return unfinished(closed);
        const std::optional<Head> head = readHead(received.mid(at, headEnd - at));
        if (!head)
            return bad(u"not HTTP"_s);
        at = headEnd + 4;
        if (head->status < 200) // "100 Continue": the answer itself is still to come
            continue;
        if (head->status != 200)
            return {HttpAnswer::Complete, head->status, {}, {}};
        if (head->chunked)
            return readChunks(received.mid(at), closed);
        if (head->length.value_or(0) > HttpBodyLimit || received.size() - at > HttpBodyLimit)
            return tooLarge();
        if (head->length && received.size() - at >= *head->length)
            return complete(received.mid(at, *head->length));
        if (!head->length && closed)
            return complete(received.mid(at));
        return unfinished(closed);
    }
}
