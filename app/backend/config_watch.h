// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/source/directory_watch.h"
#include "core/skills/source/skills_config.h"

#include <QTimer>

/// Reads the config file anew whenever it changes.
class ConfigWatch : public QObject
{
    Q_OBJECT
public:
    /// `config`: what was read from `file` already.
    ConfigWatch(const QString &file, SkillsConfig config, QObject *parent = nullptr);

    /// Why the file as it lies there now is not what is served; empty: it is.
    [[nodiscard]] QString error() const { return m_error; }

signals:
    /// Another one, and a good one.
    void changed(const SkillsConfig &config);

private:
    void watch();
    void read();

    const QString m_file;
    SkillsConfig m_config;
    QString m_error;
    DirectoryWatch m_watch;
    QTimer m_settling;
};
