// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/option_table.h"

/// What packaging/ keeps of a table, as it has to be.
[[nodiscard]] QByteArray bashCompletion(const OptionTable &table);
[[nodiscard]] QByteArray zshCompletion(const OptionTable &table);
[[nodiscard]] QByteArray fishCompletion(const OptionTable &table);
/// `page` with the sections OPTIONS and COMMANDS made anew; empty where the marks of that part are missing.
[[nodiscard]] QByteArray manPage(const QByteArray &page, const OptionTable &table);
