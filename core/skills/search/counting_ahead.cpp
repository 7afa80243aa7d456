// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/counting_ahead.h"

#include <algorithm>

// What is counted and not yet needed takes about ten kilobytes a skill.
static constexpr size_t MostAhead = 64;

CountingAhead::CountingAhead(const WordCounter::Rules &rules)
    : m_counter(rules)
{
}

CountingAhead::~CountingAhead()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
        m_items.clear();
    }
    m_news.notify_one();
    if (m_thread)
        m_thread->wait(); // it finishes one skill, of a disk that no other machine has a say in
}

void CountingAhead::begin(const std::vector<std::shared_ptr<const Skill>> &skills)
{
    {
        const std::lock_guard lock(m_mutex);
        m_items.clear();
        for (const auto &skill : skills)
            m_items.push_back(std::make_shared<Item>(Item{.skill = skill, .state = State::Open, .words = {}}));
    }
    if (!skills.empty() && !m_thread) {
        m_thread.reset(QThread::create([this] { run(); }));
        m_thread->setObjectName(QStringLiteral("words"));
        m_thread->start();
    }
    m_news.notify_one();
}

CountingAhead::State CountingAhead::take(const std::shared_ptr<const Skill> &skill, CountedWords &words)
{
    State state = State::Open;
    {
        const std::lock_guard lock(m_mutex);
        // One of the first: a few may have been passed over.
        const auto item =
            std::find_if(m_items.begin(), m_items.end(), [&skill](const auto &each) { return each->skill == skill; });
        if (item == m_items.end())
            return State::Open;
        state = (*item)->state;
        if (state == State::AtWork)
            return state;
        if (state == State::Counted)
            words = std::move((*item)->words);
        m_items.erase(item);
    }
    m_news.notify_one();
    return state;
}

std::shared_ptr<CountingAhead::Item> CountingAhead::nextOpen() const
{
    const auto end = m_items.begin() + std::ptrdiff_t(std::min(m_items.size(), MostAhead));
    const auto open = std::find_if(m_items.begin(), end, [](const auto &item) { return item->state == State::Open; });
    return open == end ? nullptr : *open;
}

void CountingAhead::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_isEnding) {
        const std::shared_ptr<Item> item = nextOpen();
        if (!item) {
            m_news.wait(lock);
            continue;
        }
        item->state = State::AtWork;
        lock.unlock();
        CountedWords words = m_counter.count(*item->skill);
        lock.lock();
        item->words = std::move(words);
        item->state = State::Counted;
    }
}
