// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/guarded_process.h"
#include "core/process/ownership_record.h"
#include "core/process/port_owner.h"
#include "core/process/program_finder.h"
#include "core/process/run_mark.h"
#include "core/process/tree_adoption.h"
#include "tests/support/test_help.h"
#include "tests/support/tree_watch.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/// Knowing who a process is and what is ours, so that no stranger is ever harmed.
class TestIdentity : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_warnings.emplace(); }
    void cleanup() { QCOMPARE(WarningWatch::all(), QByteArray()); }
    void cleanupTestCase() { m_warnings.reset(); }

    void aProcessIsDescribed();
    void anotherStartTimeIsAnotherProcess();
    void aZombieIsNotAlive();
    void theMarkerFindsItsProcessesOnly();
    void aPrefixFindsWhoHasWipedItsEnvironment();
    void theSweepLeavesStrangersAlone();
    void theSweepEndsWhatIgnoresSigterm();

    void conflictsAreExact_data();
    void conflictsAreExact();
    void nobodyOnThePortIsNobody();
    void theNextFreePortIsFree();

    void theRecordComesBackAsItWas();
    void unusableRecordsAreSetAside_data();
    void unusableRecordsAreSetAside();
    void aLinkIsNeitherReadNorWrittenThrough();

    void programsAreFoundInOrder();

private:
    std::optional<WarningWatch> m_warnings;
};

/// A process that sleeps, with our mark in its environment or without.
static void startSleeper(QProcess &process, const QString &assignment, const QStringList &more = {})
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!assignment.isEmpty())
        environment.insert(assignment.section(u'=', 0, 0), assignment.section(u'=', 1));
    process.setProcessEnvironment(environment);
    process.start(
        QStringLiteral(SKILLS_FAKE_BACKEND),
        QStringList({QStringLiteral("--no-listen"), QStringLiteral("--quiet"), QStringLiteral("--print-pid")}) + more);
    QTRY_VERIFY(process.canReadLine()); // it has set up its signals by then, or does so at once
}

static void endSleeper(QProcess &process)
{
    process.kill();
    QTRY_COMPARE(process.state(), QProcess::NotRunning);
}

void TestIdentity::aProcessIsDescribed()
{
    const std::optional<ProcessDescription> self = describeProcess(getpid());
    QVERIFY(self);
    QCOMPARE(self->identity, *identityOf(getpid()));
    QCOMPARE(self->program, QStringLiteral("tst_identity"));
    QVERIFY(self->ownUser);
    QCOMPARE(self->uid, quint32(getuid()));
    QVERIFY(!self->user.isEmpty());
    const qint64 ageMs = self->since.msecsTo(QDateTime::currentDateTime());
    QVERIFY2(ageMs > -3000 && ageMs < 600'000, QByteArray::number(ageMs).constData());
    QVERIFY(!describeProcess(0));
    QVERIFY(!identityOf(-1));
    QVERIFY(bootId().size() == 36);
}

void TestIdentity::anotherStartTimeIsAnotherProcess() // P06
{
    QProcess innocent;
    startSleeper(innocent, QString());
    ProcessIdentity identity = *identityOf(innocent.processId());
    QVERIFY(isAlive(identity));
    identity.startTicks -= 1;
    QVERIFY(!isAlive(identity));
    QVERIFY(!sendSignal(identity, SIGKILL).isEmpty());
    TreeAdoption sweeper(QStringLiteral(SKILLS_GUARD), {QByteArrayLiteral("SKILLS_TRAY_INSTANCE=nobody-has-this")},
                         {identity});
    QSignalSpy finished(&sweeper, &TreeAdoption::finished);
    sweeper.sweep(0);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished.first(), QVariantList({0, 0}));
    QVERIFY(isLiveProcess(innocent.processId()));
    // And nobody can make us end ourselves, or init.
    QVERIFY(!sendSignal(*identityOf(getpid()), SIGKILL).isEmpty());
    QVERIFY(!sendSignal({1, identityOf(1).value_or(ProcessIdentity{}).startTicks}, SIGTERM).isEmpty());
    endSleeper(innocent);
}

void TestIdentity::aZombieIsNotAlive()
{
    const pid_t child = fork();
    if (child == 0)
        _exit(0);
    QTRY_COMPARE(processState(child), 'Z');
    QVERIFY(!identityOf(child));
    ::waitpid(child, nullptr, 0);
}

