// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

struct StoredKey
{
    QByteArray key;
    QString error; // one sentence: why it lasts for this run only; empty: it lasts
};

/// A key of SessionSeal::KeySize bytes that is the same in each run: made at the first one, in `file`.
[[nodiscard]] StoredKey storedKey(const QString &file);
