// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/patient_read.h"

#include <QSemaphore>

#include <atomic>
#include <memory>
#include <thread>

std::optional<QByteArray> readPatiently(std::chrono::milliseconds moment,
                                        const std::function<std::optional<QByteArray>()> &read)
{
    static const auto running = std::make_shared<std::atomic<int>>(0);
    struct Answer
    {
        QSemaphore isThere;
        std::optional<QByteArray> bytes;
    };
    if (running->fetch_add(1) >= MostHangingReads) {
        running->fetch_sub(1);
        return std::nullopt;
    }
    const auto answer = std::make_shared<Answer>();
    std::thread([answer, read, count = running] {
        answer->bytes = read();
        count->fetch_sub(1);
        answer->isThere.release();
    }).detach();
    // The one bounded wait: nobody else can be asked meanwhile, and it is over before a client notices.
    if (!answer->isThere.tryAcquire(1, int(moment.count())))
        return std::nullopt;
    return answer->bytes;
}
