// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/commands/check_command.h"

#include "app/tray/exit_status.h"
#include "app/tray/output.h"
#include "app/tray/program_places.h"
#include "core/backend/launch_check.h"
#include "core/settings/paths.h"
#include "core/settings/settings_store.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

static QString text(const LaunchCheckResult &result, const Settings &settings)
{
    const auto line = [](const QString &name, const QString &value) { return name.leftJustified(9) + value + u'\n'; };
    QString all = line(QCoreApplication::translate("Check", "Backend"), backendKindName(settings.kind));
    if (!result.program.isEmpty())
        all += line(QCoreApplication::translate("Check", "Command"), result.command().join(u' '));
    if (!result.programVersion.isEmpty())
        all += line(QCoreApplication::translate("Check", "Version"), result.programVersion);
    if (!result.configFile.isEmpty())
        all += line(QCoreApplication::translate("Check", "Config"), result.configFile);
    all += line(QCoreApplication::translate("Check", "Address"), settings.host + u':' + QString::number(settings.port));
    all += line(QCoreApplication::translate("Check", "Result"),
                result.failure ? result.failure->text : QCoreApplication::translate("Check", "It can be started."));
    if (result.trouble && !result.trouble->text.isEmpty())
        all += line({}, result.trouble->text);
    return all;
}

static QJsonObject json(const LaunchCheckResult &result, const Settings &settings)
{
    const auto orNull = [](const QString &value) { return value.isEmpty() ? QJsonValue() : QJsonValue(value); };
    Status status;
    status.state = result.failure ? State::Failed : State::Stopped;
    status.failure = result.failure;
    return {{u"ok"_s, !result.failure},
            {u"backend"_s, backendKindName(settings.kind)},
            {u"command"_s, result.program.isEmpty() ? QJsonValue() : QJsonArray::fromStringList(result.command())},
            {u"version"_s, orNull(result.programVersion)},
            {u"config"_s, orNull(result.configFile)},
            {u"host"_s, settings.host},
            {u"port"_s, settings.port},
            {u"failure"_s, toJson(status).value("failure"_L1)}};
}

int runCheck(int &argc, char **argv, const CommandLine &commandLine)
{
    QCoreApplication app(argc, argv);
    const Paths paths = Paths::fromEnvironment();
    const SettingsStore::Loaded loaded = SettingsStore(paths.settingsFile()).load();
    if (!loaded.notice.isEmpty())
        printError(loaded.notice);
    for (const QString &warning : loaded.warnings)
        printError(warning);
    const Settings settings = commandLine.overrides.appliedTo(loaded.settings);
    LaunchCheck check(settings, paths, builtinProgram());
    check.setDownloadAllowed(settings.downloadAllowed);
    QObject::connect(&check, &LaunchCheck::finished, &app, [&](const LaunchCheckResult &result) {
        const QByteArray out =
            commandLine.json ? QJsonDocument(json(result, settings)).toJson() : text(result, settings).toUtf8();
        if (!printOut(out))
            return QCoreApplication::exit(ExitFailed);
        if (result.failure)
            printError(result.failure->text);
        QCoreApplication::exit(result.failure ? ExitFailed : ExitDone);
    });
    check.start();
    return app.exec();
}
