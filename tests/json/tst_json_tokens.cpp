// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/json/json_tokens.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

static QList<JsonToken> tokensOf(const QByteArray &json)
{
    QList<JsonToken> all;
    JsonTokens tokens(json);
    for (JsonToken token = tokens.next(); token.kind != JsonToken::End; token = tokens.next())
        all.append(token);
    return all;
}

static QByteArray textOf(const QByteArray &json, const JsonToken &token)
{
    return json.mid(token.begin, token.end - token.begin);
}

class TestJsonTokens : public QObject
{
    Q_OBJECT

    QRandomGenerator m_random{20'261'130};

    QString randomText()
    {
        static const QString letters = u"ab \"\\\n\t{}[],:é漢😀"_s;
        QString text = u""_s; // not null: as a key that crashes Qt 6.8's QJsonObject
        for (int i = m_random.bounded(6); i > 0; --i)
            text += letters.at(m_random.bounded(int(letters.size())));
        return text;
    }

    QJsonValue randomValue(int depth)
    {
        switch (m_random.bounded(depth > 0 ? 6 : 4)) {
        case 0:
            return randomText();
        case 1:
            return m_random.bounded(2000) - 1000;
        case 2:
            return m_random.bounded(2) == 0;
        case 3:
            return QJsonValue::Null;
        case 4: {
            QJsonArray list;
            for (int i = m_random.bounded(4); i > 0; --i)
                list.append(randomValue(depth - 1));
            return list;
        }
        default: {
            QJsonObject object;
            for (int i = m_random.bounded(4); i > 0; --i)
                object.insert(randomText(), randomValue(depth - 1));
            return object;
        }
        }
    }

    static int depthOf(const QJsonValue &value)
    {
        if (!value.isArray() && !value.isObject())
            return 0;
        int depth = 0;
        if (value.isArray()) {
            for (const QJsonValue one : value.toArray())
                depth = std::max(depth, depthOf(one));
        } else {
            const QJsonObject object = value.toObject();
            for (auto one = object.begin(); one != object.end(); ++one)
                depth = std::max(depth, depthOf(one.value()));
        }
        return depth + 1;
    }

private slots:
    void piecesAreNamedAndKnowTheirDepth()
    {
        const QByteArray json = " {\"a\" : [1, \"x\\\"]\"], \"b\":null} ";
        const QList<JsonToken> tokens = tokensOf(json);
        QByteArrayList seen;
        for (const JsonToken &token : tokens)
            seen.append(textOf(json, token) + '/' + QByteArray::number(token.kind) + '/' +
                        QByteArray::number(token.depth));
        QCOMPARE(seen, (QByteArrayList{"{/0/0", "\"a\"/2/1", ":/5/1", "[/0/1", "1/3/2", ",/4/2", "\"x\\\"]\"/2/2",
                                       "]/1/1", ",/4/1", "\"b\"/2/1", ":/5/1", "null/3/1", "}/1/0"}));
    }

    void togetherTheyAreTheText()
    {
        for (int run = 0; run < 500; ++run) {
            const QJsonArray value{randomValue(5)};
            const QByteArray compact = QJsonDocument(value).toJson(QJsonDocument::Compact);
            for (const QByteArray &json : {compact, QJsonDocument(value).toJson(QJsonDocument::Indented)}) {
                QByteArray joined;
                for (const JsonToken &token : tokensOf(json))
                    joined += textOf(json, token);
                QCOMPARE(joined, compact);
                QCOMPARE(depthOfJson(json), depthOf(value));
            }
        }
    }

    void whatIsBrokenComesToAnEnd()
    {
        static const QByteArray letters = "\"\\[]{},: a1\n\0\xff";
        for (int run = 0; run < 5000; ++run) {
            QByteArray json;
            for (int i = m_random.bounded(20); i > 0; --i)
                json += letters.at(m_random.bounded(int(letters.size())));
            qsizetype behind = 0;
            for (const JsonToken &token : tokensOf(json)) {
                QVERIFY(token.begin >= behind && token.end > token.begin && token.end <= json.size());
                behind = token.end;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestJsonTokens)
#include "tst_json_tokens.moc"
