// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/private_files.h"

#include <sys/stat.h>

void keepFilesPrivate()
{
    ::umask(S_IRWXG | S_IRWXO);
}
