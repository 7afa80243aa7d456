// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/command_line.h"
#include "ui/settings/settings_dialog.h"
#include "ui/shared/text_block.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

static SettingsDialog::Context contextOf(bool running)
{
    SettingsDialog::Context context;
    context.commandPreview = [](const Settings &settings) {
        return QStringList{QStringLiteral("run"), QString::number(settings.port)} + settings.arguments;
    };
    context.skillSources = [](const Settings &) {
        return QStringList{QStringLiteral("~/.claude/skills"), QStringLiteral("anthropics/skills")};
    };
    context.running = running;
    return context;
}

template<typename Widget>
static Widget *field(const SettingsDialog &dialog, const char *name)
{
    return dialog.findChild<Widget *>(QLatin1String(name));
}

static void choose(QComboBox *box, int data)
{
    box->setCurrentIndex(box->findData(data));
}

class SettingsDialogTest : public QObject
{
    Q_OBJECT
private slots:
    void enterTakesOverAFieldAndClosesNothing() // B07
    {
        Settings settings;
        settings.kind = BackendKind::Custom;
        SettingsDialog dialog(settings, contextOf(true));
        dialog.setRunning(true, settings);
        QSignalSpy accepted(&dialog, &SettingsDialog::settingsAccepted);
        dialog.open();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        auto *port = field<QSpinBox>(dialog, "port");
        port->setFocus();
        port->selectAll();
        QTest::keyClicks(port, QStringLiteral("9123"));
        QTest::keyClick(port, Qt::Key_Return);
        QCOMPARE(accepted.size(), 1);
        QCOMPARE(dialog.settings().port, 9123);
        QVERIFY(dialog.isVisible());
        QVERIFY(field<QPushButton>(dialog, "restart")->isVisible());
        auto *program = field<QLineEdit>(dialog, "program");
        program->setFocus();
        QTest::keyClicks(program, QStringLiteral("server"));
        QTest::keyClick(program, Qt::Key_Enter);
        QCOMPARE(dialog.settings().command, QStringLiteral("server"));
        QVERIFY(dialog.isVisible());
        auto *close = field<QPushButton>(dialog, "close");
        close->setFocus();
        QTest::keyClick(close, Qt::Key_Return);
        QVERIFY(!dialog.isVisible());
    }

    void whatItShowsIsWhatItWasGiven()
    {
        Settings settings;
        settings.kind = BackendKind::Custom;
        settings.host = QStringLiteral("127.0.0.2");
        settings.port = 9999;
        settings.config = QStringLiteral("/tmp/my config.json");
        settings.command = QStringLiteral("/usr/bin/my server");
        settings.arguments = {QStringLiteral("--a b"), QString(), QStringLiteral("it's"), QStringLiteral("{port}")};
        settings.graceSeconds = 12;
        settings.startAtLaunch = false;
        settings.startTimeout = 77;
        settings.logMemoryMiB = 300;
        settings.iconColours = IconColours::Dark;
        SettingsDialog dialog(settings, contextOf(false));
        QSignalSpy accepted(&dialog, &SettingsDialog::settingsAccepted);
        dialog.open();
        dialog.close();
        QCOMPARE(accepted.size(), 0); // looking changes nothing
        QCOMPARE(dialog.settings(), settings);
        QCOMPARE(field<QLineEdit>(dialog, "program")->text(), settings.command);
        QCOMPARE(splitCommandLine(field<QLineEdit>(dialog, "arguments")->text()).value(), settings.arguments);
        QCOMPARE(field<QLineEdit>(dialog, "sources")->text(), QStringLiteral("~/.claude/skills · anthropics/skills"));
        QVERIFY(field<QLineEdit>(dialog, "preview")->isReadOnly());
    }

