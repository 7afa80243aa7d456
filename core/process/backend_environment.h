// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

/// The environment variable by which every process of one of our trees is known: its value is the tree's uuid.
inline constexpr char instanceVariable[] = "SKILLS_TRAY_INSTANCE";
