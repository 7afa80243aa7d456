// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QString>

/// Names where a skill comes from: the plugin of Claude Code, Codex or Cursor that holds it, else the nearest folder
/// above it that is called after something.
class SkillOrigin
{
public:
    /// `folder` and `root` are canonical; no plugin above `root` is looked for.
    [[nodiscard]] QString of(const QString &folder, const QString &root);
    /// Plugins may have come or gone.
    void forget() { m_plugins.clear(); }

private:
    [[nodiscard]] QString pluginAt(const QString &folder);

    QHash<QString, QString> m_plugins; // folder -> the plugin's name; empty: none
};
