// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/arithmetic.h"

#include <vector>

#include <cpuid.h>

// Not all compilers that we use know this one by name. Its registers are AVX2's.
static bool hasAvxVnni()
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __builtin_cpu_supports("avx2") && __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a & (1U << 4)) != 0;
}

static bool hasAvx512Vnni()
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vnni");
}

static std::vector<const Arithmetic *> findAll()
{
    std::vector<const Arithmetic *> all;
    if (hasAvx512Vnni())
        all.push_back(&avx512Arithmetic);
    if (hasAvxVnni())
        all.push_back(&avxVnniArithmetic);
    if (__builtin_cpu_supports("avx2"))
        all.push_back(&avx2Arithmetic);
    all.push_back(&sse2Arithmetic);
    all.push_back(&plainArithmetic);
    return all;
}

std::span<const Arithmetic *const> arithmetics()
{
    static const std::vector<const Arithmetic *> all = findAll();
    return all;
}
