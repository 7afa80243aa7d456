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
        QString notice;       // non-empty: the file was broken and is now FILE.bad
    };
    /// Never fails: what cannot be read is the default, and said in `warnings` or `notice`.
    [[nodiscard]] Loaded load();

    /// Atomic, mode 0600, unknown keys kept. Returns an empty string, or why nothing was saved (the old file is
    /// intact).
    [[nodiscard]] QString save(const Settings &settings);
    [[nodiscard]] QString save(const WindowChoices &window);

private:
    using Values = QList<std::pair<QString, QVariant>>;
    [[nodiscard]] QString write(const Values &values);
    /// Renames a broken file to FILE.bad (FILE.bad.2, ...). Returns the notice for people; `moved` tells whether it
    /// was possible.
    [[nodiscard]] QString setAside(bool *moved) const;

    QString m_file;
};
