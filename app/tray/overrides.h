// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/settings.h"

#include <QString>
#include <QStringList>

#include <optional>

/// What the command line says instead of the settings, for this run only.
struct Overrides
{
    std::optional<BackendKind> kind;
    std::optional<QStringList> program; // what follows "--": a custom backend with its arguments
    QStringList moreArguments;          // --backend-arg
    std::optional<QString> host;
    std::optional<int> port;
    std::optional<QString> config;

    /// `settings` with these choices in place of its own.
    [[nodiscard]] Settings appliedTo(Settings settings) const;
    bool operator==(const Overrides &) const = default;
};
