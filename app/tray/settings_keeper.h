// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/overrides.h"
#include "core/settings/settings_store.h"

#include <QObject>
#include <QStringList>

/// Knows the settings of this run: the saved ones, with what the command line says in their place.
class SettingsKeeper : public QObject
{
    Q_OBJECT
public:
    SettingsKeeper(const QString &file, const Overrides &overrides, QObject *parent = nullptr);

    [[nodiscard]] const Settings &current() const { return m_current; }
    [[nodiscard]] const WindowChoices &window() const { return m_window; }
    /// What was wrong with the file when it was read; for people.
    [[nodiscard]] const QStringList &notices() const { return m_notices; }

    /// Takes a changed copy of current(). Only what differs from it is saved, so that the command line's choices stay
    /// those of this run, and what somebody wrote into the file meanwhile stays there. Returns an empty string, or why
    /// it was not saved; it holds for this run all the same.
    [[nodiscard]] QString accept(const Settings &changed);
    [[nodiscard]] QString remember(const WindowChoices &window);

signals:
    void changed(const Settings &current);

private:
    [[nodiscard]] Settings withChanges(Settings saved, const Settings &after) const;
    void takeOverBackend(Settings &saved, const Settings &before, const Settings &after) const;
    [[nodiscard]] QStringList withoutCommandLine(QStringList arguments) const;

    SettingsStore m_store;
    QStringList m_moreArguments; // from the command line
    Settings m_saved;            // the file, as far as we know
    Settings m_current;
    Settings m_reference; // current() when the file last had all that was changed
    WindowChoices m_window;
    QStringList m_notices;
};
