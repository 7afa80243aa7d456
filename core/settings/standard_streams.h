// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

/// Puts /dev/null where standard input, output or error are closed: else the next file that we open lies there and gets
/// what is meant for people. It can neither be read nor written, as if it were closed. Call it first of all.
void occupyClosedStreams();
