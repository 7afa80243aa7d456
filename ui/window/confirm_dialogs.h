// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"

#include <functional>

class QMessageBox;
class QWidget;

/// Asks whether the program that holds the port shall be asked to quit, naming it; `yes` runs when the user agrees.
/// Returns at once; the box deletes itself.
QMessageBox *confirmAskToQuit(const PortOwner &owner, int port, QWidget *parent, const std::function<void()> &yes);
/// Asks for the yes that a download needs; `yes` runs when the user agrees. Likewise.
QMessageBox *confirmDownload(const Trouble &trouble, QWidget *parent, const std::function<void()> &yes);
/// Says that the window was only hidden. A window of its own: the one that was closed is gone. Likewise.
QMessageBox *confirmThatClosingHides(const QString &title, const QString &text);
