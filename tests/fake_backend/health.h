// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

class Options;

/// How far the pretended loading is.
struct LoadState
{
    int loaded = 0;
    int total = 0;
    bool complete = false;
};

[[nodiscard]] LoadState loadState(const Options &options, int poll, double secondsListening);
/// The answer of a healthy backend, key by key as the real one gives it.
[[nodiscard]] std::string healthBody(const Options &options, const LoadState &state);
/// The same, spoilt as `mode` says; unspoilt when the mode does not concern the body.
[[nodiscard]] std::string oddBody(const std::string &mode, const Options &options, const LoadState &state);
[[nodiscard]] std::string fileText(const std::string &path);
