// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Foreign text as one line that does nothing but be read: no control, escape or direction characters, line breaks as
/// spaces, cut to `maximum` characters with an ellipsis.
[[nodiscard]] QString oneLine(const QString &text, int maximum);
/// For a menu item: one line, and no character becomes a mnemonic.
[[nodiscard]] QString menuText(const QString &text, int maximum = 80);
/// For the tooltip in a panel, which may or may not read markup: there is none in it.
[[nodiscard]] QString panelText(const QString &text, int maximum = 240);
/// For a widget's tooltip: Qt must not guess whether foreign text is markup.
[[nodiscard]] QString toolTipText(const QString &text, int maximum = 2000);
