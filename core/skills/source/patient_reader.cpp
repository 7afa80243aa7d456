// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/patient_reader.h"

#include <QHash>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

/// What the threads bring.
struct PatientReader::Shelf
{
    struct Item
    {
        bool isHere = false;
        Bytes bytes;
        Clock::time_point since; // begun, then brought
        [[nodiscard]] qsizetype size() const { return bytes ? bytes->size() : 0; }
    };

    std::mutex mutex;
    std::condition_variable brought;
    QHash<QString, Item> items;

    void bring(const QString &name, Bytes bytes)
    {
        {
            const std::lock_guard lock(mutex);
            items.insert(name, {.isHere = true, .bytes = std::move(bytes), .since = Clock::now()});
        }
        brought.notify_all();
    }

    /// For the one who asks and nobody else: what lies in the file may be another thing by the next time.
    [[nodiscard]] Bytes take(const QString &name) { return items.take(name).bytes; }

    void clear(const Limits &limits)
    {
        const auto now = Clock::now();
        qsizetype bytes = 0;
        items.removeIf([&](auto item) {
            if (!item->isHere)
                return false;
            bytes += item->size();
            return now - item->since > limits.kept || bytes > limits.keptBytes;
        });
    }
};

PatientReader::PatientReader()
    : PatientReader(Limits())
{
}

PatientReader::PatientReader(Limits limits)
    : m_limits(limits)
    , m_shelf(std::make_shared<Shelf>())
    , m_patience(limits.patience)
    , m_refilled(Clock::now())
{
}

PatientReader::~PatientReader() = default;

std::chrono::nanoseconds PatientReader::patienceLeft()
{
    const auto now = Clock::now();
    const auto full = std::chrono::nanoseconds(m_limits.patience);
    const auto passed = std::min<std::chrono::nanoseconds>(now - m_refilled, std::chrono::seconds(1));
    m_refilled = now;
    m_patience = std::min(full, m_patience + full * passed.count() / std::nano::den);
    return m_patience;
}

bool PatientReader::isWaiting() const
{
    const std::lock_guard lock(m_shelf->mutex);
    return std::any_of(m_shelf->items.cbegin(), m_shelf->items.cend(),
                       [](const Shelf::Item &item) { return !item.isHere; });
}

PatientReader::Bytes PatientReader::read(const QString &name, const Read &read)
{
    std::unique_lock lock(m_shelf->mutex);
    m_shelf->clear(m_limits);
    const auto known = m_shelf->items.constFind(name);
    if (known != m_shelf->items.constEnd() && known->isHere)
        return m_shelf->take(name);
    if (known != m_shelf->items.constEnd() && Clock::now() - known->since > m_limits.patience)
        return std::nullopt; // it hangs
    if (known == m_shelf->items.constEnd()) {
        const auto hanging = std::count_if(m_shelf->items.cbegin(), m_shelf->items.cend(),
                                           [](const Shelf::Item &item) { return !item.isHere; });
        if (hanging >= m_limits.hanging)
            return std::nullopt;
        m_shelf->items.insert(name, {.isHere = false, .bytes = {}, .since = Clock::now()});
        std::thread([shelf = m_shelf, name, read] { shelf->bring(name, read()); }).detach();
    }
    const auto patience = patienceLeft();
    const auto began = Clock::now();
    // The one bounded wait: nobody else can be asked meanwhile, and it is over before a client notices.
    const bool isHere = m_shelf->brought.wait_for(lock, patience, [&] { return m_shelf->items.value(name).isHere; });
    m_patience -= std::min<std::chrono::nanoseconds>(m_patience, Clock::now() - began);
    return isHere ? m_shelf->take(name) : std::nullopt;
}
