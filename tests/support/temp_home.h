// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/paths.h"

#include <QByteArray>
#include <QList>
#include <QTemporaryDir>

#include <utility>

/// Gives a test a home of its own: HOME and the XDG directories point into a temporary directory while it lives.
class TempHome
{
public:
    TempHome();
    ~TempHome();
    Q_DISABLE_COPY_MOVE(TempHome)

    [[nodiscard]] QString path() const { return m_directory.path(); }
    [[nodiscard]] QString file(const QString &name) const { return m_directory.filePath(name); }
    /// Paths as the program sees them now. Who calls it links skills_settings.
    [[nodiscard]] Paths paths() const { return Paths::fromEnvironment(); }

private:
    QTemporaryDir m_directory;
    QList<std::pair<QByteArray, QByteArray>> m_before;
};
