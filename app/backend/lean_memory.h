// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

/// Has the allocator give freed memory back to the system soon; to be called before any thread is started.
void keepMemoryLean();

/// Has the allocator give back now what it keeps, of all threads; takes milliseconds.
void giveBackFreedMemory();
