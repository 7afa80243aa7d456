// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

/// Which model the config's embedding_model asks for.
struct ModelChoice
{
    QString path;  // a file or folder; empty: words alone
    QString error; // one sentence; empty: none
};

/// `asked`: none or "words" switches meaning off; all-MiniLM-L6-v2 (with or without its organisation) is built in, at
/// `builtIn`; else the name of a folder.
[[nodiscard]] ModelChoice chooseModel(const std::optional<QString> &asked, const QString &builtIn);
