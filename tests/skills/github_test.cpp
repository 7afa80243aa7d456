// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "github_test.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

void GitHubTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
}

SkillsConfig GitHubTest::config(const QList<QByteArray> &urls) const
{
    SkillsConfig config = SkillsConfig::defaults();
    config.sources.clear();
    for (const QByteArray &url : urls)
        config.sources.append(parseGitHubSource(QString::fromLatin1(url)).value());
    return config;
}

void makeOlder(const QString &stateFile)
{
    QFile file(stateFile);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QJsonObject state = QJsonDocument::fromJson(file.readAll()).object();
    state.insert(QStringLiteral("confirmed"), QDateTime::currentDateTimeUtc().addSecs(-3 * 3600).toString(Qt::ISODate));
    file.resize(0);
    file.write(QJsonDocument(state).toJson());
}
