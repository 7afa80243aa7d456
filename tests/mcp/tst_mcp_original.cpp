// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/mcp/mcp_client.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

/// The answers beside what the original answered about the same skills (tests/data/original/record.py).
class TestMcpOriginal : public QObject
{
    Q_OBJECT

    const QString m_data = QDir(QStringLiteral(SKILLS_SOURCE_DIR "/tests/data/original")).canonicalPath();
    McpClient m_client{m_data + u"/skills"_s, McpClient::originalConfig()};

    [[nodiscard]] QByteArray read(const QString &name) const
    {
        QFile file(m_data + u'/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// Scores belong to the ranking, and the order of skills to the disk.
    static QString upToOrderAndScore(QString text)
    {
        text.replace(QRegularExpression(u"Relevance Score: [0-9.]+"_s), u"Relevance Score: X"_s);
        if (!text.startsWith("Total skills loaded"_L1))
            return text;
        text.replace(QRegularExpression(u"(?m)^[0-9]+\\. "_s), u"N. "_s);
        const qsizetype first = text.indexOf("N. "_L1);
        QStringList skills = text.sliced(first).split(u"\n\n"_s);
        for (QString &skill : skills)
            skill = skill.trimmed();
        skills.removeAll(QString());
        std::sort(skills.begin(), skills.end());
        return text.first(first) + skills.join(u"\n\n"_s);
    }

    /// docs/backend.md: an image has an address here, and comes as an image and not as letters.
    static QString withImagesAsOurs(QString text)
    {
        static const QRegularExpression Alone(u"Base64 Content:\n[A-Za-z0-9+/=]+"_s);
        static const QRegularExpression Among(u"Base64 Content: [A-Za-z0-9+/=]+"_s);
        text.replace(Alone, u"(The image follows)\n\n\nAlternatively, access via URL: N/A"_s);
        text.replace(Among, u"(The image follows)\n\nURL: N/A"_s);
        return text;
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_client.start());
        (void)m_client.initialize();
    }

    void theAnswerIsTheOriginals_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QJsonObject>("arguments");
        const QJsonArray cases = QJsonDocument::fromJson(read(u"cases.json"_s)).array();
        QVERIFY(cases.size() > 30);
        for (const QJsonValue &value : cases) {
            QTest::newRow(qPrintable(value["name"_L1].toString()))
                << value["tool"_L1].toString() << value["arguments"_L1].toObject();
        }
    }
    void theAnswerIsTheOriginals()
    {
        QFETCH(QString, tool);
        QFETCH(QJsonObject, arguments);
        const QJsonObject answer = m_client.call(tool, arguments);
        QCOMPARE(answer.value("isError"_L1), QJsonValue(false));
        QString ours = answer["content"_L1][0]["text"_L1].toString();
        ours.replace(m_client.folder(), u"{root}"_s);
        ours.replace(QRegularExpression(u"URL: skill://\\S+"_s), u"URL: N/A"_s);
        const QString theirs =
            withImagesAsOurs(QString::fromUtf8(read(QString::fromLatin1(QTest::currentDataTag()) + u".txt"_s)));
        QVERIFY(!theirs.isEmpty());
        QCOMPARE(upToOrderAndScore(ours), upToOrderAndScore(theirs));
    }
};

QTEST_GUILESS_MAIN(TestMcpOriginal)
#include "tst_mcp_original.moc"
