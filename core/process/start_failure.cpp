// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/start_failure.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

static constexpr int Shortages[] = {EAGAIN, ENOMEM, EMFILE, ENFILE, ENOBUFS};

bool isShortage(int error)
{
    return std::find(std::begin(Shortages), std::end(Shortages), error) != std::end(Shortages);
}

bool isShortage(const QString &errorText)
{
    // It ends in the system's own words.
    return std::any_of(std::begin(Shortages), std::end(Shortages),
                       [&](int error) { return errorText.contains(QString::fromLocal8Bit(std::strerror(error))); });
}
