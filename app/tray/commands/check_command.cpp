// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/commands/check_command.h"

#include "app/tray/control/control_client.h"
#include "app/tray/control/control_protocol.h"
#include "app/tray/exit_status.h"
#include "app/tray/output.h"
#include "app/tray/program_places.h"
#include "core/backend/launch/launch_check.h"
#include "core/settings/paths.h"
#include "core/settings/settings_store.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

/// Whether it is our own backend that has the port, going by what the running Skills Tray says of itself.
static bool isOurs(const QJsonObject &status, const Settings &settings)
{
    static const QStringList answering = {u"loading"_s, u"ready"_s, u"unresponsive"_s};
    return !status.value("watching"_L1).toBool() && answering.contains(status.value("state"_L1).toString()) &&
           status.value("host"_L1).toString() == settings.host && status.value("port"_L1).toInt() == settings.port;
}

static QString resultText(const LaunchCheckResult &result, const QString &running)
{
    if (!running.isEmpty())
        return QCoreApplication::translate("Check", "It runs already. %1").arg(running);
    return result.failure ? result.failure->text : QCoreApplication::translate("Check", "It can be started.");
}

static QString text(const LaunchCheckResult &result, const Settings &settings, const QString &running)
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
    all += line(QCoreApplication::translate("Check", "Result"), resultText(result, running));
    if (result.trouble && !result.trouble->text.isEmpty())
        all += line({}, result.trouble->text);
    if (result.failure && !result.failure->details.isEmpty())
        all += line({}, result.failure->details);
    return all;
}

static QJsonObject json(const LaunchCheckResult &result, const Settings &settings, const QString &running)
{
    const auto orNull = [](const QString &value) { return value.isEmpty() ? QJsonValue() : QJsonValue(value); };
    Status status;
    status.state = result.failure ? State::Failed : State::Stopped;
    status.failure = result.failure;
    return {{u"ok"_s, !result.failure},
            {u"running"_s, !running.isEmpty()},
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
    const SettingsStore::Loaded loaded = SettingsStore(paths.settingsFile()).look();
    if (!loaded.notice.isEmpty())
        printError(loaded.notice);
    for (const QString &warning : loaded.warnings)
        printError(warning);
    const Settings settings = commandLine.overrides.appliedTo(loaded.settings);
    LaunchCheck check(settings, paths, builtinProgram());
    check.setDownloadAllowed(settings.downloadAllowed);
    const auto report = [&](LaunchCheckResult result, const QString &running) {
        if (!running.isEmpty()) {
            result.failure.reset();
            result.trouble.reset();
        }
        const QByteArray out = commandLine.json ? QJsonDocument(json(result, settings, running)).toJson()
                                                : text(result, settings, running).toUtf8();
        if (!printOut(out))
            return QCoreApplication::exit(ExitFailed);
        if (result.failure)
            printError(result.failure->text);
        QCoreApplication::exit(result.failure ? ExitFailed : ExitDone);
    };
    ControlClient client(paths.controlSocket());
    QObject::connect(&check, &LaunchCheck::finished, &app, [&](const LaunchCheckResult &result) {
        if (!result.failure || result.failure->kind != FailureKind::PortInUse)
            return report(result, {});
        const auto asStranger = [&report, result] { report(result, {}); };
        QObject::connect(&client, &ControlClient::unreachable, &app, asStranger);
        QObject::connect(&client, &ControlClient::silent, &app, asStranger);
        QObject::connect(&client, &ControlClient::ended, &app, asStranger);
        QObject::connect(&client, &ControlClient::answered, &app, [&, result](const QJsonObject &answer) {
            client.disconnect(&app);
            const QJsonObject status = answer.value("status"_L1).toObject();
            report(result, isOurs(status, settings) ? status.value("message"_L1).toString() : QString());
        });
        client.ask(request(u"status"_s));
    });
    check.start();
    return app.exec();
}
