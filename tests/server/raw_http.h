// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <optional>

struct RawAnswer
{
    int status = 0;  // 0: the connection was closed instead
    QByteArray head; // with the status line
    QByteArray body;
    [[nodiscard]] QByteArray header(const QByteArray &name) const;
    [[nodiscard]] QJsonObject json() const;
};

/// One TCP connection to 127.0.0.1 or ::1, byte by byte.
class RawConnection
{
public:
    enum Loopback { IPv4, IPv6 };
    explicit RawConnection(quint16 port, Loopback loopback = IPv4);
    ~RawConnection();
    RawConnection(RawConnection &&other) noexcept;
    Q_DISABLE_COPY(RawConnection)

    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    bool send(const QByteArray &bytes);
    enum Farewell { Finish, Reset };
    void close(Farewell farewell = Finish);
    /// What comes within the time; empty at the end, none when nothing came.
    [[nodiscard]] std::optional<QByteArray> receive(int milliseconds);
    [[nodiscard]] bool isClosedWithin(int milliseconds);
    [[nodiscard]] RawAnswer answer(int milliseconds = 60'000);
    [[nodiscard]] RawAnswer post(const QByteArray &path, const QByteArray &body, const QByteArray &headers = {});
    [[nodiscard]] RawAnswer get(const QByteArray &path, const QByteArray &headers = {});
    /// Reads events until one holds `text`.
    [[nodiscard]] bool seesWithin(const QByteArray &text, int milliseconds);

private:
    int m_fd = -1;
    QByteArray m_rest;
};

/// What a client of /mcp sends besides its message.
[[nodiscard]] QByteArray mcpHeaders(const QByteArray &session = {});
/// What the tray sends besides for its own addresses.
[[nodiscard]] QByteArray secretHeader();
[[nodiscard]] QByteArray initializeMessage();
[[nodiscard]] QByteArray callMessage(int id, const QByteArray &tool, const QByteArray &arguments);
/// A session's id, or nothing.
[[nodiscard]] QByteArray openSession(RawConnection &connection);
