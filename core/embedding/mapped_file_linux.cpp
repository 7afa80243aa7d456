// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/mapped_file.h"

#include <sys/mman.h>

void releaseMapped(QByteArrayView mapped)
{
    madvise(const_cast<char *>(mapped.data()), static_cast<size_t>(mapped.size()), MADV_DONTNEED);
}
