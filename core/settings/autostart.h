// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/user_unit.h"

#include <QString>

/// The desktop's entry that starts Skills Tray at login (freedesktop.org Desktop Application Autostart Specification
/// 0.5).
class Autostart
{
public:
    /// `directory`: Paths::autostart; `program`: absolute path of skills-tray (or of the AppImage). Where `unit` starts
    /// us, no entry is made.
    Autostart(const QString &directory, QString program, UserUnit unit = {});

    [[nodiscard]] bool isEnabled() const;
    /// Who starts Skills Tray instead of an entry, as one sentence; empty: nobody.
    [[nodiscard]] QString otherStarter() const;
    /// Returns an empty string, or why the entry could not be written or removed.
    [[nodiscard]] QString setEnabled(bool enabled);
    /// Rewrites an enabled entry whose program is gone (we were moved). One that still works is left alone: it may be
    /// that of another installation. Same return as setEnabled().
    [[nodiscard]] QString repair();

private:
    QString m_file;
    QString m_program;
    UserUnit m_unit;
};