    void eachChangeIsHandedBackAtOnce()
    {
        SettingsDialog dialog(Settings(), contextOf(false));
        QSignalSpy accepted(&dialog, &SettingsDialog::settingsAccepted);
        const auto last = [&] { return accepted.last().first().value<Settings>(); };
        dialog.open();
        field<QSpinBox>(dialog, "port")->setValue(9000);
        QCOMPARE(accepted.size(), 1);
        QCOMPARE(last().port, 9000);
        QVERIFY(field<QLineEdit>(dialog, "preview")->text().contains(QStringLiteral("9000")));
        field<QCheckBox>(dialog, "atLaunch")->click();
        QCOMPARE(last().startAtLaunch, false);
        field<QSpinBox>(dialog, "grace")->setValue(9);
        QCOMPARE(last().graceSeconds, 9);
        field<QSpinBox>(dialog, "logMemory")->setValue(128);
        QCOMPARE(last().logMemoryMiB, 128);
        choose(field<QComboBox>(dialog, "colours"), int(IconColours::Light));
        QCOMPARE(last().iconColours, IconColours::Light);
        choose(field<QComboBox>(dialog, "kind"), int(BackendKind::Custom));
        QCOMPARE(last().kind, BackendKind::Custom);
        QCOMPARE(accepted.size(), 6);
        QVERIFY(field<QLineEdit>(dialog, "program")->isVisible());
        QTest::keyClicks(field<QLineEdit>(dialog, "program"), QStringLiteral("serve"));
        QTRY_COMPARE(last().command, QStringLiteral("serve"));
        QTest::keyClicks(field<QLineEdit>(dialog, "arguments"), QStringLiteral("--x 'a b'"));
        dialog.close(); // before the pause that ends typing
        QCOMPARE(last().arguments, (QStringList{QStringLiteral("--x"), QStringLiteral("a b")}));
    }

    void portsAndTimesKeepTheirRanges()
    {
        SettingsDialog dialog(Settings(), contextOf(false));
        auto *port = field<QSpinBox>(dialog, "port");
        QCOMPARE(port->minimum(), 1024); // P15
        QCOMPARE(port->maximum(), 65535);
        auto *grace = field<QSpinBox>(dialog, "grace");
        QCOMPARE(grace->minimum(), 0);
        QCOMPARE(grace->maximum(), 60);
        auto *logMemory = field<QSpinBox>(dialog, "logMemory");
        QCOMPARE(logMemory->minimum(), 1);
        QCOMPARE(logMemory->maximum(), 4096);
    }

    void anOpenQuoteIsSaidAndNotSaved()
    {
        SettingsDialog dialog(Settings(), contextOf(false));
        QSignalSpy accepted(&dialog, &SettingsDialog::settingsAccepted);
        dialog.open();
        auto *line = field<QLineEdit>(dialog, "arguments");
        QTest::keyClicks(line, QStringLiteral("--x 'a"));
        auto *footer = field<TextBlock>(dialog, "footer");
        QTRY_VERIFY(footer->text().contains(QStringLiteral("quote")));
        QCOMPARE(accepted.size(), 0);
        QTest::keyClicks(line, QStringLiteral("'"));
        QTRY_COMPARE(accepted.size(), 1);
        QVERIFY(footer->text().isEmpty());
    }

    void anotherKindDoesNotInheritTheArguments()
    {
        Settings settings;
        settings.arguments = {QStringLiteral("--verbose")};
        SettingsDialog dialog(settings, contextOf(false));
        choose(field<QComboBox>(dialog, "kind"), int(BackendKind::Custom));
        QVERIFY(dialog.settings().arguments.isEmpty());
        choose(field<QComboBox>(dialog, "kind"), int(BackendKind::Builtin));
        QCOMPARE(dialog.settings().arguments, settings.arguments);
    }

    void aRestartIsOfferedOnlyWhenItWouldChangeSomething()
    {
        SettingsDialog dialog(Settings(), contextOf(true));
        QSignalSpy restart(&dialog, &SettingsDialog::restartRequested);
        dialog.open();
        auto *button = field<QPushButton>(dialog, "restart");
        auto *footer = field<TextBlock>(dialog, "footer");
        QVERIFY(!button->isVisible());
        field<QSpinBox>(dialog, "grace")->setValue(9);
        QVERIFY(!button->isVisible());
        field<QSpinBox>(dialog, "port")->setValue(9000);
        QVERIFY(button->isVisible());
        QCOMPARE(footer->text(), QStringLiteral("The port takes effect after a restart of the backend."));
        button->click();
        QCOMPARE(restart.size(), 1);
        dialog.setRunning(true, dialog.settings());
        QVERIFY(!button->isVisible());
        QVERIFY(footer->text().isEmpty());
        field<QSpinBox>(dialog, "port")->setValue(9001);
        QVERIFY(button->isVisible());
        dialog.setRunning(false, Settings());
        QVERIFY(!button->isVisible());
    }

