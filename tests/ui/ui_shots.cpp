// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
// Grabs every part of the user interface in every state, light and dark, into a folder, to be looked at beside the
// mock-ups: ui_shots FOLDER [POINTSIZE [WIDTH]]
#include "sample_statuses.h"

#include "core/log/log_store.h"
#include "ui/tray/backend_menu.h"
#include "ui/window/confirm_dialogs.h"
#include "ui/window/main_window.h"
#include "ui/window/port_dialog.h"
#include "ui/settings/settings_dialog.h"
#include "ui/shared/tray_icon_painter.h"

#include <QApplication>
#include <QDir>
#include <QMessageBox>
#include <QPainter>
#include <QPixmap>
#include <QStyleFactory>

static QPalette darkPalette()
{
    QPalette palette(QColor(0x2d, 0x30, 0x38), QColor(0x24, 0x27, 0x2e));
    const QColor text(0xe6, 0xe7, 0xeb);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::Base, QColor(0x1d, 0x1f, 0x25));
    palette.setColor(QPalette::AlternateBase, QColor(0x24, 0x27, 0x2e));
    palette.setColor(QPalette::ToolTipBase, QColor(0x35, 0x39, 0x42));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, QColor(0x5b, 0x93, 0xf5));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::PlaceholderText, QColor(0x9a, 0x9d, 0xa6));
    const QColor faint(0x74, 0x77, 0x80);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

static QString folder;
static QString theme;

static void save(const QPixmap &pixmap, const QString &name)
{
    pixmap.save(QStringLiteral("%1/%2-%3.png").arg(folder, name, theme));
}

static void drawIcons()
{
    QImage sheet(9 * 90, 4 * 90 + 20, QImage::Format_RGB32);
    const bool dark = theme == QLatin1String("dark");
    for (const bool automatic : {false, true}) {
        sheet.fill(dark ? QColor(0x20, 0x23, 0x2a) : QColor(0xf2, 0xf3, 0xf5));
        QPainter painter(&sheet);
        const IconColours colours = automatic ? IconColours::Automatic : dark ? IconColours::Dark : IconColours::Light;
        for (int shape = 0; shape < IconShapeCount; ++shape) {
            const IconLook look{IconShape(shape), IconShape(shape) == IconShape::Loading ? 5 : 0};
            int y = 10;
            for (const int side : {16, 22, 32, 64}) {
                painter.drawPixmap(45 + 90 * shape - side / 2, y, makeIcon(look, colours).pixmap(side, side));
                y += side + 24;
            }
            painter.drawImage(45 + 90 * shape - 36, y, paintIcon(look, colours, 16).scaled(96, 96).scaled(72, 72));
        }
        painter.end();
        save(QPixmap::fromImage(sheet), automatic ? QStringLiteral("icons-automatic") : QStringLiteral("icons"));
    }
}

static void shootWindows(const LogStore &store, int width)
{
    for (const SampleStatus &sample : sampleStatuses()) {
        BackendMenu menu;
        MainWindow window(store, menu);
        menu.setStatus(sample.status);
        window.setStatus(sample.status);
        if (width > 0)
            window.resize(width, window.height());
        window.show();
        QApplication::processEvents();
        save(window.grab(), QStringLiteral("window-%1").arg(QLatin1String(sample.name)));
        menu.popup(QPoint(0, 0));
        QApplication::processEvents();
        save(menu.grab(), QStringLiteral("menu-%1").arg(QLatin1String(sample.name)));
        menu.close();
    }
    BackendMenu menu;
    MainWindow window(store, menu);
    window.setStatus(sampleStatus("ready"));
    window.showNotice(
        QStringLiteral("The settings file was broken. It is now settings.ini.bad; the defaults are used."));
    window.show();
    QApplication::processEvents();
    save(window.grab(), QStringLiteral("window-notice"));
}

static void shootDialogs(int width)
{
    const auto preview = [](const Settings &settings) {
        return QStringList{QStringLiteral("skills-backend"),
                           QStringLiteral("--host"),
                           settings.host,
                           QStringLiteral("--port"),
                           QString::number(settings.port),
                           QStringLiteral("--config"),
                           QStringLiteral("/home/ada/.config/skills-tray/skills.json")};
    };
    const auto sources = [](const Settings &) {
        return QStringList{QStringLiteral("~/.claude/skills"), QStringLiteral("anthropics/skills"),
                           QStringLiteral("K-Dense-AI/claude-scientific-skills")};
    };
    Settings settings;
    for (const BackendKind kind : {BackendKind::Builtin, BackendKind::ClaudeSkillsMcp, BackendKind::Custom}) {
        settings.kind = kind;
        SettingsDialog dialog(settings, {preview, sources, true, false, {}, false});
        Settings before = settings;
        before.port = 9000;
        dialog.setRunning(true, before);
        if (width > 0)
            dialog.resize(width, dialog.height());
        dialog.QWidget::show();
        QApplication::processEvents();
        save(dialog.grab(), QStringLiteral("settings-%1").arg(int(kind)));
    }
    PortDialog port(8765, 8766);
    port.show();
    QApplication::processEvents();
    save(port.grab(), QStringLiteral("port"));
    QMessageBox *box = confirmAskToQuit(*sampleStatus("port-in-use").failure->portOwner, 8765, nullptr, [] {});
    QApplication::processEvents();
    save(box->grab(), QStringLiteral("confirm"));
    box->close();
}

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2)
        return 2;
    folder = arguments.at(1);
    QDir().mkpath(folder);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font = QApplication::font();
    font.setPointSize(arguments.value(2, QStringLiteral("10")).toInt());
    QApplication::setFont(font);
    const int width = arguments.value(3).toInt();
    LogStore store;
    const QPalette light = QApplication::palette();
    for (const bool dark : {false, true}) {
        theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
        QApplication::setPalette(dark ? darkPalette() : light);
        drawIcons();
        shootDialogs(width);
        shootWindows(store, width);
    }
    return 0;
}
