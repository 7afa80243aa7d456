// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// How long a program needs from exec until its icon is visible in a panel's tray.
//
//     await_icon CLASS PROGRAM [ARG...]
//
// CLASS is the second word of the icon window's WM_CLASS. Prints milliseconds, then ends the program with SIGTERM and
// waits for it. The windows are looked at one by one, again and again, which takes one or two milliseconds.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include <sys/wait.h>
#include <unistd.h>
#include <xcb/xcb.h>

using Clock = std::chrono::steady_clock;

static constexpr int PatienceMs = 20'000;

struct Free
{
    void operator()(void *memory) const { std::free(memory); }
};
template<typename Reply>
using Owned = std::unique_ptr<Reply, Free>;

static bool hasClass(xcb_connection_t *connection, xcb_window_t window, std::string_view name)
{
    const Owned<xcb_get_property_reply_t> reply(xcb_get_property_reply(
        connection, xcb_get_property(connection, 0, window, XCB_ATOM_WM_CLASS, XCB_ATOM_STRING, 0, 64), nullptr));
    if (!reply)
        return false;
    // Two words, each with a NUL behind it.
    const std::string_view words(static_cast<const char *>(xcb_get_property_value(reply.get())),
                                 static_cast<std::size_t>(xcb_get_property_value_length(reply.get())));
    const std::size_t first = words.find('\0');
    return first != std::string_view::npos && words.substr(first + 1).starts_with(name);
}

// An icon is small, and visible when all its parents are, the panel's too.
static bool looksLikeIcon(xcb_connection_t *connection, xcb_window_t window)
{
    const Owned<xcb_get_window_attributes_reply_t> attributes(
        xcb_get_window_attributes_reply(connection, xcb_get_window_attributes(connection, window), nullptr));
    const Owned<xcb_get_geometry_reply_t> geometry(
        xcb_get_geometry_reply(connection, xcb_get_geometry(connection, window), nullptr));
    return attributes && geometry && attributes->map_state == XCB_MAP_STATE_VIEWABLE && geometry->width >= 8 &&
           geometry->width <= 64;
}

static bool hasIconBelow(xcb_connection_t *connection, xcb_window_t window, std::string_view name)
{
    const Owned<xcb_query_tree_reply_t> tree(
        xcb_query_tree_reply(connection, xcb_query_tree(connection, window), nullptr));
    if (!tree)
        return false;
    const xcb_window_t *children = xcb_query_tree_children(tree.get());
    for (int i = 0; i < xcb_query_tree_children_length(tree.get()); ++i) {
        if ((hasClass(connection, children[i], name) && looksLikeIcon(connection, children[i])) ||
            hasIconBelow(connection, children[i], name))
            return true;
    }
    return false;
}

int main(int argc, char *argv[])
{
    if (argc < 3)
        return 2;
    xcb_connection_t *connection = xcb_connect(nullptr, nullptr);
    if (xcb_connection_has_error(connection)) {
        std::fprintf(stderr, "Cannot reach the X server\n");
        return 1;
    }
    const xcb_window_t root = xcb_setup_roots_iterator(xcb_get_setup(connection)).data->root;
    const Clock::time_point start = Clock::now();
    const pid_t child = fork();
    if (child == 0) {
        execv(argv[2], argv + 2);
        _exit(127);
    }
    bool found = false;
    while (!found && Clock::now() - start < std::chrono::milliseconds(PatienceMs))
        found = hasIconBelow(connection, root, argv[1]);
    const double ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    kill(child, SIGTERM);
    waitpid(child, nullptr, 0);
    xcb_disconnect(connection);
    if (!found) {
        std::fprintf(stderr, "No icon of %s appeared\n", argv[1]);
        return 1;
    }
    std::printf("%.2f\n", ms);
    return 0;
}
