// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/uvx_probe.h"

#include "core/backend/launch/backend_command.h"
#include "core/backend/state/health_report.h"
#include "core/process/guarded_process.h"

#include <QDir>

/// What the backend would get, apart from what marks it as ours.
static QProcessEnvironment probeEnvironment()
{
    QProcessEnvironment environment =
        backendEnvironment(QProcessEnvironment::systemEnvironment(), QDir::tempPath(), QString());
    environment.remove(QStringLiteral("SKILLS_TRAY_INSTANCE"));
    const QStringList extra = backendExtraEnvironment(BackendKind::ClaudeSkillsMcp);
    for (const QString &assignment : extra)
        environment.insert(assignment.section(u'=', 0, 0), assignment.section(u'=', 1));
    return environment;
}

static QString firstLine(const QByteArray &bytes)
{
    const QList<QByteArray> lines = bytes.split('\n');
    for (const QByteArray &line : lines) {
        QString text = QString::fromUtf8(line).simplified();
        text.removeIf([](QChar c) { return !c.isPrint(); });
        if (!text.isEmpty())
            return text.left(200);
    }
    return {};
}

static QStringList linesOf(const QByteArray &bytes)
{
    static constexpr qsizetype most = 40;
    QStringList lines;
    const QList<QByteArray> all = bytes.split('\n');
    for (const QByteArray &line : all) {
        if (const QString text = cleanText(QString::fromUtf8(line), 500); !text.isEmpty())
            lines.append(text);
    }
    return lines.size() > most ? lines.last(most) : lines;
}

UvxProbe::UvxProbe(QObject *parent)
    : QObject(parent)
{
}

// The answers are queued: whoever gets one may ask the next question, which ends the run that answered.
void UvxProbe::askVersion(const QString &uvx, int deadlineMs)
{
    m_run.emplace();
    connect(
        &*m_run, &ShortRun::finished, this,
        [this, uvx, deadlineMs](const ShortRun::Outcome &outcome) {
            Report report;
            const QString said = firstLine(outcome.errors);
            switch (outcome.end) {
            case ShortRun::End::Exited:
                if (outcome.exitCode == 0)
                    report.version = firstLine(outcome.output);
                if (outcome.exitCode == 0 && report.version.isEmpty())
                    report.failure = tr("%1 does not work: it does not tell its version").arg(uvx);
                else if (outcome.exitCode != 0 && said.isEmpty())
                    report.failure = tr("%1 does not work: it ended with code %2").arg(uvx).arg(outcome.exitCode);
                else if (outcome.exitCode != 0)
                    report.failure = tr("%1 does not work: it ended with code %2 and said: %3")
                                         .arg(uvx, QString::number(outcome.exitCode), said);
                break;
            case ShortRun::End::Crashed:
                report.failure = tr("%1 does not work: it crashed").arg(uvx);
                break;
            case ShortRun::End::NotStarted:
                report.failure = tr("%1 cannot be run: %2").arg(uvx, outcome.error);
                report.mayPass = isShortage(outcome.error);
                break;
            case ShortRun::End::TimedOut:
                report.failure =
                    tr("%1 did not tell its version within %2 s").arg(uvx, QString::number(deadlineMs / 1000.0));
                report.mayPass = true; // a disk that wakes up, a computer with much to do
                break;
            }
            emit versionKnown(report);
        },
        Qt::QueuedConnection);
    m_run->start(uvx, {QStringLiteral("--version")}, probeEnvironment(), deadlineMs);
}

void UvxProbe::askCached(const QString &uvx, int deadlineMs)
{
    m_run.emplace();
    connect(
        &*m_run, &ShortRun::finished, this,
        [this](const ShortRun::Outcome &outcome) {
            // Whatever else happened: only a clean end shows that nothing would have to be downloaded.
            Cache cache;
            cache.isThere = outcome.end == ShortRun::End::Exited && outcome.exitCode == 0;
            if (!cache.isThere)
                cache.errors = linesOf(outcome.errors);
            emit cachedKnown(cache);
        },
        Qt::QueuedConnection);
    const QStringList arguments =
        QStringList{QStringLiteral("--offline")} + uvxPackageArguments() + QStringList{QStringLiteral("--help")};
    m_run->start(uvx, arguments, probeEnvironment(), deadlineMs);
}

QString uvCacheDirectory()
{
    const QString chosen = qEnvironmentVariable("UV_CACHE_DIR");
    if (!chosen.isEmpty())
        return QDir::cleanPath(QDir().absoluteFilePath(chosen));
    const QString cache = qEnvironmentVariable("XDG_CACHE_HOME");
    return (cache.startsWith(u'/') ? cache : QDir::homePath() + QStringLiteral("/.cache")) + QStringLiteral("/uv");
}
