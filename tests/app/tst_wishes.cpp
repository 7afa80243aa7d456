// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/remedies.h"
#include "app/tray/farewell.h"
#include "app/tray/settings_keeper.h"
#include "app/tray/wishes.h"
#include "core/backend/supervisor.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "tests/support/temp_home.h"
#include "tests/support/test_help.h"
#include "tests/support/tree_watch.h"
#include "ui/window/port_dialog.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QWidget>

using namespace Qt::StringLiterals;

/// Once we end, nothing that anybody wishes starts a backend again.
class TestWishes : public QObject
{
    Q_OBJECT

private:
    struct House
    {
        TempHome home;
        TreeWatch tree;
        LogStore store{256 * 1024};
        LogIntake intake{store, nullptr};
        Supervisor supervisor;
        Farewell farewell{supervisor};
        Wishes wishes{supervisor, farewell};
        SettingsKeeper settings;

        static SupervisorOptions options()
        {
            SupervisorOptions options;
            options.guardProgram = QStringLiteral(SKILLS_GUARD);
            return options;
        }
        Overrides overrides() const
        {
            Overrides overrides;
            overrides.kind = BackendKind::Custom;
            overrides.port = freePort();
            overrides.program = QStringList{QStringLiteral(SKILLS_FAKE_BACKEND), u"--port"_s, u"{port}"_s, tree.tag(),
                                            u"--slow-term=700"_s};
            return overrides;
        }
        House()
            : supervisor(options(), home.paths(), store, intake)
            , settings(home.paths().settingsFile(), overrides())
        {
            supervisor.useSettings(settings.current());
        }
    };

private slots:
    void whatIsWishedBeforeHappens()
    {
        House house;
        house.wishes.start();
        QTRY_COMPARE_WITH_TIMEOUT(house.supervisor.status().state, State::Ready, 10'000);
        house.wishes.stop();
        QTRY_COMPARE_WITH_TIMEOUT(house.supervisor.status().state, State::Stopped, 10'000);
        QVERIFY(house.tree.noneAlive());
    }

    void nothingStartsAfterTheEndHasBegun_data() // A14
    {
        QTest::addColumn<QString>("wish");
        for (const char *wish :
             {"start", "restart", "try again", "use built-in", "download", "the port dialog's button"})
            QTest::newRow(wish) << QString::fromLatin1(wish);
    }
    void nothingStartsAfterTheEndHasBegun()
    {
        QFETCH(QString, wish);
        House house;
        house.wishes.start();
        QTRY_COMPARE_WITH_TIMEOUT(house.supervisor.status().state, State::Ready, 10'000);
        QWidget window;
        Remedies remedies(house.supervisor, house.wishes, house.settings, house.home.paths());
        connect(&house.settings, &SettingsKeeper::changed, &house.supervisor, &Supervisor::useSettings);
        PortDialog *dialog = nullptr;
        if (wish == "the port dialog's button"_L1) {
            remedies.apply(Remedy::UseAnotherPort, &window);
            dialog = window.findChild<PortDialog *>();
            QVERIFY(dialog);
        }
        QSignalSpy begun(&house.farewell, &Farewell::begun);
        QSignalSpy finished(&house.farewell, &Farewell::finished);
        house.farewell.quit(5);
        QCOMPARE(begun.size(), 1);
        QCOMPARE(house.supervisor.status().state, State::Stopping);
        if (wish == "start"_L1)
            house.wishes.start();
        else if (wish == "restart"_L1)
            house.wishes.restart();
        else if (wish == "try again"_L1)
            remedies.apply(Remedy::TryAgain, &window);
        else if (wish == "use built-in"_L1)
            remedies.apply(Remedy::UseBuiltin, &window);
        else if (wish == "download"_L1)
            remedies.apply(Remedy::DownloadAndStart, &window);
        else
            dialog->accept();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 10'000);
        QCOMPARE(finished[0][0].toBool(), true);
        QCOMPARE(house.supervisor.status().state, State::Stopped);
        QVERIFY(house.tree.noneAlive());
        house.farewell.endWithSession();
        QCOMPARE(begun.size(), 1);
    }
};

QTEST_MAIN(TestWishes)
#include "tst_wishes.moc"
