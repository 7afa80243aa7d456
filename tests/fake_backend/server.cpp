// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/fake_backend/health.h"
#include "tests/fake_backend/life.h"
#include "tests/fake_backend/options.h"

#include <atomic>
#include <cstring>
#include <iostream>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

std::atomic<int> openStreams = 0;

static int s_listener = -1;
static double s_listeningSince = 0;
static std::atomic<int> s_polls = 0;
static std::atomic<int> s_connections = 0;

/// False when the other side is gone.
static bool sendAll(int fd, const std::string &bytes)
{
    size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t sent = send(fd, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        done += static_cast<size_t>(sent);
    }
    return true;
}

static void drip(int fd, const std::string &bytes)
{
    for (const char byte : bytes) {
        if (!sendAll(fd, std::string(1, byte)))
            return;
        sleepSeconds(0.5);
    }
}

static void hang(int fd)
{
    char bytes[512];
    while (recv(fd, bytes, sizeof bytes, 0) > 0) {
    }
}

static std::string response(const std::string &status, const std::string &body,
                            const std::string &type = "application/json", const std::string &more = {})
{
    return "HTTP/1.1 " + status + "\r\nserver: uvicorn\r\ncontent-type: " + type +
           "\r\ncontent-length: " + std::to_string(body.size()) + "\r\n" + more + "\r\n" + body;
}

static void sendForever(int fd, const std::string &head, const std::string &piece)
{
    bool open = sendAll(fd, head);
    while (open)
        open = sendAll(fd, piece);
}

