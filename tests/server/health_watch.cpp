// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "health_watch.h"

#include "raw_http.h"

#include <algorithm>
#include <memory>

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

HealthWatch::HealthWatch(quint16 port)
    : m_thread([this, port] { ask(port); })
{
}

HealthWatch::~HealthWatch()
{
    m_ends = true;
    m_thread.join();
}

double HealthWatch::longest() const
{
    const Clock::duration asked = m_asked;
    const double now = asked.count() == 0 ? 0 : Milliseconds(Clock::now().time_since_epoch() - asked).count();
    return std::max(m_longest.load(), now);
}

void HealthWatch::ask(quint16 port)
{
    RawConnection kept(port);
    for (int round = 0; !m_ends; ++round) {
        m_asked = Clock::now().time_since_epoch();
        bool isGood = false;
        if (round % 2 == 0) {
            isGood = kept.get("/health").status == 200;
        } else {
            RawConnection fresh(port);
            isGood = fresh.get("/health").status == 200;
        }
        m_longest = longest();
        m_asked = Clock::duration(0);
        ++(isGood ? m_answers : m_failures);
        std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
}
