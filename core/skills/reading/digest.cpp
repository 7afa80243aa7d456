// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/digest.h"

#include <nettle/sha2.h>

// Nettle's, not Qt's: it uses what the processor has for it, which is most of the time of reading many skills.
QByteArray sha256(QByteArrayView bytes)
{
    QByteArray digest(SHA256_DIGEST_SIZE, Qt::Uninitialized);
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, size_t(bytes.size()), reinterpret_cast<const uint8_t *>(bytes.data()));
    sha256_digest(&context, SHA256_DIGEST_SIZE, reinterpret_cast<uint8_t *>(digest.data()));
    return digest;
}

QByteArray digestOf(QByteArrayView bytes)
{
    return sha256(bytes).toHex();
}
