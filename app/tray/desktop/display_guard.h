// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

/// Turns Qt's abort for want of a display, and its endless wait for one, into one line and exit status 1.
///
/// Lives around the construction of the QApplication.
class DisplayGuard
{
public:
    /// `tidy` runs before the exit.
    explicit DisplayGuard(std::function<void()> tidy);
    ~DisplayGuard();
    DisplayGuard(const DisplayGuard &) = delete;
    DisplayGuard &operator=(const DisplayGuard &) = delete;
};
