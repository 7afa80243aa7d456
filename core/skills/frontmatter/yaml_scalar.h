// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonValue>
#include <QString>

#include <string>

/// One scalar as JSON. `tag` as yaml-cpp tells it: "?" plain, "!" quoted, else written out. What JSON cannot hold (a
/// number that is not finite) stays a text, and `oddity` says so.
[[nodiscard]] QJsonValue yamlScalar(const std::string &tag, const QString &text, QString &oddity);
