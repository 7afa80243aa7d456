// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Without blank lines before it and blanks behind it. The first line keeps what it is indented by, which is part of a
/// program or of YAML.
[[nodiscard]] QString withoutBlankEnds(const QString &text);
