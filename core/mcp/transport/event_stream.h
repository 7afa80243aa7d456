// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <deque>
#include <mutex>

struct MHD_Connection;

/// The queue between the main thread, which writes events, and the HTTP thread, which sends them.
class EventStream
{
public:
    static constexpr qsizetype MaximumBytes = 1024 * 1024;

    explicit EventStream(quint64 id);
    [[nodiscard]] quint64 id() const { return m_id; }

    // Main thread. False: the client reads too slowly, the stream is broken.
    [[nodiscard]] bool push(QByteArray bytes);
    [[nodiscard]] bool isEmpty() const;
    void end(); // after what is queued

    // HTTP thread. As MHD_ContentReaderCallback says; an empty queue puts the connection to sleep.
    [[nodiscard]] ssize_t read(MHD_Connection *connection, char *buffer, size_t maximum);
    void connectionGone();

private:
    void wake();

    const quint64 m_id;
    mutable std::mutex m_mutex;
    std::deque<QByteArray> m_queue;
    qsizetype m_offset = 0; // into the first
    qsizetype m_bytes = 0;
    MHD_Connection *m_asleep = nullptr; // the suspended connection
    bool m_ended = false;
    bool m_broken = false;
};
