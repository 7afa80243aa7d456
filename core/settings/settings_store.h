// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/settings.h"

#include <QString>
#include <QStringList>
#include <QVariant>

#include <utility>

/// Reads and writes the one settings file.
class SettingsStore
{
public:
    explicit SettingsStore(QString file);

    struct Loaded
    {
        Settings settings;
        WindowChoices window;
        QStringList warnings; // one sentence for each bad value that was replaced by its default
        QString notice;       // non-empty: the file is broken
        bool isWhole = true;  // the file was understood, or there is none
    };
    /// Never fails: what cannot be read is the default, and said in `warnings` or `notice`. Changes nothing.
    [[nodiscard]] Loaded look() const;
    /// The same, and puts right what has to be: a broken file becomes FILE.bad, one that others can read is closed to
    /// them.
    [[nodiscard]] Loaded load();

    /// Writes the keys whose values differ, and leaves all others as they stand in the file by now. Atomic, mode 0600.
    /// Returns an empty string, or why nothing was saved (the old file is intact).
    [[nodiscard]] QString save(const Settings &before, const Settings &after);
    [[nodiscard]] QString save(const WindowChoices &before, const WindowChoices &after);

private:
    using Values = QList<std::pair<QString, QVariant>>; // an invalid value: without this key
    [[nodiscard]] static Values valuesOf(const Settings &settings);
    [[nodiscard]] static Values valuesOf(const WindowChoices &window);
    [[nodiscard]] QString writeChanges(const Values &before, const Values &after);
    [[nodiscard]] QString write(const Values &values);
    /// Renames a broken file to FILE.bad (FILE.bad.2, ...). Returns the notice for people; `moved` tells whether it
    /// was possible.
    [[nodiscard]] QString setAside(bool *moved) const;

    QString m_file;
};
