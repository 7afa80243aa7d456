// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/config_watch.h"

#include "core/skills/reading/log_category.h"

#include <QFileInfo>

#include <chrono>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

ConfigWatch::ConfigWatch(const QString &file, SkillsConfig config, QObject *parent)
    : QObject(parent)
    , m_file(file)
    , m_config(std::move(config))
{
    m_settling.setSingleShot(true);
    m_settling.setInterval(100ms); // editors write, rename and change rights in quick succession
    connect(&m_settling, &QTimer::timeout, this, &ConfigWatch::read);
    connect(&m_watch, &DirectoryWatch::overflowed, &m_settling, qOverload<>(&QTimer::start));
    connect(&m_watch, &DirectoryWatch::changed, &m_settling, qOverload<>(&QTimer::start));
    watch();
}

void ConfigWatch::watch()
{
    // The folder of a linked file too: home directories are kept that way.
    const QFileInfo info(m_file);
    bool isWatched = m_watch.watch(info.absolutePath());
    if (info.isSymLink() && info.exists())
        isWatched = m_watch.watch(QFileInfo(info.canonicalFilePath()).absolutePath()) && isWatched;
    if (!isWatched)
        qCWarning(skillsLog).noquote() << u"Cannot watch %1: a change takes effect at the next start"_s.arg(m_file);
}

void ConfigWatch::read()
{
    watch();
    const SkillsConfigResult result = readSkillsConfig(m_file);
    if (result.error != m_error) {
        m_error = result.error;
        if (!m_error.isEmpty())
            qCWarning(skillsLog).noquote() << u"The config stays as it was: %1"_s.arg(m_error);
    }
    if (!m_error.isEmpty() || result.config == m_config)
        return;
    for (const QString &warning : result.warnings)
        qCWarning(skillsLog).noquote() << warning;
    qCInfo(skillsLog).noquote() << u"The config has changed: %1"_s.arg(m_file);
    m_config = result.config;
    emit changed(m_config);
}
