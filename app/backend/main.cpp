// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/backend.h"
#include "app/backend/lean_memory.h"
#include "app/backend/log_output.h"
#include "app/backend/options.h"
#include "app/backend/private_files.h"
#include "core/settings/paths.h"
#include "core/settings/replace_file.h"
#include "core/settings/standard_streams.h"
#include "core/skills/reading/log_category.h"

#include <skills_tray_version.h>

#include <QCoreApplication>
#include <QFileInfo>

#include <cstdio>

using namespace Qt::StringLiterals;

static void print(FILE *where, const QString &text)
{
    std::fputs(text.toUtf8().constData(), where);
}

/// Writes the default sources where nothing is yet. A folder that cannot be written to is no reason not to serve.
static void writeFirstConfig(const Paths &paths)
{
    QString error = ensurePrivateDirectory(paths.config);
    if (error.isEmpty())
        error = replaceFile(paths.skillsConfigFile(), SkillsConfig::exampleJson());
    if (error.isEmpty())
        qCInfo(skillsLog).noquote() << u"Wrote the default sources to %1"_s.arg(paths.skillsConfigFile());
    else
        qCWarning(skillsLog).noquote() << error;
}

static QString configFile(const Options &options, const Paths &paths)
{
    return options.config.isEmpty() ? paths.skillsConfigFile() : options.config;
}

static SkillsConfigResult readConfig(const Options &options, const Paths &paths)
{
    const QString usual = paths.skillsConfigFile();
    const QString file = configFile(options, paths);
    const QFileInfo info(file);
    if (file == usual && !info.exists() && !info.isSymLink()) {
        writeFirstConfig(paths);
        if (!QFileInfo::exists(usual))
            return {.config = SkillsConfig::defaults(), .error = {}, .warnings = {}};
    }
    return readSkillsConfig(file);
}

/// What the tray gave us to know it by; nobody whom we start shall inherit it.
static QByteArray takeSecret()
{
    const QByteArray secret = qgetenv("SKILLS_BACKEND_SECRET");
    qunsetenv("SKILLS_BACKEND_SECRET");
    return secret;
}

static int serve(QCoreApplication &app, const Options &options)
{
    installLogOutput(options.verbose);
    const Paths paths = Paths::fromEnvironment();
    const SkillsConfigResult config = readConfig(options, paths);
    if (!config.error.isEmpty()) {
        qCCritical(skillsLog).noquote() << config.error;
        return ExitUsage;
    }
    for (const QString &warning : config.warnings)
        qCWarning(skillsLog).noquote() << warning;
    if (const QString error = ensurePrivateDirectory(paths.cache); !error.isEmpty())
        qCWarning(skillsLog).noquote() << error;
    Backend backend(options, config.config, paths, takeSecret());
    backend.watchConfig(configFile(options, paths));
    // Queued: it may end before the loop has begun.
    QObject::connect(&backend, &Backend::ended, &app, &QCoreApplication::quit, Qt::QueuedConnection);
    if (const std::optional<int> status = backend.start())
        return *status;
    return QCoreApplication::exec();
}

int main(int argc, char **argv)
{
    occupyClosedStreams();
    keepMemoryLean();
    keepFilesPrivate();
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"skills-backend"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SKILLS_TRAY_VERSION));
    const OptionsResult read = readOptions(QCoreApplication::arguments().mid(1));
    if (!read.error.isEmpty()) {
        print(stderr, u"skills-backend: %1 (see --help)\n"_s.arg(read.error));
        return ExitUsage;
    }
    switch (read.options.act) {
    case Options::Act::PrintHelp:
        print(stdout, helpText());
        return ExitDone;
    case Options::Act::PrintVersion:
        print(stdout, u"skills-backend %1\n"_s.arg(QStringLiteral(SKILLS_TRAY_VERSION)));
        return ExitDone;
    case Options::Act::PrintExampleConfig:
        print(stdout, QString::fromUtf8(SkillsConfig::exampleJson()));
        return ExitDone;
    case Options::Act::Serve:
        break;
    }
    return serve(app, read.options);
}
