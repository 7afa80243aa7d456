// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/readable_colours.h"
#include "ui/shared/seen_box_style.h"

#include <QApplication>
#include <QCheckBox>
#include <QMenu>
#include <QStyleFactory>
#include <QStyleOptionButton>
#include <QTest>

#include <algorithm>

/// The colour that stands out most in a part of a picture from what fills it.
static double mostContrast(const QImage &picture, const QRect &part)
{
    const QColor ground = picture.pixelColor(part.topLeft());
    double most = 1;
    for (int y = part.top(); y <= part.bottom(); ++y) {
        for (int x = part.left(); x <= part.right(); ++x)
            most = std::max(most, contrast(ground, picture.pixelColor(x, y)));
    }
    return most;
}

class SeenBoxStyleTest : public QObject
{
    Q_OBJECT
private slots:
    void init() { QApplication::setStyle(QStyleFactory::create(QStringLiteral("fusion"))); }

    void itTakesThePlaceOfFusionAlone()
    {
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("windows")));
        SeenBoxStyle::useWhereFusionIs();
        QVERIFY(!qobject_cast<SeenBoxStyle *>(QApplication::style()));
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("fusion")));
        SeenBoxStyle::useWhereFusionIs();
        QVERIFY(qobject_cast<SeenBoxStyle *>(QApplication::style()));
    }

    void anEmptyBoxIsSeen_data()
    {
        QTest::addColumn<QColor>("window");
        QTest::addColumn<QColor>("base");
        QTest::newRow("dark") << QColor(46, 49, 58) << QColor(29, 31, 38);
        QTest::newRow("as dark as can be") << QColor(Qt::black) << QColor(Qt::black);
        QTest::newRow("middle") << QColor(0x66, 0x66, 0x66) << QColor(0x55, 0x55, 0x55);
    }

    void anEmptyBoxIsSeen()
    {
        QFETCH(QColor, window);
        QFETCH(QColor, base);
        QPalette palette(window);
        palette.setColor(QPalette::Base, base);
        QApplication::setPalette(palette);
        SeenBoxStyle::useWhereFusionIs();

        QCheckBox box(QStringLiteral("Follow"));
        box.resize(box.sizeHint());
        QStyleOptionButton option;
        option.initFrom(&box);
        const QRect indicator = box.style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, &box);
        QVERIFY(mostContrast(box.grab().toImage(), indicator.adjusted(-1, -1, 1, 1) & box.rect()) >= 3);

        QMenu menu;
        QAction *row = menu.addAction(QStringLiteral("Start at login"));
        row->setCheckable(true);
        menu.resize(menu.sizeHint());
        const QRect place = menu.actionGeometry(row);
        const QRect left(place.left() + 2, place.top() + 1, place.height() - 2, place.height() - 2);
        QVERIFY(mostContrast(menu.grab().toImage(), left) >= 3);
    }

    void aLightDesktopKeepsItsBoxes()
    {
        QApplication::setPalette(QPalette(QColor(246, 247, 249)));
        const auto picture = [] {
            QCheckBox box(QStringLiteral("Follow"));
            box.resize(box.sizeHint());
            return box.grab().toImage();
        };
        const QImage plain = picture();
        SeenBoxStyle::useWhereFusionIs();
        QCOMPARE(picture(), plain);
    }
};

QTEST_MAIN(SeenBoxStyleTest)
#include "tst_seen_box_style.moc"
