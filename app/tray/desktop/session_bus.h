// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Keeps QtDBus from a session bus that is of no use: from launching one of its own where the desktop has none, for
/// that would outlive us, and from waiting for one that does not answer, as all of Qt would, in the window's own
/// thread. Before the first use of D-Bus, and before QApplication, which is one. Returns an empty string, or what is
/// missing now; takes as long as a bus that hangs is given, else milliseconds.
[[nodiscard]] QString refuseUselessSessionBus();
