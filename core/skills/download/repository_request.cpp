// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/download/repository_request.h"

#include <skills_tray_version.h>

#include <QDateTime>
#include <QDir>
#include <QNetworkAccessManager>
#include <QNetworkReply>

static constexpr int MaximumRedirects = 5;

RepositoryRequest::RepositoryRequest(Question question, RepositoryTimings timings, QNetworkAccessManager &network,
                                     QObject *parent)
    : QObject(parent)
    , m_question(std::move(question))
    , m_timings(timings)
    , m_network(network)
    , m_overall(this)
{
    m_overall.setSingleShot(true);
    m_overall.setInterval(m_timings.overallMs);
    connect(&m_overall, &QTimer::timeout, this, [this] { fail(QStringLiteral("takes too long")); });
}

RepositoryRequest::~RepositoryRequest()
{
    if (m_reply)
        m_reply->disconnect(this);
}

// https://docs.github.com/en/rest/repos/contents#download-a-repository-archive-tar
void RepositoryRequest::start()
{
    QString path = QStringLiteral("/repos/%1/%2/tarball").arg(m_question.owner, m_question.repository);
    if (!m_question.branch.isEmpty())
        path += u'/' + m_question.branch;
    QUrl url = m_question.base;
    QString prefix = url.path(QUrl::FullyDecoded);
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    url.setPath(prefix + path, QUrl::DecodedMode);
    m_overall.start();
    ask(url);
}

static bool isSameHost(const QUrl &a, const QUrl &b)
{
    const auto port = [](const QUrl &url) { return url.port(url.scheme() == QStringLiteral("http") ? 80 : 443); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

void RepositoryRequest::ask(const QUrl &url)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setTransferTimeout(m_timings.silenceMs);
    request.setRawHeader("User-Agent", "skills-backend/" SKILLS_TRAY_VERSION);
    // Said by us, so that Qt unpacks nothing: the archive has limits of its own, later.
    request.setRawHeader("Accept-Encoding", "identity");
    if (!m_question.etag.isEmpty())
        request.setRawHeader("If-None-Match", m_question.etag);
    if (isSameHost(url, m_question.base)) {
        ++m_apiCalls;
        request.setRawHeader("X-GitHub-Api-Version", "2022-11-28");
        if (!m_question.token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + m_question.token.toLatin1());
    }
    m_file.reset();
    m_reply = m_network.get(request);
    m_reply->setParent(this);
    connect(m_reply, &QNetworkReply::readyRead, this, &RepositoryRequest::readBody);
    connect(m_reply, &QNetworkReply::finished, this, &RepositoryRequest::finish);
}

static int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

void RepositoryRequest::readBody()
{
    const QByteArray bytes = m_reply->readAll();
    if (statusOf(*m_reply) != 200 || bytes.isEmpty())
        return;
    if (!m_file) {
        QDir().mkpath(m_question.folder);
        m_file = std::make_shared<QTemporaryFile>(m_question.folder + QStringLiteral("/download-XXXXXX"));
        if (!m_file->open())
            return fail(QStringLiteral("cannot be kept: %1").arg(m_file->errorString()));
    }
    if (m_file->size() + bytes.size() > MaximumDownload)
        return fail(QStringLiteral("is larger than %1 MiB").arg(MaximumDownload / 1024 / 1024));
    if (m_file->write(bytes) != bytes.size())
        fail(QStringLiteral("cannot be kept: %1").arg(m_file->errorString()));
}

void RepositoryRequest::finish()
{
    if (m_isDone)
        return;
    if (m_reply->isOpen()) // not after a timeout
        readBody();
    if (m_isDone)
        return;
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    reply->deleteLater();
    const int status = statusOf(*reply);
    const bool isApi = isSameHost(reply->request().url(), m_question.base);
    if (isApi && reply->hasRawHeader("x-ratelimit-limit"))
        m_answer.apiLimit = reply->rawHeader("x-ratelimit-limit").toInt();
    if (status == 304) {
        m_answer.kind = RepositoryAnswer::Unchanged;
        return answer();
    }
    if (status >= 301 && status <= 308) {
        const QUrl target = reply->request().url().resolved(QUrl::fromEncoded(reply->rawHeader("Location")));
        const bool isSafe = target.scheme() == QStringLiteral("https") ||
                            (target.scheme() == QStringLiteral("http") && m_question.base.scheme() == target.scheme());
        if (!reply->hasRawHeader("Location") || !isSafe || ++m_redirects > MaximumRedirects)
            return fail(QStringLiteral("leads to an address that is not used"));
        return ask(target);
    }
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    if (status == 403 || status == 429) {
        const qint64 wait = reply->rawHeader("retry-after").toLongLong();
        if (wait > 0)
            m_answer.notBefore = now + wait;
        else if (reply->rawHeader("x-ratelimit-remaining") == "0")
            m_answer.notBefore = reply->rawHeader("x-ratelimit-reset").toLongLong();
    }
    if (status != 200 && status != 0)
        return fail(failureOf(status));
    // Qt 6.4 calls its own time limit a cancellation, 6.11 a timeout.
    if (reply->error() == QNetworkReply::OperationCanceledError || reply->error() == QNetworkReply::TimeoutError)
        return fail(QStringLiteral("does not answer"));
    if (reply->error() != QNetworkReply::NoError)
        return fail(QStringLiteral("cannot be reached (%1)").arg(reply->errorString()));
    if (reply->header(QNetworkRequest::ContentTypeHeader).toString().startsWith(QStringLiteral("text/html")))
        return fail(QStringLiteral("sent a web page, not an archive: does this network want somebody to sign in?"));
    if (!m_file || !m_file->flush())
        return fail(m_file ? QStringLiteral("cannot be kept: %1").arg(m_file->errorString())
                           : QStringLiteral("sent nothing"));
    m_answer.kind = RepositoryAnswer::Archive;
    m_answer.archive = std::move(m_file);
    m_answer.etag = reply->rawHeader("ETag");
    answer();
}

QString RepositoryRequest::failureOf(int status)
{
    if (m_answer.notBefore > 0) {
        const QDateTime until = QDateTime::fromSecsSinceEpoch(m_answer.notBefore).toUTC();
        return QStringLiteral("cannot be asked until %1 UTC: GitHub's limit of requests is used up%2")
            .arg(until.toString(QStringLiteral("HH:mm")),
                 m_question.token.isEmpty() ? QStringLiteral(" (a token in the config raises it)") : QString());
    }
    if (status == 401)
        return QStringLiteral("cannot be read: GitHub does not accept the token in the config");
    if (status == 404)
        return QStringLiteral("is not there: no such repository or branch, or it is private");
    return QStringLiteral("cannot be read: GitHub answers with status %1").arg(status);
}

void RepositoryRequest::fail(const QString &error)
{
    m_answer.kind = RepositoryAnswer::Failed;
    m_answer.error = error;
    answer();
}

void RepositoryRequest::answer()
{
    if (m_isDone)
        return;
    m_isDone = true;
    m_overall.stop();
    if (QNetworkReply *reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
    m_file.reset();
    emit answered(m_answer);
}
