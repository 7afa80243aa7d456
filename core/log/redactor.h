// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayMatcher>
#include <QByteArrayView>
#include <QList>

#include <optional>

/// Takes secrets out of text: tokens of known shape, credentials in URLs and headers, and exact texts it was told.
class Redactor
{
public:
    static constexpr QByteArrayView Replacement = "[redacted]";

    /// Exact texts to hide; empty ones are ignored.
    void setSecrets(const QList<QByteArray> &secrets);

    /// `text` with each secret replaced by "[redacted]"; nothing if there is none, which is quick to find out.
    /// `open`: the text is cut off at its end, so that the beginning of a secret there counts as one.
    [[nodiscard]] std::optional<QByteArray> redacted(QByteArrayView text, bool open = false) const;

private:
    QList<QByteArrayMatcher> m_secrets;
};
