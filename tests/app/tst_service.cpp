// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

/// Plays the service manager: a datagram socket where NOTIFY_SOCKET says.
class Manager
{
public:
    /// As NOTIFY_SOCKET has it: '@' begins an abstract name.
    explicit Manager(const QByteArray &address)
        : m_fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))
        , m_length(socklen_t(offsetof(sockaddr_un, sun_path) + size_t(address.size())))
    {
        m_name.sun_family = AF_UNIX;
        std::memcpy(m_name.sun_path, address.constData(), size_t(address.size()));
        if (m_name.sun_path[0] == '@')
            m_name.sun_path[0] = '\0';
        m_isBound = ::bind(m_fd, name(), m_length) == 0;
    }
    ~Manager() { ::close(m_fd); }
    Q_DISABLE_COPY_MOVE(Manager)

    [[nodiscard]] bool isBound() const { return m_isBound; }
    /// From now on there is no room for news.
    void fill() const
    {
        const int other = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        while (::sendto(other, "X=1", 3, 0, name(), m_length) > 0)
            ;
        ::close(other);
    }
    /// Every assignment that came so far.
    [[nodiscard]] QList<QByteArray> told()
    {
        QByteArray datagram(65536, '\0');
        for (;;) {
            const ssize_t size = ::recv(m_fd, datagram.data(), size_t(datagram.size()), 0);
            if (size < 0)
                return m_told;
            m_told += datagram.left(size).split('\n');
        }
    }

private:
    [[nodiscard]] const sockaddr *name() const { return reinterpret_cast<const sockaddr *>(&m_name); }

    int m_fd;
    sockaddr_un m_name = {};
    socklen_t m_length;
    bool m_isBound = false;
    QList<QByteArray> m_told;
};

/// As systemd's user manager starts us.
class TestService : public QObject
{
    Q_OBJECT

private:
    static QByteArray contentOf(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void startUnder(TrayRun &tray, const QByteArray &address, const QStringList &options = {})
    {
        tray.goHeadless();
        tray.environment().insert(u"NOTIFY_SOCKET"_s, QFile::decodeName(address));
        tray.process().setProcessEnvironment(tray.environment());
        tray.process().setStandardErrorFile(tray.home().file(u"tray.err"_s));
        tray.process().start(QStringLiteral(SKILLS_TRAY),
                             tray.inMode(options + QStringList{u"--port"_s, QString::number(tray.port())}) +
                                 tray.backend({u"--skills=3"_s}));
    }

private slots:
    void theManagerHearsHowWeAre_data()
    {
        QTest::addColumn<bool>("isAbstract");
        QTest::newRow("a path") << false;
        QTest::newRow("an abstract name") << true;
    }
    void theManagerHearsHowWeAre()
    {
        QFETCH(bool, isAbstract);
        TrayRun tray;
        const QByteArray path = QFile::encodeName(tray.home().file(u"notify"_s));
        const QByteArray address = isAbstract ? '@' + path : path;
        Manager manager(address);
        QVERIFY(manager.isBound());
        startUnder(tray, address);
        QTRY_VERIFY(manager.told().contains("READY=1"));
        // Whoever is started after us can ask at once, and a start is under way.
        QVERIFY(tray.state() != u"stopped"_s);
        const QList<QByteArray> first = manager.told();
        QCOMPARE(first.indexOf("READY=1"), first.lastIndexOf("READY=1"));
        QVERIFY(first.contains("STATUS=Starting the backend"));
        QTRY_VERIFY(manager.told().contains("STATUS=Ready: 3 skills"));
        QVERIFY(!manager.told().contains("STOPPING=1"));

        tray.process().terminate();
        QVERIFY(tray.waitForEnd(4000));
        const QList<QByteArray> all = manager.told();
        QCOMPARE(all.count("STOPPING=1"), 1);
        QVERIFY(all.indexOf("STOPPING=1") < all.lastIndexOf("STATUS=Stopped"));
        QVERIFY(std::none_of(all.begin(), all.end(), [](const QByteArray &one) { return one.isEmpty(); }));
    }

    void stoppedIsReadyToo()
    {
        TrayRun tray;
        const QByteArray address = QFile::encodeName(tray.home().file(u"notify"_s));
        Manager manager(address);
        startUnder(tray, address, {u"--stopped"_s});
        QTRY_VERIFY(manager.told().contains("READY=1"));
        QCOMPARE(tray.state(), u"stopped"_s);
        QVERIFY(manager.told().contains("STATUS=Stopped"));
    }

    void aManagerThatIsGoneOrMadeUpMattersToNobody_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::newRow("gone") << QByteArray("/nonexistent/notify");
        QTest::newRow("relative") << QByteArray("notify");
        QTest::newRow("another kind") << QByteArray("vsock:2:1234");
        QTest::newRow("too long") << '/' + QByteArray(300, 'x');
    }
    void aManagerThatIsGoneOrMadeUpMattersToNobody()
    {
        QFETCH(QByteArray, address);
        TrayRun tray;
        startUnder(tray, address);
        QTRY_COMPARE(tray.state(), u"ready"_s);
        QCOMPARE(tray.errors(), QByteArray());
    }

