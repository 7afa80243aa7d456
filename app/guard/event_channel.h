// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

/// Tells the tray what happened, one line each, without ever waiting for it.
class EventChannel
{
public:
    explicit EventChannel(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    void say(const std::string &line);
    /// As say(), but left out while the tray is not reading: for what will be said again.
    void sayIfFree(const std::string &line);
    [[nodiscard]] bool isBehind() const { return !m_pending.empty(); }
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    /// Sends what the pipe takes.
    void flush();

private:
    int m_descriptor;
    std::string m_pending;
};
