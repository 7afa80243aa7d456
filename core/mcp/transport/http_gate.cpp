// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/http_gate.h"

#include "core/mcp/protocol/secret.h"

using namespace Qt::StringLiterals;

static constexpr qsizetype MostTold = 100;

HttpGate::HttpGate(OwnHost ownHost, QByteArray secret, QObject *parent)
    : QObject(parent)
    , m_secret(std::move(secret))
    , m_ownHost(std::move(ownHost))
{
}

HttpGate::Route HttpGate::routeOf(const QByteArray &path)
{
    if (path == "/mcp" || path == "/mcp/")
        return Route::Mcp;
    if (path == "/health")
        return Route::Health;
    if (path == "/activity")
        return Route::Activity;
    return Route::Nothing;
}

static HttpReply methodRefused(const QByteArray &allowed)
{
    HttpReply reply = errorReply(405, "This method is not allowed here.");
    reply.headers.emplaceBack("Allow", allowed);
    return reply;
}

/// What a browser asks before it lets a page's request through (the Fetch standard, "CORS-preflight fetch").
static HttpReply preflight(const HttpRequest &request, const QByteArray &methods)
{
    HttpReply reply;
    reply.status = 204;
    reply.headers.emplaceBack("Access-Control-Allow-Methods", methods);
    if (!request.wantedHeaders.isEmpty())
        reply.headers.emplaceBack("Access-Control-Allow-Headers", request.wantedHeaders);
    if (request.wantsPrivateNetwork)
        reply.headers.emplaceBack("Access-Control-Allow-Private-Network", "true");
    reply.headers.emplaceBack("Access-Control-Max-Age", "600");
    return reply;
}

void HttpGate::use(const OwnHost &ownHost)
{
    const std::lock_guard lock(m_mutex);
    m_ownHost = ownHost;
}

HttpReply HttpGate::refuse(const QString &kind, const QByteArray &name)
{
    // Bounded, because a stranger chooses the names.
    if (m_told.size() < MostTold && !m_told.contains(kind.toLatin1() + name)) {
        m_told.insert(kind.toLatin1() + name);
        QString shown = QString::fromUtf8(name.left(100));
        for (QChar &letter : shown) {
            if (!letter.isPrint())
                letter = u'?';
        }
        const QString value = kind == "host"_L1 && shown.contains(u':') && !shown.startsWith(u'[')
                                  ? shown.left(shown.indexOf(u':'))
                                  : shown;
        emit strangerRefused(u"Refused a request with the %1 \"%2\": if you trust it, --allowed-%1 %3 or "
                             "\"allowed_%1s\" in the config lets it in"_s.arg(kind, shown, value));
    }
    return errorReply(403, kind == "host"_L1 ? "This Host is not served here." : "This Origin is not served here.");
}

std::optional<HttpReply> HttpGate::refusal(HttpRequest &request)
{
    if (request.isAmbiguous)
        return errorReply(400, "Host and Origin may each be given once.");
    {
        const std::lock_guard lock(m_mutex);
        if (!m_ownHost.allowsHost(request.host))
            return refuse(u"host"_s, request.host);
        if (!request.targetHost.isEmpty() && !m_ownHost.allowsHost(request.targetHost))
            return refuse(u"host"_s, request.targetHost);
        if (request.hasOrigin && !m_ownHost.allowsOrigin(request.origin))
            return refuse(u"origin"_s, request.origin);
    }
    const Route route = routeOf(request.path);
    if (route == Route::Mcp || route == Route::Health)
        request.readableBy = request.origin;
    const bool isGet = request.method == "GET" || request.method == "HEAD";
    const bool isPreflight = request.method == "OPTIONS" && request.hasOrigin && !request.wantedMethod.isEmpty();
    switch (route) {
    case Route::Nothing:
        return errorReply(404, "There are /mcp and /health.");
    case Route::Mcp:
        if (isPreflight)
            return preflight(request, "GET, POST, DELETE");
        if (request.method == "POST" || request.method == "GET" || request.method == "DELETE")
            return std::nullopt;
        return methodRefused("GET, POST, DELETE");
    case Route::Health:
        if (isPreflight)
            return preflight(request, "GET, HEAD");
        return isGet ? std::nullopt : std::optional(methodRefused("GET, HEAD"));
    case Route::Activity:
        if (const std::optional<HttpReply> refused = refusalOfActivity(request))
            return refused;
        return isGet ? std::nullopt : std::optional(methodRefused("GET, HEAD"));
    }
    return std::nullopt;
}

std::optional<HttpReply> HttpGate::refusalOfActivity(const HttpRequest &request) const
{
    if (m_secret.isEmpty())
        return errorReply(404, "There are /mcp and /health.");
    if (!request.isFromLoopback)
        return errorReply(403, "The activity is shown on this machine only.");
    // RFC 9110, 11.1: a scheme is the same in whatever letters.
    const bool isBearer = request.authorization.left(7).toLower() == "bearer ";
    if (isBearer && isSameSecret(request.authorization.mid(7).trimmed(), m_secret))
        return std::nullopt;
    HttpReply reply = errorReply(401, "The activity is for Skills Tray only.");
    reply.headers.emplaceBack("WWW-Authenticate", "Bearer");
    return reply;
}
