// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/config_sources.h"

#include "core/backend/launch/config_check.h"
#include "core/settings/replace_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

// A config is a page of text; something larger is none.
static constexpr qint64 MostBytes = 1024 * 1024;

static QString tr(const char *text)
{
    return QCoreApplication::translate("SkillSources", text);
}

QStringList skillSourcesInConfig(const QString &name)
{
    QFile file(name);
    const bool isFile = QFileInfo(name).isFile(); // a FIFO would block
    const QByteArray bytes = isFile && file.open(QIODevice::ReadOnly) ? file.read(MostBytes) : defaultConfig();
    QStringList names;
    if (!configFault(name, bytes).isEmpty())
        return names;
    for (const SkillSourceEntry &source : skillSourcesIn(bytes))
        names += shortName(source);
    return names;
}

/// The whole file, or why it is not to be touched.
static QByteArray goodConfig(const QString &name, QString &fault)
{
    fault = configFault(name);
    if (!fault.isEmpty())
        return {};
    QFile file(name);
    if (file.open(QIODevice::ReadOnly))
        return file.read(MostBytes + 1);
    fault = tr("Cannot read %1: %2").arg(name, file.errorString());
    return {};
}

EditableSources editableSources(const QString &file)
{
    const ConfigPreparation prepared = prepareConfigFile(file);
    if (!prepared.error.isEmpty())
        return {.sources = {}, .fault = prepared.error};
    EditableSources result;
    const QByteArray bytes = goodConfig(file, result.fault);
    if (result.fault.isEmpty())
        result.sources = skillSourcesIn(bytes);
    return result;
}

QString saveSources(const QString &file, const QList<SkillSourceEntry> &before, const QList<SkillSourceEntry> &after)
{
    QString fault;
    const QByteArray bytes = goodConfig(file, fault);
    if (!fault.isEmpty())
        return fault;
    if (skillSourcesIn(bytes) != before)
        return tr("%1 was changed by another program meanwhile; close this list and open it again.").arg(file);
    const QByteArray changed = withSkillSources(bytes, after);
    fault = configFault(file, changed);
    if (!fault.isEmpty())
        return fault;
    // Some keep their config elsewhere and link to it.
    const QString target = QFileInfo(file).canonicalFilePath();
    return replaceFile(target.isEmpty() ? file : target, changed);
}
