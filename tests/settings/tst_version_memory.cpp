// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/version_memory.h"
#include "tests/support/temp_home.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace Qt::StringLiterals;

static const QByteArray Changelog = R"(# Changelog

## [Unreleased]

### Added

- A *third* thing, `--three`.

## [0.2.0] - 2026-12-01

### Added

- A second thing,
  told on two lines.

### Fixed

- A fault.

## [0.1.0] - 2026-11-23

- The first thing.
)";

class TestVersionMemory : public QObject
{
    Q_OBJECT

private slots:
    void theFirstStartKnowsNoVersion()
    {
        TempHome home;
        QCOMPARE(VersionMemory(home.file(u"state/version"_s)).last(), std::nullopt);
    }

    void aVersionIsRemembered()
    {
        TempHome home;
        const VersionMemory memory(home.file(u"state/version"_s));
        QCOMPARE(memory.remember(u"0.1.0"_s), QString());
        QCOMPARE(memory.remember(u"0.2.0"_s), QString());
        QCOMPARE(memory.last(), u"0.2.0"_s);
        QCOMPARE(QFileInfo(home.file(u"state/version"_s)).permissions() &
                     (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
                 QFile::Permissions());
    }

    void whatIsNoVersionIsNone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("words") << QByteArray("new\n");
        QTest::newRow("more after it") << QByteArray("0.1.0 or so\n");
        QTest::newRow("long") << QByteArray(100'000, '1') + '.';
        QTest::newRow("bytes") << QByteArray("\0\xff\n", 3);
    }
    void whatIsNoVersionIsNone()
    {
        QFETCH(QByteArray, content);
        TempHome home;
        QFile file(home.file(u"version"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        QCOMPARE(VersionMemory(file.fileName()).last(), std::nullopt);
    }

    void whatCannotBeWrittenIsTold()
    {
        TempHome home;
        // A file where the folder should be.
        QFile file(home.file(u"no-folder"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(!VersionMemory(file.fileName() + u"/version"_s).remember(u"1"_s).isEmpty());
    }

    void changesAreThoseOfTheVersionsBetween()
    {
        const QString third = u"Added: A third thing, --three."_s;
        const QStringList second = {u"Added: A second thing, told on two lines."_s, u"Fixed: A fault."_s};
        QCOMPARE(changesBetween(Changelog, u"0.2.0"_s, u"0.3.0"_s), QStringList{third});
        QCOMPARE(changesBetween(Changelog, u"0.1.0"_s, u"0.3.0"_s), QStringList{third} + second);
        QCOMPARE(changesBetween(Changelog, u"0.1.9"_s, u"0.10.0"_s), QStringList{third} + second);
        QCOMPARE(changesBetween(Changelog, u"0.3.0"_s, u"0.3.0"_s), QStringList());
        QCOMPARE(changesBetween(Changelog, u"0.3.0"_s, u"0.2.0"_s), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestVersionMemory)
#include "tst_version_memory.moc"
