// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/json_rpc.h"
#include "core/mcp/protocol/json_scan.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

/// JSON with ' for ", because moc 6.4 loses its way in raw strings.
static QByteArray q(const char *json)
{
    return QByteArray(json).replace('\'', '"');
}

class TestJsonRpc : public QObject
{
    Q_OBJECT

private slots:
    void anIdComesBackAsItWasWritten_data()
    {
        QTest::addColumn<QByteArray>("id");
        for (const char *id : {"1", "0", "-7", "9007199254740993", "123456789012345678901234567890", "1.5", "1e3",
                               "\"\"", "\"a-1\"", "\"quo\\\"te\"", "\"\\u00fc\"", "\"\\ud800\"", "\"{\\\"id\\\":2}\""})
            QTest::newRow(id) << QByteArray(id);
    }
    void anIdComesBackAsItWasWritten()
    {
        QFETCH(QByteArray, id);
        const RpcInput input =
            parseRpc(q("{'params':{'id':99,'a':[{'id':5}]},'jsonrpc':'2.0', 'id' : ") + id + q(" ,'method':'ping'}"));
        QCOMPARE(input.messages.size(), 1);
        QCOMPARE(input.messages[0].kind, RpcMessage::Request);
        QCOMPARE(input.messages[0].id, id);
        QVERIFY(rpcReply(id, QJsonObject()).startsWith(q("{'jsonrpc':'2.0','id':") + id + ','));
    }

    void aBatchKeepsEachMessagesId()
    {
        const RpcInput input =
            parseRpc(q("[{'jsonrpc':'2.0','id':'one','method':'a'},7,"
                       "{'jsonrpc':'2.0','method':'b'},{'jsonrpc':'2.0','id':2.0,'method':'c','params':{'id':3}}]"));
        QVERIFY(input.isBatch);
        QCOMPARE(input.messages.size(), 4);
        QCOMPARE(input.messages[0].id, QByteArray("\"one\""));
        QCOMPARE(input.messages[1].kind, RpcMessage::Broken);
        QCOMPARE(input.messages[2].kind, RpcMessage::Notification);
        QCOMPARE(input.messages[3].id, QByteArray("2.0"));
    }

    void anIdWhoseKeyIsEscapedIsStillFound()
    {
        const RpcInput input = parseRpc(q("{'jsonrpc':'2.0','\\u0069d':4,'method':'ping'}"));
        QCOMPARE(input.messages[0].id, QByteArray("4"));
    }

