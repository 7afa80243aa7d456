// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/fake_backend/life.h"
#include "tests/fake_backend/options.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>
#include <vector>

#include <unistd.h>

void writeAll(int fd, const std::string &bytes)
{
    size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t written = write(fd, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        done += static_cast<size_t>(written);
    }
}

void richLine(const Options &options, const std::string &level, const std::string &text, const std::string &source)
{
    if (options.has("quiet") || options.has("replay"))
        return;
    static std::mutex mutex;
    static std::time_t lastSecond = 0;
    const std::lock_guard lock(mutex);
    const std::time_t now = std::time(nullptr);
    char stamp[32] = "                   ";
    if (now != lastSecond) {
        std::tm local = {};
        localtime_r(&now, &local);
        std::strftime(stamp, sizeof stamp, "[%m/%d/%y %H:%M:%S]", &local);
    }
    lastSecond = now;
    std::string line = std::string(stamp) + " " + level + std::string(level.size() < 8 ? 8 - level.size() : 0, ' ');
    line += " " + text;
    if (line.size() + source.size() + 1 < 200)
        line += std::string(200 - line.size() - source.size(), ' ') + source;
    writeAll(2, line + "\n");
}

void plainLine(const Options &options, const std::string &text)
{
    if (!options.has("quiet") && !options.has("replay"))
        writeAll(2, text + "\n");
}

static std::vector<int> targets(const Options &options)
{
    const std::string where = options.text("log-to", "err");
    if (where == "both")
        return {1, 2};
    return {where == "out" ? 1 : 2};
}

static void flood(int fd, long lines, size_t lineBytes)
{
    // Whole blocks of lines, so that the pipe is the only limit.
    long number = 0;
    while (lines == 0 || number < lines) {
        std::string block;
        while (block.size() < 65536 && (lines == 0 || number < lines)) {
            std::string line = "INFO: line " + std::to_string(++number) + " ";
            if (line.size() + 1 < lineBytes)
                line.append(lineBytes - 1 - line.size(), 'x');
            block += line + "\n";
        }
        writeAll(fd, block);
    }
}

static std::string sample(const std::string &mode)
{
    if (mode == "ansi")
        return "\x1b[1;31mERROR\x1b[0m red \x1b[2K\x1b[10;20Hmoved\n\x1b]0;title\x07"
               "after title\n"
               "\x1bP1;2|device control\x1b\\after device control\n";
    if (mode == "osc")
        return "before\n\x1b]52;c;" + std::string(1 << 20, 'A') + "\nafter\n";
    if (mode == "partial")
        return "a whole line\nno newline at the end";
    if (mode == "cr")
        return "Batches:   0%|          | 0/1\rBatches:  50%|#####     | 0/1\rBatches: 100%|##########| 1/1\n";
    if (mode == "crlf")
        return "one\r\ntwo\r\n\rthree\n";
    if (mode == "nul")
        return std::string("a\0b\nc\0\0d\n", 9);
    if (mode == "invalid-utf8")
        return "bad \xff\xfe\xc3("
               " byte\n\xe2\x82"
               " cut\n\xed\xa0\x80 surrogate\n";
    if (mode == "html")
        return "<b>bold</b> <img src=\"http://127.0.0.1:1/sink\"> &amp;\n";
    return {};
}

static void writeMode(const Options &options, const std::string &mode, int fd)
{
    const auto lineBytes = static_cast<size_t>(options.integer("line-bytes", 120));
    if (mode == "flood")
        flood(fd, options.integer("lines"), lineBytes);
    else if (mode == "lines")
        flood(fd, options.integer("lines", 10), lineBytes);
    else if (mode == "long")
        writeAll(fd, std::string(lineBytes, 'x') + "\nafter the long line\n");
    else if (mode == "split-utf8")
        for (const char byte : std::string("äöü € 😀 ok\n")) {
            writeAll(fd, std::string(1, byte));
            sleepSeconds(0.005);
        }
    else
        writeAll(fd, sample(mode));
}

static void replay(const std::string &file, int fd, double bytesPerSecond)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        writeAll(2, "fake_backend: cannot read " + file + "\n");
        _exit(2);
    }
    std::ostringstream whole;
    whole << stream.rdbuf();
    const std::string bytes = whole.str();
    if (bytesPerSecond <= 0) {
        writeAll(fd, bytes);
        return;
    }
    const auto step = std::max<size_t>(1, static_cast<size_t>(bytesPerSecond / 100));
    for (size_t at = 0; at < bytes.size(); at += step) {
        writeAll(fd, bytes.substr(at, step));
        sleepSeconds(0.01);
    }
}

void sayWords(const Options &options)
{
    static std::once_flag said;
    std::call_once(said, [&options] {
        if (options.has("say"))
            writeAll(2, options.text("say") + "\n");
        if (options.has("say-out"))
            writeAll(1, options.text("say-out") + "\n");
    });
}

void runLogs(const Options &options)
{
    sayWords(options);

    std::vector<std::thread> writers;
    const double speed = options.number("replay-speed");
    if (options.has("replay-out"))
        writers.emplace_back([&] { replay(options.text("replay-out"), 1, speed); });
    if (options.has("replay"))
        writers.emplace_back([&] { replay(options.text("replay"), 2, speed); });
    const std::string mode = options.text("log");
    if (!mode.empty() && mode != "none") {
        for (const int fd : targets(options))
            writers.emplace_back([&, fd] { writeMode(options, mode, fd); });
    }
    for (std::thread &writer : writers)
        writer.join();

    if (options.has("log-every")) {
        for (int number = 1;; ++number) {
            writeAll(targets(options).front(), "INFO: still at it " + std::to_string(number) + "\n");
            sleepSeconds(options.number("log-every") / 1000);
        }
    }
}
