// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QString>

/// What `skills-tray status` prints for people, from the object that --json prints.
[[nodiscard]] QString statusText(const QJsonObject &status);
