// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/status.h"

#include <functional>

class QMessageBox;
class QWidget;

/// Asks whether the program that holds the port shall be asked to quit, naming it; `yes` runs when the user agrees.
/// Returns at once; the box deletes itself.
QMessageBox *confirmAskToQuit(const PortOwner &owner, int port, QWidget *parent, const std::function<void()> &yes);
