// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "changing_skills.h"
#include "churn_client.h"
#include "server_run.h"

#include <QCryptographicHash>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Many clients that search, list and read while files change.
class TestBackendChurn : public QObject
{
    Q_OBJECT

    /// Whether the server serves exactly these files, by their digests.
    static bool serves(quint16 port, const QMap<QString, QByteArray> &files)
    {
        ChurnClient client(port);
        if (!client.fault().isEmpty())
            return false;
        QMap<QString, QString> served;
        const QMap<QString, QJsonObject> entries = client.list();
        for (const QJsonObject &entry : entries) {
            const QJsonArray resources = entry.value(u"resources"_s).toArray();
            for (const QJsonValue file : resources)
                served.insert(file[u"uri"].toString().mid(8), file[u"digest"].toString());
        }
        QMap<QString, QString> there;
        for (auto file = files.begin(); file != files.end(); ++file)
            there.insert(file.key(),
                         u"sha256:"_s +
                             QString::fromLatin1(QCryptographicHash::hash(*file, QCryptographicHash::Sha256).toHex()));
        return served == there && client.fault().isEmpty();
    }

    /// Changes files until it goes.
    class Writer
    {
    public:
        explicit Writer(ChangingSkills &skills)
            : m_thread([this, &skills] {
                while (!m_stop) {
                    skills.changeSomething();
                    ++changes;
                    std::this_thread::sleep_for(25ms);
                }
            })
        {
        }
        ~Writer()
        {
            m_stop = true;
            m_thread.join();
        }
        Q_DISABLE_COPY_MOVE(Writer)

        std::atomic<int> changes = 0;

    private:
        std::atomic<bool> m_stop = false;
        std::thread m_thread; // last: it uses the others
    };

    /// Asks in a thread of its own until everybody is to stop, or something is wrong.
    class Reader
    {
    public:
        Reader(quint16 port, std::atomic<bool> &stop)
            : m_thread([this, port, &stop] {
                client = std::make_unique<ChurnClient>(port);
                while (!stop && client->askForEverything())
                    ++rounds;
                isDone = true;
            })
        {
        }
        ~Reader() { join(); }
        Q_DISABLE_COPY_MOVE(Reader)

        void join()
        {
            if (m_thread.joinable())
                m_thread.join();
        }

        std::unique_ptr<ChurnClient> client; // ours after join()
        std::atomic<int> rounds = 0;
        std::atomic<bool> isDone = false;

    private:
        std::thread m_thread;
    };

private slots:
    void fiftyClientsNeverSeeHalfAChange()
    {
        constexpr int Clients = 50;
        constexpr int Rounds = 2; // of each
        constexpr int Changes = 100;
        ServerRun server;
        server.answers = R"("original")"; // its structure tells most of what is served at one moment
        ChangingSkills skills(server.skillsFolder(), server.file(u"aside"_s), 40);
        QVERIFY2(server.start(), server.log.constData());

        std::atomic<bool> stop = false;
        std::vector<std::unique_ptr<Reader>> readers;
        int changes = 0;
        {
            Writer writer(skills);
            for (int i = 0; i < Clients; ++i)
                readers.push_back(std::make_unique<Reader>(server.port, stop));
            const bool isEnough = QTest::qWaitFor(
                [&] {
                    const auto isThrough = [](const std::unique_ptr<Reader> &reader) {
                        return reader->isDone || reader->rounds >= Rounds;
                    };
                    return writer.changes >= Changes && std::all_of(readers.begin(), readers.end(), isThrough);
                },
                180'000);
            stop = true;
            for (const auto &reader : readers)
                reader->join();
            changes = writer.changes;
            QVERIFY(isEnough);
        }

        QMap<QByteArray, int> seen;
        for (const auto &reader : readers) {
            QVERIFY2(reader->client->fault().isEmpty(), qPrintable(reader->client->fault()));
            QVERIFY(reader->client->hearsOfChanges());
            const QMap<QByteArray, int> one = reader->client->seen();
            for (auto count = one.begin(); count != one.end(); ++count)
                seen[count.key()] += *count;
        }
        for (auto count = seen.begin(); count != seen.end(); ++count)
            qInfo("%s: %d", count.key().constData(), *count);
        qInfo("changes: %d", changes);
        // Otherwise nothing was tried.
        QVERIFY(seen.value("digests verified") > 0);
        QVERIFY(seen.value("documents whole") > 0);
        QTRY_VERIFY_WITH_TIMEOUT(serves(server.port, skills.files()), 20'000);

        server.terminate();
        QCOMPARE(server.exitStatus(), 0);
    }
};

QTEST_GUILESS_MAIN(TestBackendChurn)
#include "tst_backend_churn.moc"
