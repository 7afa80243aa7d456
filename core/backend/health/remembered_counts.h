// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/paths.h"
#include "core/settings/settings.h"

#include <QString>

#include <optional>

/// How many skills the last complete run had, for each backend and config, kept in one small file.
class RememberedCounts
{
public:
    explicit RememberedCounts(QString file);

    [[nodiscard]] std::optional<int> count(BackendKind kind, const QString &config) const;
    /// Writes only when it changes something. Returns an empty string, or why it was not written.
    [[nodiscard]] QString remember(BackendKind kind, const QString &config, int count);

private:
    QString m_file;
};

/// What tells one config from another.
[[nodiscard]] QString countsKey(const Settings &settings, const Paths &paths);
