// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

struct fts5_api;
struct sqlite3;

/// The way into SQLite's full text search ("Extending FTS5" of its manual); null: this SQLite was built without it.
[[nodiscard]] fts5_api *fts5ApiOf(sqlite3 *database);
