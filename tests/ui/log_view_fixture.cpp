// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/ui/log_view_fixture.h"

#include "tests/ui/log_samples.h"

#include <QFontMetricsF>
#include <QLabel>
#include <QTest>

#include <algorithm>
#include <cmath>

void LogViewFixture::init()
{
    m_store = std::make_unique<LogStore>(256 * 1024);
    m_panel = std::make_unique<LogPanel>(*m_store);
    m_panel->resize(900, 400);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

void LogViewFixture::cleanup()
{
    m_panel.reset();
    m_store.reset();
}

void LogViewFixture::add(int count, const QByteArray &text, Level level)
{
    QList<LogLine> lines;
    for (int i = 0; i < count; ++i)
        lines << sampleLine(text + ' ' + QByteArray::number(m_store->endNumber() + i), level);
    m_store->append(lines);
    QVERIFY(readAll(m_panel->rows()));
    // The view itself comes a frame later.
    QTRY_COMPARE(bar()->maximum(), int(std::max<qint64>(0, m_panel->rows().count() - bar()->pageStep())));
}

void LogViewFixture::addTraceback()
{
    m_store->append(sampleLine("Error in background loading", Level::Error));
    m_store->append(QList<LogLine>(338, sampleLine("frame", Level::Error, Origin::Err, LogLine::Continuation)));
    m_store->append(sampleLine("OSError: no network", Level::Error, Origin::Err, LogLine::Continuation));
    QVERIFY(readAll(m_panel->rows()));
}

QString LogViewFixture::status() const
{
    for (const QLabel *label : m_panel->findChildren<QLabel *>()) {
        if (label->accessibleName() == QLatin1String("Lines in the log"))
            return label->text();
    }
    return {};
}

QPoint LogViewFixture::rowPoint(int row, int x) const
{
    const QFontMetrics metrics(m_panel->view()->viewport()->font());
    const int height = metrics.height() + std::max(2, metrics.height() * 2 / 5);
    return {x, row * height + height / 2};
}

qreal LogViewFixture::letterWidth() const
{
    return QFontMetricsF(m_panel->view()->viewport()->font()).horizontalAdvance(u'0');
}

int LogViewFixture::textX() const
{
    return int(std::ceil(letterWidth() * 32)) + 2;
}
