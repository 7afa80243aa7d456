// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch_check.h"

#include "core/backend/backend_command.h"
#include "core/backend/config_check.h"
#include "core/backend/disk_space.h"
#include "core/backend/port_check.h"
#include "core/process/program_finder.h"

#include <QFileInfo>

// A port that cannot be bound although nobody is seen to listen may be lingering: looked at again.
static constexpr int PortLooks = 3;
static constexpr int PortLookMs = 1000;

QStringList LaunchCheckResult::command() const
{
    return QStringList{program} + arguments;
}

LaunchCheck::LaunchCheck(Settings settings, Paths paths, QString builtinProgram, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_paths(std::move(paths))
    , m_builtinProgram(std::move(builtinProgram))
    , m_downloadAllowed(m_settings.downloadAllowed)
{
    m_portTimer.setSingleShot(true);
    connect(&m_portTimer, &QTimer::timeout, this, &LaunchCheck::lookAtPort);
    connect(&m_probe, &UvxProbe::versionKnown, this, &LaunchCheck::onVersion);
    connect(&m_probe, &UvxProbe::cachedKnown, this, &LaunchCheck::onCached);
}

void LaunchCheck::setDownloadAllowed(bool allowed)
{
    m_downloadAllowed = allowed;
}

void LaunchCheck::start()
{
    m_result.arguments = backendArguments(m_settings, m_paths);
    m_result.environment = backendExtraEnvironment(m_settings.kind);
    if (usesConfigFile(m_settings))
        m_result.configFile = backendConfigFile(m_settings, m_paths);
    QMetaObject::invokeMethod(this, &LaunchCheck::lookAtProgram, Qt::QueuedConnection);
}

bool LaunchCheck::builtinIsThere() const
{
    const QFileInfo info(m_builtinProgram);
    return info.isFile() && info.isExecutable();
}

void LaunchCheck::fail(const Failure &failure, const Trouble &trouble)
{
    m_result.failure = failure;
    m_result.trouble = trouble;
    finish();
}

void LaunchCheck::finish()
{
    emit finished(m_result);
}

static Failure failureOf(FailureKind kind, const QString &text)
{
    Failure failure;
    failure.kind = kind;
    failure.text = text;
    return failure;
}

void LaunchCheck::lookAtProgram()
{
    const QString wanted = backendProgram(m_settings, m_builtinProgram);
    if (wanted.isEmpty() && m_settings.kind == BackendKind::Custom)
        return fail(failureOf(FailureKind::NotFound, tr("No program is chosen for the custom backend")),
                    {tr("No program is chosen for the custom backend."),
                     tr("Name one in the settings, or choose another backend."),
                     {Remedy::OpenSettings}});
    if ((wanted + m_result.arguments.join(QString())).contains(QChar(0)))
        return fail(failureOf(FailureKind::CannotRun, tr("The backend's command contains a NUL character")),
                    {tr("The backend's command contains a NUL character."),
                     tr("No program can be given one; remove it in the settings."),
                     {Remedy::OpenSettings}});
    if (m_settings.kind == BackendKind::Builtin && !QFileInfo::exists(wanted)) {
        const QString text = tr("Cannot find the built-in backend: there is no %1").arg(wanted);
        return fail(failureOf(FailureKind::NotFound, text),
                    {tr("The built-in backend was not found."),
                     tr("It belongs beside Skills Tray: there is no %1. Install Skills Tray again, or choose another "
                        "backend in the settings.")
                         .arg(wanted),
                     {Remedy::TryAgain, Remedy::OpenSettings}});
    }

    const ProgramSearch search = findProgram(wanted);
    const QFileInfo info(search.path);
    if (search.path.isEmpty() || !info.exists()) {
        QString text = tr("Cannot find the program %1").arg(wanted);
        if (!search.searched.isEmpty() && !wanted.contains(u'/'))
            text += tr("; looked in %1").arg(search.searched.join(QStringLiteral(", ")));
        if (m_settings.kind == BackendKind::ClaudeSkillsMcp)
            return fail(failureOf(FailureKind::NotFound, text),
                        {tr("claude-skills-mcp needs uvx, which was not found."),
                         tr("Install uv (https://docs.astral.sh/uv), or choose another backend."),
                         builtinIsThere() ? QList{Remedy::UseBuiltin, Remedy::TryAgain}
                                          : QList{Remedy::TryAgain, Remedy::OpenSettings}});
        return fail(failureOf(FailureKind::NotFound, text), {tr("Cannot find the program %1.").arg(wanted),
                                                             tr("Name another program in the settings."),
                                                             {Remedy::OpenSettings, Remedy::TryAgain}});
    }

    m_result.program = search.path;
    if (info.isFile() && info.isExecutable())
        return lookAtConfig();
    const QString text = info.isDir()    ? tr("%1 is a directory, not a program").arg(search.path)
                         : info.isFile() ? tr("%1 is not executable").arg(search.path)
                                         : tr("%1 is not a program").arg(search.path);
    fail(failureOf(FailureKind::NotExecutable, text),
         {text + u'.', tr("Name another program in the settings."), {Remedy::OpenSettings, Remedy::TryAgain}});
}

void LaunchCheck::lookAtConfig()
{
    const QString &file = m_result.configFile;
    if (file.isEmpty())
        return lookAtVersion();
    const QList remedies{Remedy::OpenConfig, Remedy::TryAgain};
    if (!m_settings.config.isEmpty() && !QFileInfo::exists(file)) {
        const QString text = tr("Cannot find the config file %1").arg(file);
        return fail(failureOf(FailureKind::BadConfig, text),
                    {text + u'.',
                     tr("Name another one in the settings, or none for our own."),
                     {Remedy::OpenSettings, Remedy::TryAgain}});
    }
    if (const QString fault = configFault(file); !fault.isEmpty())
        return fail(failureOf(FailureKind::BadConfig, fault),
                    {fault + u'.', tr("The backend would ignore the whole file and use its defaults."), remedies});
    if (QFileInfo::exists(file))
        m_result.secrets = tokensInConfig(file);
    lookAtVersion();
}

void LaunchCheck::lookAtVersion()
{
    // Only uvx: what a custom program does with --version is not ours to find out.
    if (m_settings.kind == BackendKind::ClaudeSkillsMcp)
        m_probe.askVersion(m_result.program);
    else
        lookAtPort();
}

void LaunchCheck::onVersion(const UvxProbe::Report &report)
{
    m_result.programVersion = report.version;
    if (report.failure.isEmpty())
        return lookAtPort();
    m_result.mayPass = report.mayPass;
    fail(failureOf(FailureKind::CannotRun, report.failure),
         {report.failure + u'.', tr("Install uv again (https://docs.astral.sh/uv), or choose another backend."),
          builtinIsThere() ? QList{Remedy::TryAgain, Remedy::UseBuiltin}
                           : QList{Remedy::TryAgain, Remedy::OpenSettings}});
}

void LaunchCheck::lookAtPort()
{
    if (m_portIsOurs)
        return lookAtDownload();
    if (const auto fault = visiblePortFault(m_settings.host, m_settings.port))
        return fail(fault->failure, fault->trouble);
    if (const auto fault = invisiblePortFault(m_settings.host, m_settings.port)) {
        if (fault->failure.kind == FailureKind::PortInUse && m_portLooks++ < PortLooks)
            return m_portTimer.start(PortLookMs);
        m_result.mayPass = fault->mayPass;
        return fail(fault->failure, fault->trouble);
    }
    lookAtDownload();
}

void LaunchCheck::lookAtDownload()
{
    if (m_settings.kind != BackendKind::ClaudeSkillsMcp || m_downloadAllowed)
        finish();
    else
        m_probe.askCached(m_result.program);
}

void LaunchCheck::onCached(bool cached)
{
    if (cached)
        return finish();
    // What "several GB" are good for, and what else there is: enough to decide.
    const QString space = freeSpaceText(uvCacheDirectory());
    const QString other = builtinIsThere()
                              ? tr("It searches by meaning; the built-in backend starts at once and needs nothing.")
                              : tr("It searches by meaning.");
    fail(failureOf(FailureKind::NeedsDownload, tr("claude-skills-mcp needs a download first")),
         {tr("claude-skills-mcp has to be downloaded once: Python packages and PyTorch, several GB."),
          space.isEmpty() ? other : space + u' ' + other,
          {Remedy::DownloadAndStart, builtinIsThere() ? Remedy::UseBuiltin : Remedy::OpenSettings}});
}

QStringList commandPreview(const Settings &settings, const Paths &paths, const QString &builtinProgram)
{
    return QStringList{backendProgram(settings, builtinProgram)} + backendArguments(settings, paths);
}
