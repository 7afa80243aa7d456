// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/line_set.h"

#include <QRandomGenerator>
#include <QTest>

#include <set>

using Reference = std::set<qint64>;

static LineSet setOf(const Reference &numbers)
{
    LineSet set;
    for (const qint64 number : numbers)
        set.insert(number);
    return set;
}

/// Empty, or how they differ.
static QString difference(const LineSet &set, const Reference &reference, qint64 low, qint64 high)
{
    if (set.count() != static_cast<qint64>(reference.size()))
        return QStringLiteral("%1 members instead of %2").arg(set.count()).arg(reference.size());
    qint64 before = 0;
    auto expected = reference.begin();
    for (auto number = set.firstIn(low, high); number; number = set.firstIn(*number + 1, high)) {
        if (expected == reference.end() || *number != *expected++ || !set.contains(*number))
            return QStringLiteral("%1 is wrong").arg(*number);
        if (before % 97 == 0 && set.countBefore(*number) != before)
            return QStringLiteral("%1 members before %2").arg(set.countBefore(*number)).arg(*number);
        ++before;
    }
    return expected == reference.end() ? QString() : QStringLiteral("%1 is missing").arg(*expected);
}

class TestLineSet : public QObject
{
    Q_OBJECT
private slots:
    void anEmptySetHasNothing()
    {
        LineSet set;
        QVERIFY(set.isEmpty());
        QVERIFY(!set.contains(0));
        QVERIFY(!set.contains(-1));
        QCOMPARE(set.countBefore(1'000'000), 0);
        QVERIFY(!set.firstIn(0, 1'000'000).has_value());
        QVERIFY(!set.lastIn(0, 1'000'000).has_value());
        set.dropBefore(5000);
        set.remove(3);
        set.subtract(set);
        QVERIFY(set.isEmpty());
    }

    void aMillionMembersAreCountedAndFound()
    {
        LineSet set;
        set.insertRange(4000, 1'004'000);
        QCOMPARE(set.count(), 1'000'000);
        QCOMPARE(set.countBefore(500'000), 496'000);
        QCOMPARE(set.firstIn(0, 5000), 4000);
        QCOMPARE(set.lastIn(0, 2'000'000), 1'003'999);
        QVERIFY(!set.firstIn(0, 4000).has_value());
        QVERIFY(!set.lastIn(1'004'000, 2'000'000).has_value());
    }

    void randomChangesEqualASlowReference()
    {
        QRandomGenerator random(815);
        constexpr qint64 Low = 50'000;
        constexpr qint64 High = 90'000;
        const auto any = [&random] { return Low + random.bounded(static_cast<int>(High - Low)); };
        LineSet set;
        Reference reference;
        qint64 first = Low;
        for (int round = 0; round < 150; ++round) {
            Reference other;
            const qint64 start = any();
            for (int i = 0; i < 400; ++i)
                other.insert(std::min(High - 1, start + random.bounded(20'000)));
            switch (random.bounded(7)) {
            case 0:
                set.unite(setOf(other));
                reference.insert(other.begin(), other.end());
                break;
            case 1:
                set.subtract(setOf(other));
                for (const qint64 number : other)
                    reference.erase(number);
                break;
            case 2: {
                LineSet wide = setOf(other);
                const qint64 end = std::min(High, start + random.bounded(30'000));
                wide.insertRange(start, end);
                set.intersect(wide);
                std::erase_if(reference, [&](qint64 n) { return !other.contains(n) && (n < start || n >= end); });
                break;
            }
            case 3: {
                const qint64 end = std::min(High, start + random.bounded(10'000));
                set.insertRange(start, end);
                for (qint64 number = start; number < end; ++number)
                    reference.insert(number);
                break;
            }
            case 4:
                first = std::min(High - 20'000, first + random.bounded(300));
                set.dropBefore(first);
                reference.erase(reference.begin(), reference.lower_bound(first));
                break;
            default:
                for (const qint64 number : other) {
                    if (number % 3 == 0) {
                        set.remove(number);
                        reference.erase(number);
                    } else {
                        set.insert(number);
                        reference.insert(number);
                    }
                }
            }
            QCOMPARE(difference(set, reference, Low, High), QString());
            for (int i = 0; i < 50; ++i) {
                const qint64 from = any();
                const qint64 end = from + random.bounded(9'000);
                const auto next = reference.lower_bound(from);
                const bool some = next != reference.end() && *next < end;
                QCOMPARE(set.contains(from), reference.contains(from));
                QCOMPARE(set.firstIn(from, end), some ? std::optional(*next) : std::nullopt);
                const auto after = reference.lower_bound(end);
                QCOMPARE(set.lastIn(from, end), some ? std::optional(*std::prev(after)) : std::nullopt);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestLineSet)
#include "tst_line_set.moc"
