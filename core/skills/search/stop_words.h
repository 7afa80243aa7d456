// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringView>

/// Words that every question may hold, whatever it is about: "how", "the", "want", "please".
[[nodiscard]] bool isStopWord(QStringView word);
