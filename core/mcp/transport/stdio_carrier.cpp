// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/stdio_carrier.h"

#include "core/mcp/protocol/mcp_server.h"

#include <algorithm>
#include <cerrno>
#include <climits>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

static constexpr std::chrono::milliseconds FarewellTime{100};
// So much may wait, for the skills or for a client that does not read; meanwhile we do not listen to it either.
static constexpr qsizetype MaximumWaiting = 4 * 1024 * 1024;

StdioCarrier::StdioCarrier(McpServer &server, int input, int output, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_input(input)
    , m_output(output)
    , m_readable(input, QSocketNotifier::Read)
    , m_writable(output, QSocketNotifier::Write)
{
    m_readable.setEnabled(false);
    m_writable.setEnabled(false);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &StdioCarrier::release);
    connect(&m_readable, &QSocketNotifier::activated, this, &StdioCarrier::readMore);
    connect(&m_writable, &QSocketNotifier::activated, this, [this] {
        flush();
        answerHeld();
    });
    connect(&m_server, &McpServer::messageReady, this, [this](quint64, const QByteArray &message) { write(message); });
}

void StdioCarrier::start(std::chrono::milliseconds patience)
{
    m_patience.start(patience);
    m_readable.setEnabled(true);
}

void StdioCarrier::release()
{
    m_patience.stop();
    answerHeld();
}

void StdioCarrier::end()
{
    if (m_isDone)
        return;
    m_inputEnded = true;
    while (!m_held.isEmpty())
        (void)m_held.takeFirst();
    m_server.endStreams();
    // The one who reads gets the rest; for one who does not nobody waits.
    QTimer::singleShot(FarewellTime, this, &StdioCarrier::finish);
    balance();
}

void StdioCarrier::answerHeld()
{
    while (!m_patience.isActive() && !m_held.isEmpty() && unwritten() < MaximumWaiting)
        answer(m_held.takeFirst());
    balance();
}

void StdioCarrier::readMore()
{
    char bytes[64 * 1024];
    // The descriptor may be shared with a terminal, so it stays a blocking one: it is read only when it is ready.
    const ssize_t count = ::read(m_input, bytes, sizeof bytes);
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count > 0) {
        takeLines(QByteArray::fromRawData(bytes, count));
    } else {
        m_inputEnded = true;
        const QByteArray last = std::exchange(m_line, {});
        if (!m_isTooLong)
            handle(last);
    }
    balance();
}

void StdioCarrier::takeLines(const QByteArray &bytes)
{
    qsizetype from = 0;
    while (from < bytes.size()) {
        qsizetype end = bytes.indexOf('\n', from);
        const bool isWhole = end >= 0;
        if (!isWhole)
            end = bytes.size();
        if (!m_isTooLong)
            m_line.append(bytes.constData() + from, end - from);
        from = end + 1;
        if (m_line.size() > MaxRpcBytes) {
            m_isTooLong = true;
            m_line.clear();
            write(failure(400, invalidRequest(QStringLiteral("The message is longer than 1 MiB"))).body);
        }
        if (!isWhole)
            return;
        const QByteArray line = std::exchange(m_line, {});
        if (!std::exchange(m_isTooLong, false))
            handle(line);
    }
}

void StdioCarrier::handle(const QByteArray &line)
{
    if (line.trimmed().isEmpty() || (m_patience.isActive() && m_held.keep(line)))
        return;
    answer(line);
}

void StdioCarrier::answer(const QByteArray &line)
{
    McpRequest request;
    request.overStdio = true;
    request.body = line;
    const McpReply reply = m_server.handle(request);
    if (!reply.body.isEmpty())
        write(reply.body);
}

void StdioCarrier::write(const QByteArray &message)
{
    if (m_isDone)
        return;
    const qsizetype from = m_unwritten.size();
    m_unwritten += message;
    // Outside of texts a line break means nothing in JSON, inside it never stands as such.
    std::replace(m_unwritten.begin() + from, m_unwritten.end(), '\n', ' ');
    m_unwritten += '\n';
    if (!m_writable.isEnabled())
        flush();
}

/// Writes as much as goes without waiting.
static ssize_t writeSome(int fd, const char *bytes, size_t size)
{
    const ssize_t sent = ::send(fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0 || errno != ENOTSOCK)
        return sent;
    pollfd ready = {fd, POLLOUT, 0};
    if (::poll(&ready, 1, 0) == 0) {
        errno = EAGAIN;
        return -1;
    }
    // A pipe that is ready has room for at least this.
    return ::write(fd, bytes, std::min<size_t>(size, PIPE_BUF));
}

void StdioCarrier::flush()
{
    while (m_written < m_unwritten.size()) {
        const ssize_t count =
            writeSome(m_output, m_unwritten.constData() + m_written, size_t(m_unwritten.size() - m_written));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK) {
            finish(); // nobody reads any more
            return;
        }
        if (count < 0)
            break;
        m_written += count;
    }
    if (m_written == m_unwritten.size()) {
        m_unwritten.clear();
        m_written = 0;
    } else if (m_written > MaximumWaiting) {
        m_unwritten.remove(0, std::exchange(m_written, 0));
    }
    balance();
}

void StdioCarrier::balance()
{
    if (m_isDone)
        return;
    m_writable.setEnabled(!m_unwritten.isEmpty());
    m_readable.setEnabled(!m_inputEnded && unwritten() + m_held.bytes() < MaximumWaiting);
    if (m_inputEnded && m_unwritten.isEmpty() && m_held.isEmpty())
        finish();
}

void StdioCarrier::finish()
{
    if (std::exchange(m_isDone, true))
        return;
    m_readable.setEnabled(false);
    m_writable.setEnabled(false);
    emit ended();
}
