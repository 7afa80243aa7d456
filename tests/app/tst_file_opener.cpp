// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/file_opener.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

#include <sys/wait.h>

using namespace Qt::StringLiterals;

/// A file that no program is there for is not opened in silence (finding D08).
class TestFileOpener : public QObject
{
    Q_OBJECT

private:
    /// An xdg-open that writes down what it is asked for, and refuses some of it with status 3.
    static bool writeOpener(const QString &folder, const QByteArray &refused)
    {
        QFile file(folder + u"/xdg-open"_s);
        return file.open(QIODevice::WriteOnly) &&
               file.write("#!/bin/sh\necho \"$1\" >> '" + QFile::encodeName(folder) + "/asked'\ncase $1 in " + refused +
                          ") exit 3;; esac\n") > 0 &&
               file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    /// Qt has taken note of the end of each.
    static bool hasNoChild()
    {
        siginfo_t any = {};
        return ::waitid(P_ALL, 0, &any, WEXITED | WNOHANG | WNOWAIT) == -1 && errno == ECHILD;
    }

private slots:
    void whatCannotBeOpenedIsToldInTurn_data()
    {
        QTest::addColumn<QByteArray>("refused");
        QTest::addColumn<int>("folders");
        QTest::addColumn<int>("failures");
        QTest::newRow("there is an editor") << QByteArray("nothing") << 0 << 0;
        QTest::newRow("none for this kind of file") << QByteArray("*.json") << 1 << 0;
        QTest::newRow("none for folders either") << QByteArray("*") << 0 << 1;
    }
    void whatCannotBeOpenedIsToldInTurn()
    {
        QFETCH(QByteArray, refused);
        QFETCH(int, folders);
        QFETCH(int, failures);
        const QTemporaryDir directory;
        QVERIFY(writeOpener(directory.path(), refused));
        const QByteArray before = qgetenv("PATH");
        qputenv("PATH", QFile::encodeName(directory.path()) + ":" + before);
        const QString file = directory.filePath(u"a b/skills.json"_s);
        FileOpener opener;
        QSignalSpy opened(&opener, &FileOpener::folderOpened);
        QSignalSpy failed(&opener, &FileOpener::failed);
        opener.open(file);
        const QString expected =
            folders + failures > 0 ? file + u'\n' + directory.filePath(u"a b"_s) + u'\n' : file + u'\n';
        const auto asked = [&directory] {
            QFile read(directory.filePath(u"asked"_s));
            return read.open(QIODevice::ReadOnly) ? QString::fromUtf8(read.readAll()) : QString();
        };
        QTRY_COMPARE(asked(), expected);
        QTRY_COMPARE(opened.size(), folders);
        QTRY_COMPARE(failed.size(), failures);
        qputenv("PATH", before);
        QTRY_VERIFY(hasNoChild());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    void withoutXdgOpenItFails()
    {
        const QTemporaryDir directory;
        const QByteArray before = qgetenv("PATH");
        qputenv("PATH", QFile::encodeName(directory.path()));
        FileOpener opener;
        QSignalSpy failed(&opener, &FileOpener::failed);
        opener.open(u"/x/y.json"_s);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().toString(), u"/x/y.json"_s);
        qputenv("PATH", before);
    }
};

QTEST_GUILESS_MAIN(TestFileOpener)
#include "tst_file_opener.moc"
