// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/event_stream.h"

#include <microhttpd.h>

#include <algorithm>
#include <cstring>

EventStream::EventStream(quint64 id)
    : m_id(id)
{
}

bool EventStream::push(QByteArray bytes)
{
    const std::lock_guard lock(m_mutex);
    if (m_ended || m_broken)
        return !m_broken;
    // One event larger than the limit may pass through an empty queue.
    if (!m_queue.empty() && m_bytes + bytes.size() > MaximumBytes) {
        m_broken = true;
        m_queue.clear();
        wake();
        return false;
    }
    m_bytes += bytes.size();
    m_queue.push_back(std::move(bytes));
    wake();
    return true;
}

bool EventStream::isEmpty() const
{
    const std::lock_guard lock(m_mutex);
    return m_queue.empty();
}

void EventStream::end()
{
    const std::lock_guard lock(m_mutex);
    m_ended = true;
    wake();
}

ssize_t EventStream::read(MHD_Connection *connection, char *buffer, size_t maximum)
{
    const std::lock_guard lock(m_mutex);
    if (m_broken)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t count = 0;
    while (!m_queue.empty() && count < maximum) {
        const QByteArray &first = m_queue.front();
        const size_t part = std::min(maximum - count, size_t(first.size() - m_offset));
        std::memcpy(buffer + count, first.constData() + m_offset, part);
        count += part;
        m_bytes -= qsizetype(part);
        m_offset += qsizetype(part);
        if (m_offset == first.size()) {
            m_queue.pop_front();
            m_offset = 0;
        }
    }
    if (count > 0)
        return ssize_t(count);
    if (m_ended)
        return MHD_CONTENT_READER_END_OF_STREAM;
    m_asleep = connection;
    MHD_suspend_connection(connection);
    return 0;
}

void EventStream::connectionGone()
{
    const std::lock_guard lock(m_mutex);
    m_ended = true;
    m_asleep = nullptr;
    m_queue.clear();
    m_bytes = 0;
}

void EventStream::wake()
{
    if (m_asleep)
        MHD_resume_connection(std::exchange(m_asleep, nullptr));
}
