// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/launch_check.h"

#include "core/backend/launch/backend_command.h"
#include "core/backend/launch/config_check.h"
#include "core/backend/launch/disk_space.h"
#include "core/backend/port/port_check.h"
#include "core/backend/words/known_failures.h"
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

void LaunchCheck::fail(FailureKind kind, const FailureWords &words, const QString &details)
{
    m_result.failure = failureOf(kind, words, details);
    m_result.trouble = troubleOf(words);
    finish();
}

void LaunchCheck::fail(const PortFault &fault)
{
    m_result.failure = fault.failure;
    m_result.trouble = fault.trouble;
    m_result.mayPass = fault.mayPass;
    finish();
}

void LaunchCheck::finish()
{
    emit finished(m_result);
}

void LaunchCheck::lookAtProgram()
{
    const QString wanted = backendProgram(m_settings, m_builtinProgram);
    if (wanted.isEmpty() && m_settings.kind == BackendKind::Custom)
        return fail(FailureKind::NotFound, noProgramWords());
    if ((wanted + m_result.arguments.join(QString())).contains(QChar(0)))
        return fail(FailureKind::CannotRun, nulWords());
    if (m_settings.kind == BackendKind::Builtin && !QFileInfo::exists(wanted))
        return fail(FailureKind::NotFound, builtinMissingWords(wanted));

    const ProgramSearch search = findProgram(wanted);
    const QFileInfo info(search.path);
    if (search.path.isEmpty() || !info.exists()) {
        const bool wasSearched = !search.searched.isEmpty() && !wanted.contains(u'/');
        const QString where =
            wasSearched ? tr("Looked in %1").arg(search.searched.join(QStringLiteral(", "))) : QString();
        return fail(FailureKind::NotFound,
                    m_settings.kind == BackendKind::ClaudeSkillsMcp ? uvxMissingWords(builtinIsThere())
                                                                    : programMissingWords(wanted),
                    where);
    }

    m_result.program = search.path;
    if (!info.isFile() || !info.isExecutable())
        return fail(FailureKind::NotExecutable, notAProgramWords(search.path, info.isDir()    ? NoProgram::Directory
                                                                              : info.isFile() ? NoProgram::NotExecutable
                                                                                              : NoProgram::Other));
    // What it starts in its turn often lies beside it, where a desktop session does not look.
    if (const QString path = pathWith(info.absolutePath()); !path.isEmpty())
        m_result.environment.append(QStringLiteral("PATH=") + path);
    lookAtConfig();
}

void LaunchCheck::lookAtConfig()
{
    const QString &file = m_result.configFile;
    if (file.isEmpty())
        return lookAtVersion();
    if (!m_settings.config.isEmpty() && !QFileInfo::exists(file))
        return fail(FailureKind::BadConfig, configMissingWords(file));
    if (const QString fault = configFault(file); !fault.isEmpty())
        return fail(FailureKind::BadConfig, configBrokenWords(fault, m_settings.kind));
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
    fail(FailureKind::CannotRun, uvxBrokenWords(report.failure, builtinIsThere()));
}

void LaunchCheck::lookAtPort()
{
    if (m_portIsOurs)
        return lookAtDownload();
    if (const auto fault = visiblePortFault(m_settings.host, m_settings.port))
        return fail(*fault);
    if (const auto fault = invisiblePortFault(m_settings.host, m_settings.port)) {
        if (fault->failure.kind == FailureKind::PortInUse && m_portLooks++ < PortLooks)
            return m_portTimer.start(PortLookMs);
        return fail(*fault);
    }
    lookAtDownload();
}

/// uv could not look into its cache at all, which says nothing of what is there.
static bool isOfTheCache(KnownCause cause)
{
    return cause == KnownCause::NoSpace || cause == KnownCause::ReadOnly || cause == KnownCause::BrokenPython ||
           cause == KnownCause::CacheHeld;
}

void LaunchCheck::lookAtDownload()
{
    if (m_settings.kind != BackendKind::ClaudeSkillsMcp || m_downloadAllowed)
        finish();
    else
        m_probe.askCached(m_result.program);
}

void LaunchCheck::onCached(const UvxProbe::Cache &cache)
{
    if (cache.isThere)
        return finish();
    if (const std::optional<KnownFailure> known = knownStartFailure(cache.errors, m_settings.port, {});
        known && isOfTheCache(known->cause)) {
        m_result.mayPass = !known->fatal;
        m_result.failure = failureOf(FailureKind::CannotRun, known->words);
        m_result.failure->lastLines = cache.errors;
        m_result.trouble = troubleOf(known->words);
        return finish();
    }
    fail(FailureKind::NeedsDownload, downloadWords(freeSpaceText(uvCacheDirectory()), builtinIsThere()));
}

QStringList commandPreview(const Settings &settings, const Paths &paths, const QString &builtinProgram)
{
    return QStringList{backendProgram(settings, builtinProgram)} + backendArguments(settings, paths);
}
