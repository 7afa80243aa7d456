// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// How long a window takes to answer _NET_WM_PING, by which a window manager finds out whether a program hangs
// (Extended Window Manager Hints 1.5, "_NET_WM_PING").
//
//     ping_window WINDOW INTERVAL_MS
//
// Asks until standard input ends, one question at a time, then prints the answers' times in milliseconds, one a line.
// Works beside a window manager and without one: the answers go to the root window, where many can listen.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include <poll.h>
#include <unistd.h>
#include <xcb/xcb.h>

using Clock = std::chrono::steady_clock;

static constexpr int PatienceMs = 10'000;

struct Free
{
    void operator()(void *memory) const { std::free(memory); }
};

static xcb_atom_t atom(xcb_connection_t *connection, const char *name)
{
    const auto cookie = xcb_intern_atom(connection, 0, static_cast<uint16_t>(std::strlen(name)), name);
    const std::unique_ptr<xcb_intern_atom_reply_t, Free> reply(xcb_intern_atom_reply(connection, cookie, nullptr));
    return reply ? reply->atom : xcb_atom_t{XCB_ATOM_NONE};
}

class Pinger
{
public:
    Pinger(xcb_connection_t *connection, xcb_window_t window)
        : m_connection(connection)
        , m_window(window)
        , m_root(xcb_setup_roots_iterator(xcb_get_setup(connection)).data->root)
        , m_protocols(atom(connection, "WM_PROTOCOLS"))
        , m_ping(atom(connection, "_NET_WM_PING"))
    {
        // The specification has answers sent to who listens for the first; Qt 6.4 sends them to who does for the
        // second.
        const uint32_t mask = XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY | XCB_EVENT_MASK_STRUCTURE_NOTIFY;
        xcb_change_window_attributes(connection, m_root, XCB_CW_EVENT_MASK, &mask);
        xcb_flush(connection);
    }

    void ask()
    {
        xcb_client_message_event_t event{};
        event.response_type = XCB_CLIENT_MESSAGE;
        event.format = 32;
        event.window = m_window;
        event.type = m_protocols;
        event.data.data32[0] = m_ping;
        event.data.data32[1] = ++m_question;
        event.data.data32[2] = m_window;
        m_asked = Clock::now();
        xcb_send_event(m_connection, 0, m_window, XCB_EVENT_MASK_NO_EVENT, reinterpret_cast<const char *>(&event));
        xcb_flush(m_connection);
    }

    /// Milliseconds; nothing when nobody answered in time.
    std::optional<double> answer()
    {
        pollfd socket{xcb_get_file_descriptor(m_connection), POLLIN, 0};
        while (Clock::now() - m_asked < std::chrono::milliseconds(PatienceMs)) {
            while (const std::unique_ptr<xcb_generic_event_t, Free> event{xcb_poll_for_event(m_connection)}) {
                if ((event->response_type & 0x7f) != XCB_CLIENT_MESSAGE)
                    continue;
                const auto *message = reinterpret_cast<const xcb_client_message_event_t *>(event.get());
                if (message->type == m_protocols && message->data.data32[0] == m_ping &&
                    message->data.data32[1] == m_question && message->data.data32[2] == m_window)
                    return std::chrono::duration<double, std::milli>(Clock::now() - m_asked).count();
            }
            if (xcb_connection_has_error(m_connection))
                return std::nullopt;
            poll(&socket, 1, 100);
        }
        return std::nullopt;
    }

private:
    xcb_connection_t *m_connection;
    xcb_window_t m_window;
    xcb_window_t m_root;
    xcb_atom_t m_protocols;
    xcb_atom_t m_ping;
    uint32_t m_question = 0;
    Clock::time_point m_asked;
};

int main(int argc, char *argv[])
{
    if (argc != 3)
        return 2;
    xcb_connection_t *connection = xcb_connect(nullptr, nullptr);
    if (xcb_connection_has_error(connection)) {
        std::fprintf(stderr, "Cannot reach the X server\n");
        return 1;
    }
    Pinger pinger(connection, static_cast<xcb_window_t>(std::strtoul(argv[1], nullptr, 0)));
    const int intervalMs = std::atoi(argv[2]);
    std::vector<double> times;
    pollfd input{STDIN_FILENO, POLLIN, 0};
    while (poll(&input, 1, intervalMs) == 0) {
        pinger.ask();
        const std::optional<double> time = pinger.answer();
        if (!time) {
            std::fprintf(stderr, "Window %s does not answer\n", argv[1]);
            return 1;
        }
        times.push_back(*time);
    }
    for (const double time : times)
        std::printf("%.4f\n", time);
    xcb_disconnect(connection);
    return 0;
}
