// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/digest.h"

#include <QCryptographicHash>

QByteArray sha256(QByteArrayView bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

QByteArray digestOf(QByteArrayView bytes)
{
    return sha256(bytes).toHex();
}
