// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QTemporaryFile>
#include <QTimer>
#include <QUrl>

#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

/// What came of asking for a repository's archive.
struct RepositoryAnswer
{
    enum Kind { Archive, Unchanged, Failed } kind = Failed;
    std::shared_ptr<QTemporaryFile> archive;
    QByteArray etag;
    QString error;        // a clause: "cannot be reached (Connection refused)"
    int apiLimit = 0;     // as told, an hour; 0: not told
    qint64 notBefore = 0; // seconds since 1970; asking earlier is in vain
};

struct RepositoryTimings
{
    int silenceMs = 10'000;      // no byte for so long: failed
    int overallMs = 15 * 60'000; // a server that trickles does not hold us for ever
    int settleMs = 10'000;       // what is not here by then is not waited for
};

/// Asks once for the archive of a repository, along its redirects.
///
/// The token is sent to the host that was asked, and to no other.
class RepositoryRequest : public QObject
{
    Q_OBJECT
public:
    struct Question
    {
        QUrl base; // https://api.github.com
        QString owner, repository, branch;
        QByteArray etag; // of what we have
        QString token;
        QString folder; // for the download
    };
    RepositoryRequest(Question question, RepositoryTimings timings, QNetworkAccessManager &network,
                      QObject *parent = nullptr);
    ~RepositoryRequest() override;

    void start();
    [[nodiscard]] int apiCalls() const { return m_apiCalls; }

    static constexpr qint64 MaximumDownload = 256LL * 1024 * 1024;

signals:
    void answered(const RepositoryAnswer &answer); // exactly once

private:
    void ask(const QUrl &url);
    void readBody();
    void finish();
    void fail(const QString &error);
    void answer();
    [[nodiscard]] QString failureOf(int status);

    Question m_question;
    RepositoryTimings m_timings;
    QNetworkAccessManager &m_network;
    QNetworkReply *m_reply = nullptr;
    std::shared_ptr<QTemporaryFile> m_file;
    QTimer m_overall;
    RepositoryAnswer m_answer;
    int m_redirects = 0;
    int m_apiCalls = 0;
    bool m_isDone = false;
};
