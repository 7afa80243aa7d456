// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

/// From now on every log message becomes one line on standard error:
/// `2026-11-22 18:30:23,123 - skills - INFO - text`.
///
/// Nothing waits long for a reader that does not read: then lines are dropped, counted, and the count is logged.
void installLogOutput(bool verbose);
