// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/arithmetic.h"

#include <asm/hwcap.h>
#include <sys/auxv.h>

std::span<const Arithmetic *const> arithmetics()
{
    static constexpr const Arithmetic *All[] = {&dotProductArithmetic, &neonArithmetic, &plainArithmetic};
    static const bool hasDotProduct = (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
    return std::span(All).subspan(hasDotProduct ? 0 : 1);
}
