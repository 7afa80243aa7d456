// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

/// From now on this thread stands back when others want the processor. There is no way back.
void lowerThreadPriority();
