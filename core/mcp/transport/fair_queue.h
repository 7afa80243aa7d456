// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>

#include <deque>
#include <optional>
#include <utility>

/// Takes turns between clients: whoever asks much waits behind himself, not others behind him.
template<class Item>
class FairQueue
{
public:
    void add(const QByteArray &client, Item item)
    {
        std::deque<Item> &own = m_queues[client];
        if (own.empty())
            m_order.push_back(client);
        own.push_back(std::move(item));
    }

    /// The first of the client whose turn it is; none: nothing waits.
    [[nodiscard]] std::optional<Item> take()
    {
        if (m_order.empty())
            return std::nullopt;
        const QByteArray client = std::move(m_order.front());
        m_order.pop_front();
        const auto own = m_queues.find(client);
        Item item = std::move(own->front());
        own->pop_front();
        if (own->empty())
            m_queues.erase(own);
        else
            m_order.push_back(client);
        return item;
    }

    [[nodiscard]] bool isEmpty() const { return m_order.empty(); }

private:
    QHash<QByteArray, std::deque<Item>> m_queues; // none is empty
    std::deque<QByteArray> m_order;               // of those who wait, each once
};
