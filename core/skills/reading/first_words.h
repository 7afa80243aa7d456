// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// What a text in Markdown says first, for want of a description: its first paragraph in one line, at most 1024
/// characters of it, else its first heading. Empty: it says nothing in words.
[[nodiscard]] QString firstWordsOf(const QString &markdown);
