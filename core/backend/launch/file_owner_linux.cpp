// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/file_owner.h"

#include <QFileInfo>

#include <unistd.h>

bool isOwnFile(const QString &file)
{
    return QFileInfo(file).ownerId() == ::geteuid();
}
