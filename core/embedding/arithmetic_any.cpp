// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/arithmetic.h"

std::span<const Arithmetic *const> arithmetics()
{
    static constexpr const Arithmetic *All[] = {&plainArithmetic};
    return All;
}
