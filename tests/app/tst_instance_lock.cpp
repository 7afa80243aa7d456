// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/instance_lock.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using Outcome = InstanceLock::Outcome;

class TestInstanceLock : public QObject
{
    Q_OBJECT

private slots:
    void onlyOneHoldsIt()
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"lock"_s);
        InstanceLock first(file);
        InstanceLock second(file);
        QCOMPARE(first.take(), Outcome::Taken);
        QCOMPARE(second.take(), Outcome::HeldByAnother);
        first.release();
        QVERIFY(!QFile::exists(file));
        QCOMPARE(second.take(), Outcome::Taken);
        QCOMPARE(first.take(), Outcome::HeldByAnother);
    }

    void whatALockFileHoldsMeansNothing_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("garbage") << QByteArray("\0\xff garbage\n", 11);
        QTest::newRow("a living pid") << QByteArray::number(::getpid());
    }
    void whatALockFileHoldsMeansNothing()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir directory;
        const QString name = directory.filePath(u"lock"_s);
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        InstanceLock lock(name);
        QCOMPARE(lock.take(), Outcome::Taken);
    }

    void whoFindsItHeldIsToldByWhom()
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"lock"_s);
        InstanceLock first(file, u"/run/user/1000/ctl.sock"_s);
        QCOMPARE(first.take(), Outcome::Taken);
        InstanceLock second(file, u"/elsewhere"_s);
        QCOMPARE(second.take(), Outcome::HeldByAnother);
        QCOMPARE(second.holder().pid, qint64(::getpid()));
        QCOMPARE(second.holder().note, u"/run/user/1000/ctl.sock"_s);
        first.release();
        QCOMPARE(second.holder().pid, 0);
        QCOMPARE(second.holder().note, QString());
    }

    void aLinkIsRefusedAndItsTargetUntouched() // I08
    {
        QTemporaryDir directory;
        const QString target = directory.filePath(u"precious"_s);
        QFile file(target);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("precious");
        file.close();
        QVERIFY(QFile::link(target, directory.filePath(u"lock"_s)));
        InstanceLock lock(directory.filePath(u"lock"_s));
        QCOMPARE(lock.take(), Outcome::Impossible);
        QVERIFY2(lock.error().contains(u"link"_s), qPrintable(lock.error()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "precious");
    }

    void somethingElseInItsPlaceIsRefusedAtOnce_data()
    {
        QTest::addColumn<bool>("fifo");
        QTest::newRow("fifo") << true; // opening one for writing could block
        QTest::newRow("directory") << false;
    }
    void somethingElseInItsPlaceIsRefusedAtOnce()
    {
        QFETCH(bool, fifo);
        QTemporaryDir directory;
        const QString name = directory.filePath(u"lock"_s);
        if (fifo)
            QCOMPARE(::mkfifo(QFile::encodeName(name).constData(), 0600), 0);
        else
            QVERIFY(QDir().mkdir(name));
        InstanceLock lock(name);
        QCOMPARE(lock.take(), Outcome::Impossible);
        QVERIFY2(lock.error().contains(name), qPrintable(lock.error()));
    }

    void aRemovedFileIsNoLockForOthers()
    {
        // Somebody cleaned the runtime directory: the next start must not share our fate for ever.
        QTemporaryDir directory;
        const QString name = directory.filePath(u"lock"_s);
        InstanceLock first(name);
        QCOMPARE(first.take(), Outcome::Taken);
        QVERIFY(QFile::remove(name));
        InstanceLock second(name);
        QCOMPARE(second.take(), Outcome::Taken);
    }
};

QTEST_GUILESS_MAIN(TestInstanceLock)
#include "tst_instance_lock.moc"