    void aManagerThatDoesNotReadHoldsUpNobody()
    {
        TrayRun tray;
        const QByteArray address = QFile::encodeName(tray.home().file(u"notify"_s));
        Manager manager(address);
        manager.fill(); // and it is never asked what it was told
        startUnder(tray, address);
        QTRY_COMPARE(tray.state(), u"ready"_s);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aQuitByHandIsNoFailureOfTheUnit()
    {
        // systemd runs ExecStop after an end of our own as well; what fails there makes it start us again.
        TrayRun tray;
        startUnder(tray, {}, {u"--stopped"_s});
        QTRY_COMPARE(tray.state(), u"stopped"_s);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        QVERIFY(tray.waitForEnd(5000));
        QCOMPARE(tray.process().exitCode(), 0);
        QCOMPARE(tray.run({u"quit"_s}).exit, 3);
        const QByteArray unit =
            contentOf(QStringLiteral(SKILLS_SOURCE_DIR "/packaging/systemd/skills-tray.service.in"));
        QVERIFY2(unit.contains("\nExecStop=-"), unit.constData());
    }

    void whatWasMeantForUsIsNotPassedOn() // A15
    {
        TrayRun tray;
        const QByteArray address = QFile::encodeName(tray.home().file(u"notify"_s));
        Manager manager(address);
        const QStringList ours{u"WATCHDOG_PID"_s,
                               u"WATCHDOG_USEC"_s,
                               u"JOURNAL_STREAM"_s,
                               u"LISTEN_PID"_s,
                               u"LISTEN_FDS"_s,
                               u"LISTEN_FDNAMES"_s,
                               u"SYSTEMD_EXEC_PID"_s,
                               u"MEMORY_PRESSURE_WATCH"_s,
                               u"MEMORY_PRESSURE_WRITE"_s,
                               u"XDG_ACTIVATION_TOKEN"_s,
                               u"DESKTOP_STARTUP_ID"_s,
                               u"DESKTOP_AUTOSTART_ID"_s,
                               u"GIO_LAUNCHED_DESKTOP_FILE"_s};
        for (const QString &name : ours)
            tray.environment().insert(name, u"meant-for-us"_s);
        tray.environment().insert(u"INVOCATION_ID"_s, u"whose-run-it-is"_s);
        startUnder(tray, address);
        QTRY_COMPARE(tray.state(), u"ready"_s);
        const QByteArray environment = contentOf(u"/proc/%1/environ"_s.arg(tray.status().value(u"pid"_s).toInteger()));
        QVERIFY(environment.contains("PYTHONUNBUFFERED=1"));
        QVERIFY(!environment.contains("NOTIFY_SOCKET"));
        QVERIFY2(!environment.contains("meant-for-us"), environment.constData());
        // By this one the journal knows which run of the unit a process belongs to.
        QVERIFY(environment.contains("INVOCATION_ID=whose-run-it-is"));
    }
};

QTEST_GUILESS_MAIN(TestService)
#include "tst_service.moc"
