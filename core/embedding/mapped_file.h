// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

/// Has what was read of a mapped file no longer count as our memory; it is read again where it is used, usually from
/// the system's cache. For any thread, also while others read. `mapped`: the whole mapping, which nobody writes to.
void releaseMapped(QByteArrayView mapped);
