// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "sample_statuses.h"

#include "core/log/log_store.h"
#include "core/settings/skill_sources.h"
#include "ui/tray/backend_menu.h"
#include "ui/window/confirm_dialogs.h"
#include "ui/window/main_window.h"
#include "ui/window/port_dialog.h"
#include "ui/settings/settings_dialog.h"
#include "ui/settings/sources_dialog.h"
#include "ui/tray/tray_icon.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QMessageBox>
#include <QTcpServer>
#include <QTest>
#include <QTextDocument>

/// Text from outside, put into everything that shows such text, is plain text in every widget that there is.
class PlainTextTest : public QObject
{
    Q_OBJECT

    // Markup, a mnemonic, an address to be fetched, an escape sequence, a turn of direction, a line break.
    QString hostile() const
    {
        return QStringLiteral("<b>Zq</b>&Zr <img src='http://127.0.0.1:%1/Zs'>\x1b[31m\u202e\u2066\nZt "
                              "javascript:alert(1) ")
            .arg(m_sink.serverPort());
    }

    static bool isForeign(const QString &text) { return text.contains(QLatin1String("Zq")); }

    static QString where(const QObject *object, const char *what)
    {
        QStringList path;
        for (const QObject *o = object; o; o = o->parent())
            path.prepend(QLatin1String(o->metaObject()->className()) + u'#' + o->objectName());
        return QLatin1String(what) + QStringLiteral(" of ") + path.join(u'/');
    }

    static void checkCharacters(const QString &text, const QString &place)
    {
        for (const QChar c : text) {
            const bool isHarmful = (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t') ||
                                   c.category() == QChar::Other_Format;
            QVERIFY2(!isHarmful,
                     qPrintable(QStringLiteral("U+%1 in the %2: %3").arg(int(c.unicode()), 4, 16).arg(place, text)));
        }
    }

    /// Shown as it is: as plain text, or as markup that was made of it.
    static void checkPlain(const QString &text, const QString &place)
    {
        checkCharacters(text, place);
        QVERIFY2(!isForeign(text) || !Qt::mightBeRichText(text) || !text.contains(QLatin1String("<b>")),
                 qPrintable(place + QStringLiteral(": ") + text));
    }

    /// What Qt makes a mnemonic of has been doubled.
    static void checkMnemonics(const QString &text, const QString &place)
    {
        checkCharacters(text, place);
        if (isForeign(text))
            QVERIFY2(text.contains(QLatin1String("&&Zr")), qPrintable(place + QStringLiteral(": ") + text));
    }

    void check(const QWidget *widget)
    {
        checkPlain(widget->toolTip(), where(widget, "tooltip"));
        checkPlain(widget->whatsThis(), where(widget, "what's this"));
        checkCharacters(widget->statusTip(), where(widget, "status tip"));
        checkCharacters(widget->accessibleName(), where(widget, "accessible name"));
        checkCharacters(widget->accessibleDescription(), where(widget, "accessible description"));
        checkCharacters(widget->windowTitle(), where(widget, "title"));
        if (const auto *label = qobject_cast<const QLabel *>(widget)) {
            checkCharacters(label->text(), where(label, "text"));
            if (isForeign(label->text())) {
                ++m_foreignLabels;
                QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(where(label, "text")));
            }
            if (label->buddy()) // only then is an ampersand a mnemonic
                checkMnemonics(label->text(), where(label, "text"));
        }
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            checkMnemonics(button->text(), where(button, "text"));
        if (const auto *group = qobject_cast<const QGroupBox *>(widget))
            checkMnemonics(group->title(), where(group, "title"));
        if (const auto *box = qobject_cast<const QMessageBox *>(widget)) {
            if (isForeign(box->text() + box->informativeText()))
                QVERIFY2(box->textFormat() == Qt::PlainText, qPrintable(where(box, "text")));
        }
        if (const auto *combo = qobject_cast<const QComboBox *>(widget)) {
            for (int i = 0; i < combo->count(); ++i)
                checkCharacters(combo->itemText(i), where(combo, "item"));
        }
        for (const QAction *action : widget->actions()) {
            checkMnemonics(action->text(), where(action, "text"));
            // One that was never set is made of the text, and shown by no menu of ours.
            QString made = action->text();
            made.replace(QLatin1String("&&"), QLatin1String("\x01")).remove(u'&').replace(u'\x01', u'&');
            if (action->toolTip() != made)
                checkPlain(action->toolTip(), where(action, "tooltip"));
        }
    }