void TestIdentity::theMarkerFindsItsProcessesOnly()
{
    const TreeWatch watch;
    const QString assignment = QStringLiteral("SKILLS_TRAY_INSTANCE=") + watch.mark();
    QProcess ours;
    QProcess similar;
    QProcess stranger;
    startSleeper(ours, assignment);
    startSleeper(similar, assignment + QStringLiteral("x"));
    startSleeper(stranger, QString(), {QStringLiteral("--say=") + assignment}); // only says so
    QCOMPARE(processesCarrying(assignment.toUtf8()), QList<ProcessIdentity>({*identityOf(ours.processId())}));
    // All of one prefix, which ends with its dash.
    const QByteArray prefix = assignment.left(assignment.indexOf(u'-') + 1).toUtf8();
    QCOMPARE(processesCarrying(prefix).size(), 2);
    // An empty marker is nobody's.
    QCOMPARE(processesCarrying(QByteArrayLiteral("SKILLS_TRAY_INSTANCE=")), QList<ProcessIdentity>());
    for (QProcess *process : {&ours, &similar, &stranger})
        endSleeper(*process);
}

void TestIdentity::aPrefixFindsWhoHasWipedItsEnvironment() // P04 at this level
{
    if (!canMarkByLimit())
        QSKIP("everybody has a limit of file locks here (ulimit -x)");
    const TreeWatch watch;
    const QByteArray marker = watch.mark().toUtf8();
    const QByteArray prefix = "SKILLS_TRAY_INSTANCE=" + marker.left(marker.indexOf('-') + 1);
    QProcess ours;
    ours.setChildProcessModifier([marker] { takeLimitOf({marker.constData(), size_t(marker.size())}); });
    startSleeper(ours, QString(), {QStringLiteral("--children=2"), watch.tag()});
    QTRY_COMPARE(processesCarrying(prefix).size(), 3);
    TreeAdoption sweeper(QStringLiteral(SKILLS_GUARD), {prefix}, {});
    QSignalSpy finished(&sweeper, &TreeAdoption::finished);
    sweeper.sweep(2000);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished.first(), QVariantList({3, 0}));
    QVERIFY2(watch.noneAlive(), watch.describe().constData());
    QTRY_COMPARE(ours.state(), QProcess::NotRunning);
}

void TestIdentity::theSweepLeavesStrangersAlone() // P05 at this level
{
    const TreeWatch watch;
    const QString assignment = QStringLiteral("SKILLS_TRAY_INSTANCE=") + watch.mark();
    QProcess ours;
    QProcess named;
    QProcess stranger;
    startSleeper(ours, assignment, {QStringLiteral("--children=2")});
    startSleeper(named, QString());
    startSleeper(stranger, QString());
    TreeAdoption sweeper(QStringLiteral(SKILLS_GUARD), {assignment.toUtf8()}, {*identityOf(named.processId())});
    QSignalSpy finished(&sweeper, &TreeAdoption::finished);
    sweeper.sweep(2000);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished.first(), QVariantList({4, 0}));
    QVERIFY2(watch.noneAlive(), watch.describe().constData());
    QTRY_COMPARE(ours.state(), QProcess::NotRunning);
    QTRY_COMPARE(named.state(), QProcess::NotRunning);
    QVERIFY(isLiveProcess(stranger.processId()));
    endSleeper(stranger);
}

void TestIdentity::theSweepEndsWhatIgnoresSigterm() // P04 at this level
{
    const TreeWatch watch;
    const QString assignment = QStringLiteral("SKILLS_TRAY_INSTANCE=") + watch.mark();
    QProcess ours;
    startSleeper(ours, assignment,
                 {QStringLiteral("--ignore-term"), QStringLiteral("--children=2"),
                  QStringLiteral("--grandchild=envwipe,respawn"), QStringLiteral("--grandchild-ignore-term"),
                  watch.tag()});
    QTRY_VERIFY2(watch.count() >= 6, watch.describe().constData());
    TreeAdoption sweeper(QStringLiteral(SKILLS_GUARD), {assignment.toUtf8()}, {});
    QSignalSpy finished(&sweeper, &TreeAdoption::finished);
    sweeper.sweep(500);
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 7000);
    QVERIFY(finished.first().at(1).toInt() >= 6);
    QVERIFY2(watch.noneAlive(), watch.describe().constData());
    QTRY_COMPARE(ours.state(), QProcess::NotRunning);
}

