// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/transport/held_requests.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <chrono>

class McpServer;

/// Carries the Model Context Protocol over standard input and output: one JSON-RPC message a line.
class StdioCarrier : public QObject
{
    Q_OBJECT
public:
    StdioCarrier(McpServer &server, int input, int output, QObject *parent = nullptr);

    /// Such a client is started together with us and asks at once; a model that hears of half of the skills does not
    /// ask again. What needs them waits for release(), `patience` at most.
    void start(std::chrono::milliseconds patience);
    void release();
    /// Says good-bye to who listens for changes; ended() follows within a tenth of a second.
    void end();

signals:
    void ended(); // once: standard input has ended and everything is written, or nobody reads any more

private:
    void readMore();
    void takeLines(const QByteArray &bytes);
    void handle(const QByteArray &line);
    void answer(const QByteArray &line);
    void answerHeld();
    void write(const QByteArray &message);
    void flush();
    void balance();
    [[nodiscard]] qsizetype unwritten() const { return m_unwritten.size() - m_written; }
    void finish();

    McpServer &m_server;
    const int m_input;
    const int m_output;
    QSocketNotifier m_readable;
    QSocketNotifier m_writable;
    QTimer m_patience;
    HeldRequests m_held;
    QByteArray m_line;        // the beginning of one
    bool m_isTooLong = false; // the rest of this line is thrown away
    bool m_inputEnded = false;
    bool m_isDone = false;
    QByteArray m_unwritten;
    qsizetype m_written = 0; // of it
};
