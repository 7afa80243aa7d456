// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <string>

class Options;

/// Seconds since the program began.
double secondsAlive();
void sleepSeconds(double seconds);
/// All of it, whatever it takes.
void writeAll(int fd, const std::string &bytes);
[[noreturn]] void sleepForever();

/// Prints what was asked for by --print-… and --pid-file.
void tellAboutItself(const Options &options, int argc, char **argv);
/// Children, grandchildren and daemons as told. To be called before any thread exists.
void growTree(const Options &options, const std::string &self);
/// Ends the program by that signal, without a core file.
[[noreturn]] void dieBySignal(const std::string &nameOrNumber);

/// The lines of a normal life, unless --quiet: rich's shape, with its padding and source location.
void richLine(const Options &options, const std::string &level, const std::string &text, const std::string &source);
void plainLine(const Options &options, const std::string &text);
/// What --say and --say-out ask for, once in this process.
void sayWords(const Options &options);
/// That, and everything --log and --replay ask for. Returns when it is written.
void runLogs(const Options &options);

/// Listens and answers in threads of its own. Ends the program with status 3 when the port is taken.
void startServer(const Options &options);
/// Stops accepting, says what uvicorn says.
void closeServer(const Options &options);
/// Event streams that clients hold open.
extern std::atomic<int> openStreams;
