// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>

#include <random>

/// Chance that comes again with its seed. Every step has dice of its own, so that what one step drew does not change
/// what the next ones do.
class Dice
{
public:
    Dice(quint64 seed, quint64 step)
        : m_engine(seed * 1'000'003 + step)
    {
    }

    /// 0 to `count` - 1. Not from the library's distributions, which draw otherwise elsewhere.
    [[nodiscard]] int below(int count) { return int(m_engine() % quint64(count)); }
    /// Both ends included.
    [[nodiscard]] int between(int least, int most) { return least + below(most - least + 1); }
    [[nodiscard]] bool oneIn(int count) { return below(count) == 0; }
    template<typename T>
    [[nodiscard]] const T &of(const QList<T> &list)
    {
        return list.at(below(int(list.size())));
    }

private:
    std::mt19937_64 m_engine;
};