    int m_foreignLabels = 0;
    QTcpServer m_sink; // whom nobody must ask for a picture

private slots:
    void initTestCase() { QVERIFY(m_sink.listen(QHostAddress::LocalHost)); }

    // U08 X09 H26 L14
    void whatComesFromOutsideIsPlainInEveryWidget_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const SampleStatus &sample : sampleStatuses())
            QTest::newRow(sample.name) << QByteArray(sample.name);
    }
    void whatComesFromOutsideIsPlainInEveryWidget()
    {
        QFETCH(QByteArray, name);
        const QString text = hostile();
        Status status = sampleStatus(name.constData());
        status.message = status.detail = text;
        status.version = text;
        status.healthError = text;
        status.host = text;
        if (status.warning)
            status.warning = text;
        if (status.failure) {
            status.failure->text = text;
            status.failure->lastLines = {text, text};
            status.failure->portOwner =
                PortOwner{.pid = 4711, .program = text, .user = text, .ownUser = true, .since = {}};
        }
        if (status.trouble)
            status.trouble->title = status.trouble->text = text;
        status.command = QStringList{text, text};
        status.refusal = text;

        LogStore store;
        const QByteArray bytes = text.toUtf8();
        QList<LogLine> lines;
        for (int i = 0; i < 20; ++i)
            lines.append(LogLine{1'700'000'000'000 + i, Origin::Err, Level::Error, 0, bytes, bytes});
        store.append(lines);
        BackendMenu menu;
        menu.setStdioCommand({text, text});
        menu.setStartsAtLogin(false, text);
        menu.setStatus(status);
        MainWindow window(store, menu);
        window.setStatus(status);
        window.showNotice(text);
        window.show();
        TrayIcon icon(menu);
        icon.setStatus(status);

        Settings settings;
        settings.kind = BackendKind::Custom;
        settings.host = settings.config = settings.command = text;
        settings.arguments = {text, text};
        SettingsDialog::Context context;
        context.commandPreview = [&](const Settings &) { return QStringList{text, text}; };
        context.skillSources = [&](const Settings &) { return QStringList{text, text}; };
        context.otherStarter = text;
        SettingsDialog dialog(settings, context, &window);
        dialog.setProblem(text);
        dialog.show();
        SourcesDialog sources({folderSource(text)}, text, &window);
        sources.setProblem(text);
        sources.show();
        SourcesDialog usable({folderSource(text)}, QString(), &window);
        usable.show();
        PortDialog port(8765, 8766, &window);
        port.show();
        const PortOwner owner{.pid = 4711, .program = text, .user = text, .ownUser = true, .since = {}};
        QVERIFY(confirmAskToQuit(owner, 8765, &window, [] {}));
        QCoreApplication::processEvents();

        m_foreignLabels = 0;
        for (const QWidget *widget : QApplication::allWidgets()) {
            check(widget);
            if (QTest::currentTestFailed())
                return;
        }
        checkPlain(icon.toolTip(), QStringLiteral("the icon's tooltip"));
        QVERIFY(!icon.toolTip().contains(u'<'));
        // It was there to be found.
        QTest::qWait(50);
        QVERIFY(!m_sink.hasPendingConnections());
        QVERIFY2(m_foreignLabels >= 4, QByteArray::number(m_foreignLabels).constData());
    }
};

QTEST_MAIN(PlainTextTest)
#include "tst_plain_text.moc"
