// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/paths.h"

#include <QString>
#include <QStringList>

class Autostart;
struct Settings;

/// Does what each start owes once: a config for the backends, a login entry that works, the news of an update.
class FirstTurn
{
public:
    /// All must outlive this object.
    FirstTurn(const Paths &paths, const Settings &settings, Autostart &autostart);

    /// What the user has to know of it, one sentence each: for the log as warnings, and for people.
    [[nodiscard]] QStringList prepareFiles() const;

    struct Update
    {
        QString sentence;    // for people; empty: nothing is new
        QStringList changes; // for the log; may be empty
    };
    /// Told once: the version is remembered.
    [[nodiscard]] Update update() const;

private:
    const Paths &m_paths;
    const Settings &m_settings;
    Autostart &m_autostart;
};
