// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>

/// What can be seen in JSON text without reading its values.
struct JsonScan
{
    int depth = 0;         // of the deepest array or object
    QList<QByteArray> ids; // the text after "id": in each outermost object, in order; empty when there is none
};

/// One pass, no recursion, no copy but the ids; for broken JSON the result means nothing but harms nobody.
[[nodiscard]] JsonScan scanJson(const QByteArray &json);
