// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

/// Keeps libdbus from launching a session bus of its own where the desktop has none: it would outlive us.
/// Before the first use of D-Bus, and before QApplication, which is one.
void refuseToLaunchSessionBus();
