// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/launch_plan.h"

#include "core/backend/launch/config_check.h"

PreparedLaunch prepareLaunch(const LaunchCheckResult &checked, const Settings &settings, const Paths &paths,
                             const QString &guard, const QString &marker)
{
    PreparedLaunch prepared;
    for (const QString &directory : {paths.workDirectory(), paths.tempDirectory()}) {
        prepared.fault = ensurePrivateDirectory(directory);
        if (!prepared.fault.isEmpty())
            return prepared;
    }
    if (!checked.configFile.isEmpty()) {
        const ConfigPreparation config = prepareConfigFile(checked.configFile);
        for (const QString &text : {config.error, config.warning}) {
            if (!text.isEmpty())
                prepared.warnings.append(text);
        }
    }
    LaunchPlan &plan = prepared.plan;
    plan.guard = guard;
    plan.program = checked.program;
    plan.arguments = checked.arguments;
    plan.workingDirectory = paths.workDirectory();
    plan.graceMs = settings.graceSeconds * 1000;
    plan.environment = backendEnvironment(QProcessEnvironment::systemEnvironment(), paths.tempDirectory(), marker);
    for (const QString &variable : checked.environment)
        plan.environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    return prepared;
}

QString printableCommand(const QStringList &command)
{
    QStringList words;
    for (const QString &word : command) {
        const bool needsQuotes = word.isEmpty() || word.contains(u' ') || word.contains(u'"');
        words.append(needsQuotes ? u'"' + word + u'"' : word);
    }
    return words.join(u' ');
}
