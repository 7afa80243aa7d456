// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <chrono>
#include <functional>
#include <optional>

/// What `read` returns, if it does so within `moment`; none: it takes longer, or too many others hang already.
///
/// A file system whose server is gone holds whoever asks it, for minutes or for ever, and nothing ends such a call from
/// outside. So it runs on a thread of its own, which is left behind when it hangs.
[[nodiscard]] std::optional<QByteArray> readPatiently(std::chrono::milliseconds moment,
                                                      const std::function<std::optional<QByteArray>()> &read);

inline constexpr int MostHangingReads = 4;
