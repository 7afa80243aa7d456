// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// Empty: a precompiled header needs a target, and a target needs a file.