/// True: the connection may serve another request.
static bool answerOddly(int fd, const std::string &mode, const Options &options, const LoadState &state)
{
    const std::string good = healthBody(options, state);
    const std::string argument = mode.find('=') == std::string::npos ? "" : mode.substr(mode.find('=') + 1);
    if (mode == "hang") {
        hang(fd);
    } else if (mode == "reset") {
        const linger now = {1, 0};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    } else if (mode == "slow-headers") {
        drip(fd, response("200 OK", good));
    } else if (mode == "slow-body") {
        if (sendAll(fd, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n"))
            drip(fd, good);
    } else if (mode == "huge-body") {
        sendForever(fd, "HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n", std::string(65536, ' '));
    } else if (mode == "huge-headers") {
        sendForever(fd, "HTTP/1.1 200 OK\r\n", "x-flood: " + std::string(1000, 'x') + "\r\n");
    } else if (mode == "endless-100") {
        sendForever(fd, "", "HTTP/1.1 100 Continue\r\n\r\n");
    } else if (mode == "garbage") {
        sendAll(fd, std::string("\x16\x03\x01\x00\xff\x00garbage\r\n\r\n", 18));
    } else if (mode == "http09") {
        sendAll(fd, "<html>ok</html>\n");
    } else if (mode == "truncated") {
        sendAll(fd, "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n" + good.substr(0, 40));
    } else if (mode == "bad-chunk") {
        sendAll(fd, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZZ\r\n" + good + "\r\n0\r\n\r\n");
    } else if (mode.rfind("redirect=", 0) == 0) {
        return sendAll(fd, response("302 Found", "", "text/plain", "location: " + argument + "\r\n"));
    } else if (mode.rfind("status=", 0) == 0) {
        const std::string challenge = argument == "401"   ? "www-authenticate: Basic realm=\"x\"\r\n"
                                      : argument == "407" ? "proxy-authenticate: Basic realm=\"x\"\r\n"
                                                          : "";
        return sendAll(fd, response(argument + " Told so", good, "application/json", challenge));
    } else {
        return sendAll(fd, response("200 OK", oddBody(mode, options, state)));
    }
    return false;
}

static bool answerHealth(int fd, const Options &options)
{
    const int poll = ++s_polls;
    if (options.has("health-delay"))
        sleepSeconds(options.number("health-delay") / 1000);
    const double blockedAt = options.number("block-loop-at", -1);
    const double blockedUntil = blockedAt + options.number("block-loop-for");
    if (blockedAt >= 0 && secondsAlive() >= blockedAt && secondsAlive() < blockedUntil)
        sleepSeconds(blockedUntil - secondsAlive());

    const LoadState state = loadState(options, poll, secondsAlive() - s_listeningSince);
    const bool odd = poll >= options.integer("health-from", 1) &&
                     (!options.has("health-until") || poll <= options.integer("health-until"));
    const std::string mode = odd ? options.text("health", "ok") : "ok";
    if (mode != "ok")
        return answerOddly(fd, mode, options, state);
    if (options.has("health-file"))
        return sendAll(fd, response("200 OK", fileText(options.text("health-file"))));
    return sendAll(fd, response("200 OK", options.text("health-body", healthBody(options, state))));
}

static void recordRequest(const Options &options, int connection, int request, const std::string &head)
{
    if (!options.has("request-log"))
        return;
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    const int fd = open(options.text("request-log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    writeAll(fd, "#" + std::to_string(connection) + "." + std::to_string(request) + "\n" + head + "\n");
    close(fd);
}

static void serve(int fd, const Options &options, const std::string &peer)
{
    const int connection = ++s_connections;
    std::string pending;
    for (int request = 1;; ++request) {
        size_t end;
        while ((end = pending.find("\r\n\r\n")) == std::string::npos) {
            char bytes[4096];
            const ssize_t got = recv(fd, bytes, sizeof bytes, 0);
            if (got <= 0 || pending.size() > 65536) {
                close(fd);
                return;
            }
            pending.append(bytes, static_cast<size_t>(got));
        }
        const std::string head = pending.substr(0, end + 2);
        pending.erase(0, end + 4);
        recordRequest(options, connection, request, head);
        const std::string line = head.substr(0, head.find("\r\n"));
        if (request > 1 && options.text("health") == "ignore-second") {
            hang(fd);
            break;
        }
        bool more = true;
        if (line.find(" /health ") != std::string::npos) {
            more = answerHealth(fd, options);
            if (!options.has("quiet"))
                writeAll(1, "INFO:     " + peer + " - \"" + line + "\" 200 OK\n");
        } else if (line.find(" /mcp") != std::string::npos) {
            ++openStreams;
            sendAll(fd, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n: open\n\n");
            hang(fd);
            --openStreams;
            more = false;
        } else {
            more = sendAll(fd, response("404 Not Found", "Not Found", "text/plain"));
        }
        if (!more || head.find("Connection: close") != std::string::npos)
            break;
    }
    close(fd);
}

static void acceptAll(const Options &options)
{
    for (;;) {
        sockaddr_storage address = {};
        socklen_t length = sizeof address;
        const int fd = accept4(s_listener, reinterpret_cast<sockaddr *>(&address), &length, SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            return;
        }
        char host[64] = {};
        char port[16] = {};
        getnameinfo(reinterpret_cast<sockaddr *>(&address), length, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV);
        std::thread(serve, fd, std::cref(options), std::string(host) + ":" + port).detach();
    }
}

[[noreturn]] static void endWithTakenPort(const Options &options, const std::string &host, const std::string &port)
{
    writeAll(2, "ERROR:    [Errno " + std::to_string(errno) + "] error while attempting to bind on address ('" + host +
                    "', " + port + "): address already in use\n");
    plainLine(options, "INFO:     Waiting for application shutdown.");
    plainLine(options, "INFO:     Application shutdown complete.");
    _exit(3);
}

void startServer(const Options &options)
{
    const std::string host = options.text("bind", options.text("host", "127.0.0.1"));
    const std::string port = options.text("port", "8765");
    plainLine(options, "INFO:     Started server process [" + std::to_string(getpid()) + "]");
    plainLine(options, "INFO:     Waiting for application startup.");
    plainLine(options, "INFO:     Application startup complete.");

    addrinfo hints = {};
    hints.ai_flags = AI_PASSIVE;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0 || !found) {
        std::cerr << "ERROR:    cannot resolve " << host << std::endl;
        _exit(1);
    }
    s_listener = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(s_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(s_listener, found->ai_addr, found->ai_addrlen) != 0 || listen(s_listener, 128) != 0)
        endWithTakenPort(options, host, port);
    freeaddrinfo(found);

    s_listeningSince = secondsAlive();
    plainLine(options, "INFO:     Uvicorn running on http://" + host + ":" + port + " (Press CTRL+C to quit)");
    std::thread(acceptAll, std::cref(options)).detach();
}

void closeServer(const Options &options)
{
    plainLine(options, "INFO:     Shutting down");
    if (s_listener >= 0)
        shutdown(s_listener, SHUT_RDWR);
}
