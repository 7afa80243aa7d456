// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

/// Has every file and folder that is made from now on be our own user's alone, whatever the umask was.
void keepFilesPrivate();
