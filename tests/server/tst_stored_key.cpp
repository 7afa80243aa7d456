// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/stored_key.h"

#include <QFile>
#include <QLockFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// The key that sessions are sealed with, and what is said where it cannot be kept.
class TestStoredKey : public QObject
{
    Q_OBJECT

private slots:
    void theSameKeyIsFoundAgain()
    {
        const QTemporaryDir dir;
        const StoredKey first = storedKey(dir.filePath(u"session.key"_s));
        QCOMPARE(first.error, QString());
        QVERIFY(!first.key.isEmpty());
        QCOMPARE(storedKey(dir.filePath(u"session.key"_s)).key, first.key);
    }

    void whereItCannotBeWrittenTheCauseIsSaidOnce()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"gone/session.key"_s);
        const StoredKey stored = storedKey(path);
        QCOMPARE(stored.error, u"Cannot write %1: No such file or directory"_s.arg(path));
        QVERIFY(!stored.key.isEmpty()); // good for this run
    }

    void aLockThatIsHeldIsSaid()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"session.key"_s);
        QLockFile lock(path + u".lock"_s);
        QVERIFY(lock.lock());
        QCOMPARE(storedKey(path).error, u"Cannot write %1: another program holds its lock"_s.arg(path));
    }
};

QTEST_GUILESS_MAIN(TestStoredKey)
#include "tst_stored_key.moc"
