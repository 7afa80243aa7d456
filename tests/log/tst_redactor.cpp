// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/redactor.h"

#include <QRandomGenerator>
#include <QTest>

static QByteArray redact(const QByteArray &text, const QList<QByteArray> &secrets = {}, bool open = false)
{
    Redactor redactor;
    redactor.setSecrets(secrets);
    return redactor.redacted(text, open).value_or(text);
}

class TestRedactor : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void secretsAreHidden_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("kept");
        const QByteArray body(36, 'a');
        for (const char kind : QByteArray("pousr"))
            QTest::addRow("gh%c_", kind) << "x gh" + QByteArray(1, kind) + "_" + body + ", y"
                                         << QByteArray("x [redacted], y");
        QTest::newRow("fine-grained") << "github_pat_11ABC_" + body << QByteArray("[redacted]");
        QTest::newRow("Hugging Face") << "token=hf_" + body + "." << QByteArray("token=[redacted].");
        QTest::newRow("after an escape") << "a\\nghp_" + body << QByteArray("a\\n[redacted]");
        QTest::newRow("two") << "ghp_" + body + " hf_" + body << QByteArray("[redacted] [redacted]");
        QTest::newRow("header") << QByteArray("Authorization: Bearer abc.def")
                                << QByteArray("Authorization: [redacted]");
        QTest::newRow("header in curl") << QByteArray("curl -H \"authorization: token abc\" http://x/")
                                        << QByteArray("curl -H \"authorization: [redacted]\" http://x/");
        QTest::newRow("header in a dict") << QByteArray("{'Authorization': 'Bearer abc', 'Accept': '*/*'}")
                                          << QByteArray("{'Authorization': '[redacted]', 'Accept': '*/*'}");
        QTest::newRow("header in JSON in JSON") << QByteArray(R"("{\"Authorization\": \"Bearer abc\"}")")
                                                << QByteArray(R"("{\"Authorization\": \"[redacted]"}")");
        QTest::newRow("URL") << QByteArray("get https://me:secret@example.org/a@b")
                             << QByteArray("get https://[redacted]@example.org/a@b");
        QTest::newRow("URL with @ in the password")
            << QByteArray("https://me:se@cret@example.org/") << QByteArray("https://[redacted]@example.org/");
        QTest::newRow("URL with a token for a name")
            << "https://" + body + "@github.com/x" << QByteArray("https://[redacted]@github.com/x");
    }
    void secretsAreHidden()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, kept);
        QCOMPARE(redact(text), kept);
    }

    void ordinaryTextStays_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text :
             {"", "hf_hub_download(", "from hf_transfer import x", "git@github.com:a/b.git", "ssh://git@github.com/a/b",
              "write to me@example.org", "https://host/path@2x.png:3", "highs_and_lows", "Authorization:", "a ghp_ b",
              "127.0.0.1:41934 - \"GET /health HTTP/1.1\" 200 OK"})
            QTest::newRow(text) << QByteArray(text);
    }
    void ordinaryTextStays()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!Redactor().redacted(text).has_value());
    }

    void exactSecretsAreHiddenWhereverTheyStand()
    {
        QCOMPARE(redact("key s3cret! and s3cret!s3cret!", {"s3cret!", ""}),
                 QByteArray("key [redacted] and [redacted][redacted]"));
        QCOMPARE(redact("abcd bcde abcde", {"abcd", "bcde"}), QByteArray("[redacted] [redacted] [redacted]"));
    }

    void aSecretThatIsCutOffIsHiddenToo()
    {
        QCOMPARE(redact("key s3cr", {"s3cret!"}, true), QByteArray("key [redacted]"));
        QCOMPARE(redact("key s3cr", {"s3cret!"}, false), QByteArray("key s3cr"));
        QCOMPARE(redact("hf_abc", {}, true), QByteArray("[redacted]"));
        QCOMPARE(redact("ghp_a", {}, true), QByteArray("[redacted]"));
    }

    void secretsAreHiddenWhereverTheyStand()
    {
        // Each is found by another character.
        const QList<std::pair<QByteArray, QByteArray>> shapes{
            {"ghp_0123456789abcdef", "[redacted]"},
            {"Authorization=abc", "Authorization=[redacted]"},
            {"Authorization: abc", "Authorization: [redacted]"},
            {"http://me:pass@host", "http://[redacted]@host"},
        };
        for (const auto &[secret, hidden] : shapes) {
            for (int before = 0; before < 80; ++before) {
                for (const int after : {0, 1, 12, 31, 32, 33, 70}) {
                    // A quote ends a header's value.
                    const QByteArray front = QByteArray(before, '-');
                    const QByteArray end = after > 0 ? "'" + QByteArray(after, '-') : QByteArray();
                    QCOMPARE(redact(front + secret + end), front + hidden + end);
                }
            }
        }
    }

    // What a line of many is taken for must not depend on what stands around it: quick tests look at it in blocks.
    void randomTextsAreRedactedAsInAnotherPlace()
    {
        QRandomGenerator random(20261125);
        const QByteArrayList pieces{"ghp_",
                                    "hf_",
                                    "github_pat_",
                                    "authorization",
                                    "0123456789abcdef",
                                    ":",
                                    "=",
                                    " ",
                                    "@",
                                    "://",
                                    "https",
                                    "user",
                                    "\"",
                                    "'",
                                    "_",
                                    "x",
                                    "<",
                                    "\xE2",
                                    "secret",
                                    "\\"};
        int hidden = 0;
        for (int round = 0; round < 5000; ++round) {
            QByteArray text;
            for (int n = random.bounded(12); n > 0; --n)
                text += pieces.at(random.bounded(pieces.size()));
            // A quote and a tab end all that a secret could reach into.
            const QByteArray apart = QByteArray(random.bounded(70), '-') + "\t";
            const QByteArray expected = redact(apart + text, {"secret"});
            QVERIFY(expected.startsWith(apart));
            QCOMPARE(redact(text, {"secret"}), expected.sliced(apart.size()));
            hidden += expected != apart + text;
        }
        QVERIFY(hidden > 500);
    }
};

QTEST_GUILESS_MAIN(TestRedactor)
#include "tst_redactor.moc"
