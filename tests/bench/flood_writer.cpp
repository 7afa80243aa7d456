// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// Writes lines of 120 bytes to standard output as fast as somebody takes them.
//
//     flood_writer LINES [--each-line] [--rate N]
//     flood_writer --for-ms MS [--each-line]
//
// In pieces of 64 KiB that know nothing of lines; --each-line: one write a line; --rate: N lines a second, one write
// every 10 ms. With --for-ms the last line is "flood_writer: N lines", itself counted, so that a reader can check.
#include "tests/bench/flood_line.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include <unistd.h>

using Clock = std::chrono::steady_clock;

static constexpr std::size_t LineBytes = 120;
static constexpr std::size_t PieceBytes = 64 * 1024;
static constexpr long DifferentLines = 1000;

static void writeAll(const char *bytes, std::size_t size)
{
    while (size > 0) {
        const ssize_t written = write(STDOUT_FILENO, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            std::exit(1); // nobody reads any more
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
}

struct Options
{
    long lines = 0;
    long forMs = 0;
    long rate = 0;
    bool eachLine = false;
};

static Options read(int argc, char *argv[])
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--each-line")
            options.eachLine = true;
        else if (argument == "--rate" && i + 1 < argc)
            options.rate = std::atol(argv[++i]);
        else if (argument == "--for-ms" && i + 1 < argc)
            options.forMs = std::atol(argv[++i]);
        else
            options.lines = std::atol(argument.c_str());
    }
    return options;
}

int main(int argc, char *argv[])
{
    const Options options = read(argc, argv);
    if (options.lines <= 0 && options.forMs <= 0)
        return 2;
    std::string text;
    for (long number = 0; number < DifferentLines; ++number)
        text += floodLine(number, LineBytes);
    const std::size_t round = text.size();
    text += text.substr(0, PieceBytes); // so that a piece can begin anywhere in the round

    const Clock::time_point start = Clock::now();
    const Clock::time_point end = start + std::chrono::milliseconds(options.forMs);
    const std::size_t all = static_cast<std::size_t>(options.lines) * LineBytes;
    std::size_t pieceBytes = options.eachLine ? LineBytes : PieceBytes;
    if (options.rate > 0)
        pieceBytes = static_cast<std::size_t>(std::max(1L, options.rate / 100)) * LineBytes;
    std::size_t done = 0;
    for (long piece = 1; options.forMs > 0 ? Clock::now() < end : done < all; ++piece) {
        const std::size_t size = options.forMs > 0 ? pieceBytes : std::min(pieceBytes, all - done);
        writeAll(text.data() + done % round, size);
        done += size;
        if (options.rate > 0)
            std::this_thread::sleep_until(start + piece * std::chrono::milliseconds(10));
    }
    if (options.forMs > 0) {
        const std::size_t rest = (LineBytes - done % LineBytes) % LineBytes;
        writeAll(text.data() + done % round, rest);
        const std::string last = "flood_writer: " + std::to_string((done + rest) / LineBytes + 1) + " lines\n";
        writeAll(last.data(), last.size());
    }
    return 0;
}