/// A listening socket made by hand: QTcpServer does not let us say whether `::` is for IPv6 alone.
class Listener
{
public:
    Listener(const QByteArray &address, quint16 port, bool onlyV6 = false)
    {
        const bool v6 = address.contains(':');
        m_socket = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int only = onlyV6;
        sockaddr_in6 name6 = {};
        sockaddr_in name4 = {};
        name6.sin6_family = AF_INET6;
        name6.sin6_port = htons(port);
        name4.sin_family = AF_INET;
        name4.sin_port = htons(port);
        ::inet_pton(v6 ? AF_INET6 : AF_INET, address.constData(),
                    v6 ? static_cast<void *>(&name6.sin6_addr) : static_cast<void *>(&name4.sin_addr));
        if (v6)
            ::setsockopt(m_socket, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
        const int bound = v6 ? ::bind(m_socket, reinterpret_cast<sockaddr *>(&name6), sizeof name6)
                             : ::bind(m_socket, reinterpret_cast<sockaddr *>(&name4), sizeof name4);
        m_listens = bound == 0 && ::listen(m_socket, 8) == 0;
    }
    ~Listener() { ::close(m_socket); }
    Q_DISABLE_COPY_MOVE(Listener)
    [[nodiscard]] bool listens() const { return m_listens; }

private:
    int m_socket = -1;
    bool m_listens = false;
};

void TestIdentity::conflictsAreExact_data()
{
    QTest::addColumn<QByteArray>("listener");
    QTest::addColumn<bool>("onlyV6");
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<bool>("conflict");
    const QString loopback = QStringLiteral("127.0.0.1");
    QTest::newRow("P01 the same address") << QByteArray("127.0.0.1") << false << loopback << true;
    QTest::newRow("P12 0.0.0.0") << QByteArray("0.0.0.0") << false << loopback << true;
    QTest::newRow("P12 dual-stack ::") << QByteArray("::") << false << loopback << true;
    QTest::newRow("P11 :: for IPv6 alone") << QByteArray("::") << true << loopback << false;
    QTest::newRow("P11 ::1") << QByteArray("::1") << false << loopback << false;
    QTest::newRow("127.0.0.2") << QByteArray("127.0.0.2") << false << loopback << false;
    QTest::newRow("0.0.0.0 wanted") << QByteArray("127.0.0.2") << false << QStringLiteral("0.0.0.0") << true;
    QTest::newRow("::1 wanted, :: there") << QByteArray("::") << false << QStringLiteral("::1") << true;
    QTest::newRow("::1 wanted, 127.0.0.1 there") << QByteArray("127.0.0.1") << false << QStringLiteral("::1") << false;
}

void TestIdentity::conflictsAreExact()
{
    QFETCH(QByteArray, listener);
    QFETCH(bool, onlyV6);
    QFETCH(QString, wanted);
    QFETCH(bool, conflict);
    const quint16 port = freePort(QHostAddress(QHostAddress::Any));
    const Listener socket(listener, port, onlyV6);
    if (!socket.listens())
        QSKIP("this machine has no such address");
    const std::optional<PortListener> found = conflictingListener(QHostAddress(wanted), port);
    QCOMPARE(found.has_value(), conflict);
    QCOMPARE(listenersOn(port).size(), 1);
    const PortListener any = listenersOn(port).first();
    QCOMPARE(any.address, QHostAddress(QString::fromLatin1(listener)));
    QCOMPARE(any.port, port);
    QCOMPARE(any.uid, quint32(getuid()));
    QVERIFY(any.process);
    QCOMPARE(any.process->identity, *identityOf(getpid()));
    QCOMPARE(any.process->program, QStringLiteral("tst_identity"));
}

void TestIdentity::nobodyOnThePortIsNobody()
{
    const quint16 port = freePort();
    QVERIFY(!conflictingListener(QHostAddress(QHostAddress::LocalHost), port));
    QVERIFY(listenersOn(port).isEmpty());
}

void TestIdentity::theNextFreePortIsFree()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    const QHostAddress address(QHostAddress::LocalHost);
    const quint16 next = freePortAfter(address, quint16(server.serverPort() - 1));
    QVERIFY(next == 0 || next > server.serverPort());
    if (next > 0)
        QVERIFY(!conflictingListener(address, next));
    QVERIFY(freePortAfter(address, 1) >= 1024);
    QCOMPARE(freePortAfter(address, 65535), 0);
}

static OwnershipRecord exampleRecord()
{
    return {QStringLiteral("0f6d0a52-uuid"), bootId(), {4242, 18446744073709551615ULL}, {4243, 1234},
            QStringLiteral("127.0.0.1"),     8765,     QStringLiteral("/usr/bin/uvx"),  {{4250, 77}, {4251, 78}}};
}

