// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

/// The list of plugins that a repository offers (marketplace.json of Claude Code, Cursor or Codex): which of its
/// folders belong to which plugin. It decides nothing about what is served.
class Marketplace
{
public:
    /// That of `folder` (absolute); one without plugins if there is none, or it cannot be read.
    [[nodiscard]] static Marketplace in(const QString &folder);

    /// The plugin that `path`, relative to the folder, is said to belong to: because it is named among its skills, or
    /// lies in its own folder. Empty: none.
    [[nodiscard]] QString pluginAt(const QString &path) const;
    /// The only plugin that has the whole folder. Empty: none, or several.
    [[nodiscard]] QString pluginOfAll() const;

private:
    struct Plugin
    {
        QString name;
        QString folder;     // relative, no slash at either end; empty: the whole
        QStringList skills; // relative likewise; empty: it does not say
    };

    QList<Plugin> m_plugins;
};
