// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/source/marketplace.h"

#include <QHash>
#include <QString>

/// Names where a skill comes from: the plugin of Claude Code, Codex or Cursor that holds it, as its manifest or the
/// marketplace around it calls it, else the nearest folder above it that is called after something.
class SkillOrigin
{
public:
    /// `folder` and `root` are canonical; no plugin above `root` is looked for.
    [[nodiscard]] QString of(const QString &folder, const QString &root);
    /// Plugins may have come or gone.
    void forget()
    {
        m_plugins.clear();
        m_marketplaces.clear();
    }

private:
    [[nodiscard]] QString pluginAt(const QString &folder);
    [[nodiscard]] const Marketplace &marketplaceAt(const QString &folder);
    [[nodiscard]] QString pluginOf(const QString &folder, const QString &root);

    QHash<QString, QString> m_plugins;          // folder -> the plugin's name; empty: none
    QHash<QString, Marketplace> m_marketplaces; // by the folder that has it
};
