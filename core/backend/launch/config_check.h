// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QStringList>

/// What is wrong with the backends' JSON config; the real backend would silently use its defaults instead.
/// Empty: nothing. Else "FILE, line 3, column 7: cause" or "FILE: cause". A file that is not there is no fault.
[[nodiscard]] QString configFault(const QString &file);
/// The same for its content. Columns count characters, both count from 1.
[[nodiscard]] QString configFault(const QString &file, const QByteArray &bytes);
/// Secrets in a config, so that they can be redacted wherever they turn up.
[[nodiscard]] QStringList tokensInConfig(const QByteArray &bytes);
[[nodiscard]] QStringList tokensInConfig(const QString &file);

struct ConfigPreparation
{
    QString error;   // the file could not be written
    QString warning; // something was put right, or could not be
};
/// Right before a launch: writes the default sources when the file is missing, and makes a config with a token
/// readable by its owner only.
[[nodiscard]] ConfigPreparation prepareConfigFile(const QString &file);
[[nodiscard]] QByteArray defaultConfig();