    void changedSourcesOfferARestartOnceTheyMatter()
    {
        SettingsDialog dialog(Settings(), contextOf(true));
        QSignalSpy edit(&dialog, &SettingsDialog::editSourcesRequested);
        dialog.open();
        field<QPushButton>(dialog, "editSources")->click();
        QCOMPARE(edit.size(), 1);
        auto *button = field<QPushButton>(dialog, "restart");
        QVERIFY(!button->isVisible());
        dialog.setSourcesChanged(true);
        QVERIFY(button->isVisible());
        QCOMPARE(field<TextBlock>(dialog, "footer")->text(),
                 QStringLiteral("The changed sources are read after a restart of the backend."));
        dialog.setSourcesChanged(false);
        QVERIFY(!button->isVisible());
        dialog.setSourcesChanged(true);
        dialog.setRunning(false, Settings());
        QVERIFY(!button->isVisible());
    }

    void startAtLoginIsAWishAndNotASetting()
    {
        SettingsDialog dialog(Settings(), contextOf(false));
        QSignalSpy accepted(&dialog, &SettingsDialog::settingsAccepted);
        QSignalSpy login(&dialog, &SettingsDialog::startAtLoginRequested);
        dialog.setStartsAtLogin(true);
        QCOMPARE(login.size(), 0);
        field<QCheckBox>(dialog, "atLogin")->click();
        QCOMPARE(login.size(), 1);
        QCOMPARE(login.first().first().toBool(), false);
        QCOMPARE(accepted.size(), 0);
    }

    void whereAUnitStartsUsTheBoxSaysSo()
    {
        SettingsDialog::Context context = contextOf(false);
        context.otherStarter = QStringLiteral("systemd starts Skills Tray already (skills-tray.service)");
        SettingsDialog dialog(Settings(), context);
        dialog.show();
        auto *box = field<QCheckBox>(dialog, "atLogin");
        auto *hint = field<QLabel>(dialog, "atLoginHint");
        QVERIFY(!box->isEnabled() && !box->isChecked());
        QVERIFY(hint->isVisible());
        QCOMPARE(hint->text(), context.otherStarter);
        QCOMPARE(box->accessibleDescription(), context.otherStarter);
        dialog.setStartsAtLogin(true, context.otherStarter); // an entry from before
        QVERIFY(box->isEnabled() && box->isChecked() && hint->isVisible());
        dialog.setStartsAtLogin(false);
        QVERIFY(box->isEnabled() && !hint->isVisible());
    }

    // D07, U08
    void aProblemIsShownPlainlyUntilItIsOver()
    {
        SettingsDialog dialog(Settings(), contextOf(false));
        auto *footer = field<TextBlock>(dialog, "footer");
        dialog.setProblem(QStringLiteral("Cannot save <b>settings.ini</b>: disk full\x1b"));
        QCOMPARE(footer->text(), QStringLiteral("Cannot save <b>settings.ini</b>: disk full"));
        QCOMPARE(footer->textFormat(), Qt::PlainText);
        dialog.setProblem(QString());
        QVERIFY(footer->text().isEmpty());
    }

    void changesFromElsewhereAreShownAndNotHandedBack()
    {
        SettingsDialog dialog(Settings(), contextOf(false));
        QSignalSpy accepted(&dialog, &SettingsDialog::settingsAccepted);
        Settings changed;
        changed.port = 4321;
        dialog.setSettings(changed);
        QCOMPARE(field<QSpinBox>(dialog, "port")->value(), 4321);
        QCOMPARE(accepted.size(), 0);
    }

    void nothingIsCutAtALargeFont()
    {
        const QFont before = QApplication::font();
        QFont large = before;
        large.setPointSize(24);
        QApplication::setFont(large);
        SettingsDialog dialog(Settings(), contextOf(true));
        choose(field<QComboBox>(dialog, "kind"), int(BackendKind::Custom));
        field<QSpinBox>(dialog, "port")->setValue(9000);
        dialog.open();
        QCoreApplication::processEvents();
        for (const QWidget *widget : dialog.findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->parentWidget()->objectName().startsWith(QLatin1String("qt_")))
                continue;
            const bool isField = qobject_cast<const QAbstractButton *>(widget) ||
                                 qobject_cast<const QComboBox *>(widget) || qobject_cast<const QSpinBox *>(widget);
            if (!isField)
                continue;
            QVERIFY2(widget->width() >= widget->minimumSizeHint().width(), qPrintable(widget->objectName()));
            QVERIFY2(widget->height() >= widget->minimumSizeHint().height(), qPrintable(widget->objectName()));
            const QRect place(widget->mapTo(&dialog, QPoint(0, 0)), widget->size());
            QVERIFY2(dialog.rect().contains(place), qPrintable(widget->objectName()));
        }
        QVERIFY(!field<TextBlock>(dialog, "footer")->isCut());
        QApplication::setFont(before);
    }
};

QTEST_MAIN(SettingsDialogTest)
#include "tst_settings_dialog.moc"
