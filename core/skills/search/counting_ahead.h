// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/word_counter.h"

#include <QThread>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

/// Counts the words of many skills in a thread, a little ahead of whom needs them.
///
/// Half of all the work of indexing is reading a text and taking it apart, and on two cores somebody else may do it.
/// Nobody waits for the thread: who comes to a skill before it counts that one himself.
class CountingAhead
{
public:
    explicit CountingAhead(const WordCounter::Rules &rules);
    ~CountingAhead();
    Q_DISABLE_COPY_MOVE(CountingAhead)

    /// These are needed next, in this order; those of an earlier call no more.
    void begin(const std::vector<std::shared_ptr<const Skill>> &skills);

    enum class State {
        Open,    // nobody has begun with it, and the thread will not any more
        Counted, // it is handed over
        AtWork,  // the thread is at it: come back to it
    };
    /// The skill is needed now.
    [[nodiscard]] State take(const std::shared_ptr<const Skill> &skill, CountedWords &words);

private:
    struct Item
    {
        std::shared_ptr<const Skill> skill;
        State state = State::Open;
        CountedWords words;
    };
    void run();
    /// With m_mutex held.
    [[nodiscard]] std::shared_ptr<Item> nextOpen() const;

    WordCounter m_counter; // the thread's
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::deque<std::shared_ptr<Item>> m_items; // in the order in which they are needed
    bool m_isEnding = false;
    std::unique_ptr<QThread> m_thread;
};
