// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

/// What a client said of itself in `initialize`, as far as later answers need it.
struct SessionFacts
{
    QString protocolVersion;
    QString clientName, clientVersion;
    bool operator==(const SessionFacts &) const = default;
};

/// Makes ids of sessions that carry their facts: a later run with the same key goes on where this one ended, and
/// nobody else can make one.
class SessionSeal
{
public:
    static constexpr qsizetype KeySize = 32;
    static constexpr qsizetype LongestId = 1024;

    explicit SessionSeal(QByteArray key = newKey());

    [[nodiscard]] static QByteArray newKey();
    /// Another one each time, of letters, digits, '-' and '_'. Long names are cut.
    [[nodiscard]] QByteArray seal(const SessionFacts &facts) const;
    /// None: not made with this key.
    [[nodiscard]] std::optional<SessionFacts> open(const QByteArray &id) const;

private:
    [[nodiscard]] QByteArray codeOf(const QByteArray &content) const;

    QByteArray m_key;
};
