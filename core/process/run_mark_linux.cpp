// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/run_mark.h"

#include "core/process/proc_linux.h"

#include <cstdint>
#include <cstdio>
#include <optional>

#include <sys/resource.h>

/// FNV-1a of 32 bits (RFC 9923): the markers are random already.
static std::uint32_t digestOf(std::string_view text)
{
    std::uint32_t digest = 2166136261U;
    for (const char c : text)
        digest = (digest ^ static_cast<unsigned char>(c)) * 16777619U;
    return digest;
}

/// Bit 62, and 30 bits of the prefix.
static std::uint64_t upperHalfOf(std::string_view marker)
{
    return (std::uint64_t(1) << 30) | (digestOf(marker.substr(0, marker.find('-'))) & 0x3fffffffU);
}

/// From 2^62 up, so that it would not be in anybody's way either.
static unsigned long long limitOf(std::string_view marker)
{
    return upperHalfOf(marker) << 32 | digestOf(marker);
}

bool takeLimitOf(std::string_view marker)
{
    static_assert(sizeof(rlim_t) >= 8);
    const rlim_t value = limitOf(marker);
    const rlimit limit = {value, value};
    return ::setrlimit(RLIMIT_LOCKS, &limit) == 0;
}

static std::optional<unsigned long long> hardLimitOf(pid_t pid)
{
    const std::string limits = readProcFile("/proc/" + std::to_string(pid) + "/limits");
    const size_t line = limits.find("Max file locks");
    unsigned long long hard = 0;
    // "unlimited" is no number.
    if (line == std::string::npos || std::sscanf(limits.c_str() + line, "Max file locks %*s %llu", &hard) != 1)
        return {};
    return hard;
}

bool carriesMark(pid_t pid, const std::string &mark)
{
    const size_t equals = mark.find('=');
    const std::string marker = equals == std::string::npos ? std::string() : mark.substr(equals + 1);
    if (equals == 0 || marker.empty() || marker == "-")
        return false;
    const std::optional<std::string> carried = environmentOf(pid, mark.substr(0, equals));
    if (marker.back() != '-')
        return carried == marker || hardLimitOf(pid) == limitOf(marker);
    if (carried && carried->starts_with(marker))
        return true;
    const std::optional<unsigned long long> hard = hardLimitOf(pid);
    return hard && *hard >> 32 == upperHalfOf(marker);
}