    void aKindIsRecognised_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("code");
        const auto row = [](const char *name, const QByteArray &text, RpcMessage::Kind kind, int code = 0) {
            QTest::newRow(name) << QByteArray(text) << int(kind) << code;
        };
        row("request", q("{'jsonrpc':'2.0','id':1,'method':'a'}"), RpcMessage::Request);
        row("notification", q("{'jsonrpc':'2.0','method':'a'}"), RpcMessage::Notification);
        row("result", q("{'jsonrpc':'2.0','id':1,'result':{}}"), RpcMessage::Response);
        row("error", q("{'jsonrpc':'2.0','id':1,'error':{'code':1,'message':''}}"), RpcMessage::Response);
        row("error without id", q("{'jsonrpc':'2.0','id':null,'error':{}}"), RpcMessage::Response);
        row("null id", q("{'jsonrpc':'2.0','id':null,'method':'a'}"), RpcMessage::Broken, -32600);
        row("object id", q("{'jsonrpc':'2.0','id':{},'method':'a'}"), RpcMessage::Broken, -32600);
        row("boolean id", q("{'jsonrpc':'2.0','id':true,'method':'a'}"), RpcMessage::Broken, -32600);
        row("no version", q("{'id':1,'method':'a'}"), RpcMessage::Broken, -32600);
        row("wrong version", q("{'jsonrpc':'1.0','id':1,'method':'a'}"), RpcMessage::Broken, -32600);
        row("number for version", q("{'jsonrpc':2.0,'id':1,'method':'a'}"), RpcMessage::Broken, -32600);
        row("no method", q("{'jsonrpc':'2.0','id':1}"), RpcMessage::Broken, -32600);
        row("number for method", q("{'jsonrpc':'2.0','id':1,'method':1}"), RpcMessage::Broken, -32600);
        row("list for params", q("{'jsonrpc':'2.0','id':1,'method':'a','params':[1]}"), RpcMessage::Broken, -32602);
        row("null for params", q("{'jsonrpc':'2.0','id':1,'method':'a','params':null}"), RpcMessage::Request);
        row("byte order mark", "\xef\xbb\xbf" + q("{'jsonrpc':'2.0','id':1,'method':'a'}"), RpcMessage::Request);
        row("empty object", "{}", RpcMessage::Broken, -32600);
    }
    void aKindIsRecognised()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, kind);
        QFETCH(int, code);
        const RpcInput input = parseRpc(text);
        QVERIFY(!input.error);
        QCOMPARE(int(input.messages.value(0).kind), kind);
        if (code != 0)
            QCOMPARE(input.messages[0].error.code, code);
    }

    void whatIsJsonButNoMessageIsAnInvalidRequest_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"null", "1", " -2.5e3\n", "true", "\"initialize\"", "\xef\xbb\xbfnull"})
            QTest::newRow(text) << QByteArray(text);
    }
    void whatIsJsonButNoMessageIsAnInvalidRequest()
    {
        QFETCH(QByteArray, text);
        const RpcInput input = parseRpc(text);
        QVERIFY(input.error && input.messages.isEmpty());
        QCOMPARE(input.error->code, -32600);
    }

    void whatIsNoJsonIsAParseError_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"",         " ",        "{",         "[",        "nonsense", "{\"a\":}",
                                 "{\"a\":1", "[1,]",     "\"open",    "{]",       "\xff\xfe", "{\"a\":\"\xff\"}",
                                 "}{",       "\\",       "{\"id",     "{\"id\":", "1.",       "1e",
                                 "01",       "\"a\nb\"", "\"\\x41\"", "\"\\u00\""})
            QTest::newRow(text) << QByteArray(text);
        QTest::newRow("NUL") << QByteArray("\0", 1);
    }
    void whatIsNoJsonIsAParseError()
    {
        QFETCH(QByteArray, text);
        const RpcInput input = parseRpc(text);
        QVERIFY(input.error);
        QCOMPARE(input.error->code, -32700);
    }

    void whatQtAloneTakesForJsonIsAParseError_data()
    {
        QTest::addColumn<QByteArray>("head"); // up to the fault
        QTest::addColumn<QByteArray>("tail");
        const auto row = [](const char *name, const QByteArray &head, const QByteArray &tail) {
            QTest::newRow(name) << head << tail;
        };
        const QByteArray start = q("{'jsonrpc':'2.0','id':");
        const QByteArray end = q(",'method':'ping'}");
        row("line feed in an id", start + "\"a", "\nb\"" + end);
        row("carriage return in an id", start + "\"a", "\rb\"" + end);
        row("tab in an id", start + "\"a", "\tb\"" + end);
        row("control character in an id", start + "\"a", "\x01\"" + end);
        row("NUL in an id", start + "\"nul", QByteArray("\0\"", 2) + end);
        row("number without its end", start, "1." + end);
        row("unknown escape", start + '"', "\\x41\"" + end);
        row("in params", q("{'jsonrpc':'2.0','id':1,'method':'a','params':{'x':["), "2.]}}");
        row("in a key", q("{'jsonrpc':'2.0','id':1,'method':'a','params':{'x"), "\n\":1}}");
        row("in a batch", '[' + start + '1' + end + ',' + start + "\"a", "\nb\"" + end + ']');
        row("after a byte order mark", "\xef\xbb\xbf" + start, "1." + end);
    }
    void whatQtAloneTakesForJsonIsAParseError()
    {
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, tail);
        const RpcInput input = parseRpc(head + tail);
        QVERIFY(input.error && input.messages.isEmpty());
        QCOMPARE(input.error->code, -32700);
        const qsizetype mark = head.startsWith("\xef\xbb\xbf") ? 3 : 0;
        const QString place = u"Parse error at byte %1: "_s.arg(head.size() - mark);
        QVERIFY2(input.error->message.startsWith(place), qPrintable(input.error->message));
    }

    void limitsHold()
    {
        const QByteArray head = q("{'jsonrpc':'2.0','id':1,'method':'a','params':{'x':");
        const auto nested = [&](int depth) { return head + QByteArray(depth, '[') + QByteArray(depth, ']') + "}}"; };
        QVERIFY(!parseRpc(nested(MaxRpcDepth - 2)).error);
        QCOMPARE(parseRpc(nested(MaxRpcDepth - 1)).error.value().code, -32600);
        QCOMPARE(parseRpc(QByteArray(500'000, '[')).error.value().code, -32600);

        QVERIFY(!parseRpc(head + '"' + QByteArray(MaxRpcBytes - head.size() - 4, 'x') + "\"}}").error);
        QCOMPARE(parseRpc(head + '"' + QByteArray(MaxRpcBytes - head.size() - 3, 'x') + "\"}}").error.value().code,
                 -32600);

        const QByteArray one = q("{'jsonrpc':'2.0','id':1,'method':'ping'}");
        QVERIFY(!parseRpc('[' + QList<QByteArray>(MaxRpcBatch, one).join(',') + ']').error);
        QCOMPARE(parseRpc('[' + QList<QByteArray>(MaxRpcBatch + 1, one).join(',') + ']').error.value().code, -32600);
        QCOMPARE(parseRpc("[]").error.value().code, -32600);
    }

    void bracketsInStringsAreNoDepth()
    {
        QCOMPARE(scanJson("{\"a\":\"[[[[\\\"[[[\"}").depth, 1);
        QCOMPARE(scanJson(q("{'a':[{'b':[]}]}")).depth, 4);
    }

    void messagesAreWrittenAsJson()
    {
        QCOMPARE(rpcReply({}, RpcError{-32700, u"no"_s, QJsonValue::Undefined}),
                 (q("{'jsonrpc':'2.0','error':{'code':-32700,'message':'no'}}")));
        QCOMPARE(rpcNotification(u"n"_s), (q("{'jsonrpc':'2.0','method':'n'}")));
        QCOMPARE(rpcNotification(u"n"_s, {{u"a"_s, 1}}), (q("{'jsonrpc':'2.0','method':'n','params':{'a':1}}")));
        for (const QJsonObject &params : {QJsonObject(), QJsonObject{{u"a"_s, 1}}}) {
            const QByteArray text = rpcNotification(u"n"_s, params, "12345678901234567890123");
            QVERIFY(text.contains(q("{'io.modelcontextprotocol/subscriptionId':12345678901234567890123}")));
            QVERIFY(QJsonDocument::fromJson(text).isObject());
        }
    }
};

QTEST_GUILESS_MAIN(TestJsonRpc)
#include "tst_json_rpc.moc"