void TestIdentity::theRecordComesBackAsItWas() // X05
{
    QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("owner.json"));
    const mode_t before = umask(0);
    QCOMPARE(writeOwnershipRecord(file, exampleRecord()), QString());
    umask(before);
    QString notice;
    QCOMPARE(readOwnershipRecord(file, &notice), exampleRecord());
    QCOMPARE(notice, QString());
    struct stat info = {};
    QCOMPARE(::stat(QFile::encodeName(file).constData(), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0600U);

    OwnershipRecord other = exampleRecord(); // P07: the caller sees another boot
    other.bootId = QStringLiteral("another");
    QCOMPARE(writeOwnershipRecord(file, other), QString());
    QCOMPARE(readOwnershipRecord(file)->bootId, QStringLiteral("another"));
    removeOwnershipRecord(file);
    QVERIFY(!readOwnershipRecord(file, &notice));
    QCOMPARE(notice, QString());
    const QString nowhere = directory.filePath(QStringLiteral("missing/owner.json"));
    QVERIFY(writeOwnershipRecord(nowhere, other).contains(nowhere)); // D10
}

void TestIdentity::unusableRecordsAreSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("P08 empty") << QByteArray();
    QTest::newRow("P08 garbage") << QByteArray("\0\xff{{{", 5);
    QTest::newRow("P08 huge") << QByteArray(1 << 20, ' ');
    QTest::newRow("P08 array") << QByteArray("[1,2]");
    QTest::newRow("P08 wrong types") << QByteArray(R"({"schema":1,"uuid":7,"boot_id":"x","guard":"y","child":[]})");
    QTest::newRow("P08 another schema") << QByteArray(R"({"schema":2,"uuid":"u","boot_id":"x","guard":{"pid":5}})");
}

void TestIdentity::unusableRecordsAreSetAside() // P08
{
    QFETCH(QByteArray, content);
    QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("owner.json"));
    QVERIFY(writeScript(file, content));
    QString notice;
    QVERIFY(!readOwnershipRecord(file, &notice));
    QVERIFY2(notice.contains(file), qPrintable(notice));
    QVERIFY(!QFile::exists(file));
    QVERIFY(QFile::exists(file + QStringLiteral(".bad")));
}

void TestIdentity::aLinkIsNeitherReadNorWrittenThrough() // P08
{
    QTemporaryDir directory;
    const QString target = directory.filePath(QStringLiteral("target"));
    const QString file = directory.filePath(QStringLiteral("owner.json"));
    QCOMPARE(writeOwnershipRecord(target, exampleRecord()), QString());
    QVERIFY(QFile::link(target, file));
    QString notice;
    QVERIFY(!readOwnershipRecord(file, &notice));
    QVERIFY(!notice.isEmpty());
    QVERIFY(QFile::link(target, file));
    OwnershipRecord other = exampleRecord();
    other.port = 9999;
    QCOMPARE(writeOwnershipRecord(file, other), QString());
    QCOMPARE(readOwnershipRecord(file)->port, 9999);
    QCOMPARE(readOwnershipRecord(target)->port, 8765);
}

void TestIdentity::programsAreFoundInOrder()
{
    QTemporaryDir directory;
    const auto at = [&](const char *name) { return directory.filePath(QString::fromLatin1(name)); };
    for (const char *name : {"one", "two", "three"})
        QVERIFY(QDir().mkpath(at(name)));
    QVERIFY(writeScript(at("one/tool"), "#!/bin/sh\n"));
    QVERIFY(QFile::setPermissions(at("one/tool"), QFile::ReadOwner)); // not executable
    QVERIFY(writeScript(at("two/tool"), "#!/bin/sh\n"));
    QVERIFY(writeScript(at("three/tool"), "#!/bin/sh\n"));
    QVERIFY(QDir().mkpath(at("one/folder")));
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", QFile::encodeName(at("one")) + ":relative::" + QFile::encodeName(at("two")));
    const ProgramSearch found = findProgram(QStringLiteral("tool"), {at("three"), at("one")});
    const ProgramSearch onlyFault = findProgram(QStringLiteral("tool"), {});
    qputenv("PATH", QFile::encodeName(at("one")));
    const ProgramSearch notExecutable = findProgram(QStringLiteral("tool"), {});
    const ProgramSearch folder = findProgram(QStringLiteral("folder"), {});
    qputenv("PATH", path);
    QCOMPARE(found.path, at("two/tool"));
    QCOMPARE(found.searched, QStringList({at("one"), at("two"), at("three")}));
    QCOMPARE(onlyFault.path, at("two/tool"));
    QCOMPARE(notExecutable.path, at("one/tool"));
    QCOMPARE(folder.path, QString());
    QCOMPARE(findProgram(at("three/tool")).path, at("three/tool"));
    QCOMPARE(findProgram(at("three/none")).path, QString());
    QCOMPARE(findProgram(at("three/none")).searched, QStringList({at("three")}));
    QCOMPARE(findProgram(QString()).path, QString()); // S06
}

QTEST_GUILESS_MAIN(TestIdentity)
#include "tst_identity.moc"
