// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_store.h"
#include "tests/ui/log_samples.h"
#include "ui/log/find_bar.h"
#include "ui/log/log_colours.h"
#include "ui/log/log_panel.h"
#include "ui/log/log_view.h"

#include <QImage>
#include <QLineEdit>
#include <QScrollBar>
#include <QTest>

#include <cstdlib>

using namespace Qt::StringLiterals;

class TestLogScrollBar : public QObject
{
    Q_OBJECT

private:
    // Mixed colours are rounded when they are painted.
    static bool isNearly(QRgb a, QRgb b)
    {
        return std::abs(qRed(a) - qRed(b)) <= 2 && std::abs(qGreen(a) - qGreen(b)) <= 2 &&
               std::abs(qBlue(a) - qBlue(b)) <= 2;
    }

    static bool shows(const QImage &bar, int fromX, int endX, const QColor &colour)
    {
        for (int y = 0; y < bar.height(); ++y)
            for (int x = fromX; x < endX; ++x)
                if (isNearly(bar.pixel(x, y), colour.rgb()))
                    return true;
        return false;
    }

private slots:
    void aMatchIsMarkedAlsoWhereAnErrorIs()
    {
        LogStore store(1024 * 1024);
        LogPanel panel(store);
        panel.resize(900, 400);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QScrollBar *bar = panel.view()->verticalScrollBar();
        const LogColours colours(panel.view()->palette());

        QList<LogLine> lines(2000, sampleLine("line"));
        lines[1000] = sampleLine("needle", Level::Error);
        store.append(lines);
        QVERIFY(readAll(panel.rows()));
        QTRY_VERIFY(bar->isVisible());
        const int half = bar->width() / 2;
        QTRY_VERIFY(shows(bar->grab().toImage(), 0, half, colours.error));
        QVERIFY(!shows(bar->grab().toImage(), half, bar->width(), colours.currentMatch));

        panel.openFind();
        panel.findChild<FindBar *>()->findChild<QLineEdit *>()->setText(u"needle"_s);
        QTRY_COMPARE(panel.find().count(), 1);
        QTRY_VERIFY(shows(bar->grab().toImage(), half, bar->width(), colours.currentMatch));
        QVERIFY(shows(bar->grab().toImage(), 0, half, colours.error));
    }
};

QTEST_MAIN(TestLogScrollBar)

#include "tst_log_scroll_bar.moc"
