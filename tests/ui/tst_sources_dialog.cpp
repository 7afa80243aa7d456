// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/settings/sources_dialog.h"
#include "ui/shared/text_block.h"

#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

static QList<SkillSourceEntry> threeSources()
{
    return {folderSource(u"/a"_s), folderSource(u"/b"_s), *repositorySource(u"o/r"_s)};
}

static QStringList shown(const SourcesDialog &dialog)
{
    const auto *list = dialog.findChild<QListWidget *>();
    QStringList texts;
    for (int row = 0; row < list->count(); ++row)
        texts.append(list->item(row)->text());
    return texts;
}

static QPushButton *button(const SourcesDialog &dialog, const char *name)
{
    return dialog.findChild<QPushButton *>(QLatin1String(name));
}

class SourcesDialogTest : public QObject
{
    Q_OBJECT
private slots:
    void whatItShowsIsWhatItWasGivenAndLookingSavesNothing()
    {
        SourcesDialog dialog(threeSources(), QString());
        QSignalSpy accepted(&dialog, &SourcesDialog::sourcesAccepted);
        dialog.show();
        QCOMPARE(shown(dialog), (QStringList{u"/a"_s, u"/b"_s, u"o/r"_s}));
        QVERIFY(!button(dialog, "save")->isEnabled());
        QVERIFY(!button(dialog, "undo")->isEnabled());
        button(dialog, "cancel")->click();
        QVERIFY(!dialog.isVisible());
        QCOMPARE(accepted.size(), 0);
    }

    void theOrderIsChangedWithTheButtons()
    {
        SourcesDialog dialog(threeSources(), QString());
        auto *list = dialog.findChild<QListWidget *>();
        QVERIFY(!button(dialog, "up")->isEnabled());
        button(dialog, "down")->click();
        QCOMPARE(shown(dialog), (QStringList{u"/b"_s, u"/a"_s, u"o/r"_s}));
        QCOMPARE(list->currentRow(), 1); // it stays the chosen one
        button(dialog, "down")->click();
        QCOMPARE(shown(dialog), (QStringList{u"/b"_s, u"o/r"_s, u"/a"_s}));
        QVERIFY(!button(dialog, "down")->isEnabled());
        button(dialog, "up")->click();
        QCOMPARE(shown(dialog), (QStringList{u"/b"_s, u"/a"_s, u"o/r"_s}));
    }

    void whatWasRemovedComesBackWithUndo()
    {
        SourcesDialog dialog(threeSources(), QString());
        for (int i = 0; i < 3; ++i)
            button(dialog, "remove")->click();
        QCOMPARE(shown(dialog), QStringList());
        QVERIFY(!button(dialog, "remove")->isEnabled());
        for (int i = 0; i < 3; ++i)
            button(dialog, "undo")->click();
        QCOMPARE(dialog.sources(), threeSources());
        QVERIFY(!button(dialog, "undo")->isEnabled());
        QVERIFY(!button(dialog, "save")->isEnabled());
    }

    void foldersAndRepositoriesAreAddedOnce()
    {
        SourcesDialog dialog(threeSources(), QString());
        QSignalSpy accepted(&dialog, &SourcesDialog::sourcesAccepted);
        auto *problem = dialog.findChild<TextBlock *>(u"problem"_s);
        dialog.show();
        dialog.addFolder(u"/c d"_s);
        dialog.addFolder(u"/a/"_s);
        QVERIFY(problem->text().contains(u"/a is in the list already"_s));
        auto *repository = dialog.findChild<QLineEdit *>(u"repository"_s);
        QTest::keyClicks(repository, u"not a repository"_s);
        QVERIFY(!button(dialog, "addRepository")->isEnabled());
        repository->clear();
        QTest::keyClicks(repository, u"https://github.com/o/r"_s);
        button(dialog, "addRepository")->click();
        QVERIFY(problem->text().contains(u"o/r is in the list already"_s));
        QTest::keyClicks(repository, u"x/y"_s);
        button(dialog, "addRepository")->click();
        QVERIFY(repository->text().isEmpty());
        QVERIFY(problem->text().isEmpty());
        QCOMPARE(shown(dialog), (QStringList{u"/a"_s, u"/b"_s, u"o/r"_s, u"/c d"_s, u"x/y"_s}));
        button(dialog, "save")->click();
        QCOMPARE(accepted.size(), 1);
        QCOMPARE(accepted.first().first().value<QList<SkillSourceEntry>>().size(), 5);
        QVERIFY(dialog.isVisible()); // its owner closes it, once it is saved
    }

    void aBrokenConfigIsShownAndCannotBeSaved()
    {
        SourcesDialog dialog({}, u"/x/skills.json, line 3, column 1: a comma too many"_s);
        QSignalSpy file(&dialog, &SourcesDialog::openFileRequested);
        dialog.show();
        QVERIFY(dialog.findChild<TextBlock *>(u"problem"_s)->text().contains(u"line 3"_s));
        for (const char *name : {"folder", "up", "down", "remove", "undo", "addRepository", "save"})
            QVERIFY2(!button(dialog, name)->isEnabled(), name);
        button(dialog, "file")->click();
        QCOMPARE(file.size(), 1);
    }

    void foreignTextIsShownAsOneLine()
    {
        SourcesDialog dialog({folderSource(u"/a\nb\u202e<b>c</b>"_s)}, QString());
        QCOMPARE(shown(dialog), QStringList(u"/a b<b>c</b>"_s));
    }
};

QTEST_MAIN(SourcesDialogTest)
#include "tst_sources_dialog.moc"
