// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "raw_http.h"
#include "server_run.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QScopeGuard>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

/// The backend as it is installed, with the model beside it.
class TestBackendMeaning : public QObject
{
    Q_OBJECT

    static bool modelsLoaded(const ServerRun &server)
    {
        RawConnection connection(server.port);
        return connection.get("/health").json().value(u"models_loaded"_s).toBool();
    }

    static QString firstFound(const ServerRun &server, const QByteArray &question)
    {
        RawConnection connection(server.port);
        const RawAnswer answer = connection.post(
            "/mcp",
            R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find_helpful_skills","arguments":)"
            R"({"task_description":")" +
                question + R"("}}})",
            mcpHeaders(openSession(connection)));
        return answer.json()["result"_L1]["content"_L1][0]["text"_L1].toString().section(u"**"_s, 1, 1);
    }

private slots:
    void theBuiltInModelFindsWhatSharesNoWord()
    {
        ServerRun server;
        server.model = R"("all-MiniLM-L6-v2")";
        server.writeSkill(u"sourdough"_s, "Bakes bread with a starter of wild yeast");
        server.writeSkill(u"ledger"_s, "Keeps the books of a small company");
        QVERIFY2(server.start(), server.log.constData());
        QTRY_VERIFY_WITH_TIMEOUT(modelsLoaded(server), 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(firstFound(server, "homemade loaf baking"), u"sourdough"_s, 60'000);
        // Kept for the next start.
        QTRY_COMPARE_WITH_TIMEOUT(
            QDir(server.file(u"cache/skills-tray"_s)).entryList({u"vectors-*.bin"_s}, QDir::Files).size(), 1, 20'000);
        server.terminate();
        QCOMPARE(server.exitStatus(), 0);
    }

    void whatItKeepsIsPrivateWhateverTheUmask()
    {
        const mode_t before = ::umask(0);
        const auto restored = qScopeGuard([before] { ::umask(before); });
        ServerRun server;
        server.model = R"("all-MiniLM-L6-v2")";
        server.writeSkill(u"sourdough"_s, "Bakes bread with a starter of wild yeast");
        QVERIFY2(server.start(), server.log.constData());
        const QString cache = server.file(u"cache/skills-tray"_s);
        QTRY_VERIFY_WITH_TIMEOUT(QDir(cache).entryList({u"vectors-*.bin"_s}, QDir::Files).size() == 1, 60'000);
        QDirIterator files(cache, QDir::AllEntries | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QFileInfo file(files.next());
            const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
            QVERIFY2((file.permissions() & others) == QFile::Permissions(), qPrintable(file.filePath()));
        }
    }

    void aFolderThatDoesNotFitIsOneLineAndWordsGoOn()
    {
        ServerRun server;
        server.model = '"' + server.skillsFolder().toUtf8() + '"';
        server.writeSkill(u"sourdough"_s, "Bakes bread with a starter of wild yeast");
        QVERIFY2(server.start(), server.log.constData());
        QTRY_COMPARE_WITH_TIMEOUT(server.log.count("Cannot use the model"), 1, 20'000);
        QVERIFY(!modelsLoaded(server));
        QCOMPARE(firstFound(server, "wild yeast bread"), u"sourdough"_s);
    }
};

QTEST_GUILESS_MAIN(TestBackendMeaning)
#include "tst_backend_meaning.moc"
