// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

/// The media type under which these bytes can be sent as an image: what they are, whatever their file is called; else,
/// of a kind that is not known here, `byName`. None: they are no image at all, and a client would refuse the answer.
[[nodiscard]] std::optional<QString> imageTypeOf(const QByteArray &bytes, const QString &byName);
