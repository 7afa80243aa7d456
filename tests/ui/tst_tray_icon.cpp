// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "sample_statuses.h"

#include "ui/tray/backend_menu.h"
#include "ui/shared/icon_pacer.h"
#include "ui/tray/tray_icon.h"
#include "ui/shared/tray_icon_painter.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QTextDocument>

#include <cstdlib>

static QImage grey(const IconLook &look, IconColours colours, int side, const QColor &ground)
{
    QImage image(side, side, QImage::Format_RGB32);
    image.fill(ground);
    QPainter painter(&image);
    painter.drawImage(0, 0, paintIcon(look, colours, side));
    painter.end();
    return image.convertToFormat(QImage::Format_Grayscale8);
}

/// How many pixels differ clearly, in thousandths of all.
static int difference(const QImage &a, const QImage &b)
{
    int differing = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x)
            differing += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) > 24 ? 1 : 0;
    }
    return differing * 1000 / (a.width() * a.height());
}

static IconLook sampleLook(IconShape shape)
{
    return {shape, shape == IconShape::Loading ? 4 : 0};
}

class TrayIconTest : public QObject
{
    Q_OBJECT
private slots:
    void noSizeAndNoScaleGivesANullPixmap_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<qreal>("scale");
        for (const int side : {16, 22, 24, 32, 48, 64, 128}) {
            for (const qreal scale : {1.0, 1.5, 2.0, 3.0})
                QTest::addRow("U10 %d px at %.1f", side, scale) << side << scale;
        }
    }

    void noSizeAndNoScaleGivesANullPixmap()
    {
        QFETCH(int, side);
        QFETCH(qreal, scale);
        for (int shape = 0; shape < IconShapeCount; ++shape) {
            for (const auto colours : {IconColours::Automatic, IconColours::Light, IconColours::Dark}) {
                const QIcon icon = makeIcon(sampleLook(IconShape(shape)), colours);
                const QPixmap pixmap = icon.pixmap(QSize(side, side), scale);
                QVERIFY(!pixmap.isNull());
                // Drawn at that size, not stretched.
                QCOMPARE(pixmap.width(), qRound(side * scale));
                QCOMPARE(pixmap.toImage().convertToFormat(QImage::Format_ARGB32_Premultiplied).pixelColor(0, 0).alpha(),
                         0);
                QVERIFY(pixmap.toImage().pixelColor(pixmap.width() / 2, qRound(pixmap.height() * 0.06)).alpha() > 60);
                QVERIFY(!icon.availableSizes().isEmpty());
            }
        }
    }

    void noTwoShapesLookAlikeWithoutColours_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<IconColours>("colours");
        QTest::addColumn<QColor>("ground");
        const QColor light(0xf2, 0xf3, 0xf5);
        const QColor dark(0x20, 0x23, 0x2a);
        for (const int side : {16, 22, 32, 64}) {
            QTest::addRow("%d light", side) << side << IconColours::Light << light;
            QTest::addRow("%d dark", side) << side << IconColours::Dark << dark;
            QTest::addRow("%d automatic on light", side) << side << IconColours::Automatic << light;
            QTest::addRow("%d automatic on dark", side) << side << IconColours::Automatic << dark;
        }
    }

    void noTwoShapesLookAlikeWithoutColours()
    {
        QFETCH(int, side);
        QFETCH(IconColours, colours);
        QFETCH(QColor, ground);
        int least = 1000;
        for (int a = 0; a < IconShapeCount; ++a) {
            for (int b = a + 1; b < IconShapeCount; ++b) {
                const int found = difference(grey(sampleLook(IconShape(a)), colours, side, ground),
                                             grey(sampleLook(IconShape(b)), colours, side, ground));
                QVERIFY2(found >= 15, qPrintable(QStringLiteral("%1 and %2: %3").arg(a).arg(b).arg(found)));
                least = std::min(least, found);
            }
        }
        qInfo("least difference: %d of 1000 pixels", least);
    }

    void everyShapeStandsOutFromThePanel_data() { noTwoShapesLookAlikeWithoutColours_data(); }

    void everyShapeStandsOutFromThePanel()
    {
        QFETCH(int, side);
        QFETCH(IconColours, colours);
        QFETCH(QColor, ground);
        QImage empty(side, side, QImage::Format_Grayscale8);
        empty.fill(qGray(ground.rgb()));
        for (int shape = 0; shape < IconShapeCount; ++shape)
            QVERIFY(difference(grey(sampleLook(IconShape(shape)), colours, side, ground), empty) > 150);
    }

    void eachStatusHasItsLook_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("shape");
        const auto add = [](const char *name, IconShape shape) {
            QTest::addRow("%s", name) << QByteArray(name) << int(shape);
        };
        add("stopped", IconShape::Stopped);
        add("starting", IconShape::Starting);
        add("loading", IconShape::Loading);
        add("ready", IconShape::Ready);
        add("warning", IconShape::Warning);
        add("unresponsive", IconShape::Unresponsive);
        add("stopping", IconShape::Stopping);
        add("backoff", IconShape::Backoff);
        add("port-in-use", IconShape::Backoff);
        add("needs-download", IconShape::Stopped);
        add("not-found", IconShape::Failed);
    }

    void eachStatusHasItsLook()
    {
        QFETCH(QByteArray, name);
        QFETCH(int, shape);
        QCOMPARE(int(lookOf(sampleStatus(name.constData())).shape), shape);
    }

    void theRingTellsProgressInEighths_data()
    {
        QTest::addColumn<int>("skills");
        QTest::addColumn<int>("expected");
        QTest::addColumn<int>("eighths");
        QTest::newRow("none yet") << 0 << 151 << 0;
        QTest::newRow("94 of 151") << 94 << 151 << 4;
        QTest::newRow("all, but not ready") << 151 << 151 << 7;
        QTest::newRow("more than remembered") << 400 << 151 << 7;
        QTest::newRow("unknown") << 30 << 0 << 0;
        QTest::newRow("huge") << 2'000'000'000 << 2'000'000'000 << 7;
    }

    void theRingTellsProgressInEighths()
    {
        QFETCH(int, skills);
        QFETCH(int, expected);
        Status status = sampleStatus("loading");
        status.skills = skills;
        status.skillsExpected = expected;
        QTEST(lookOf(status).eighths, "eighths");
    }

    void startingTurnsAtMostTwiceASecondAndOnlyThenATimerRuns()
    {
        IconPacer pacer;
        QSignalSpy changes(&pacer, &IconPacer::lookChanged);
        pacer.setStatus(sampleStatus("starting"));
        QVERIFY(pacer.isTurning());
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY_WITH_TIMEOUT(changes.size() >= 4, 8000); // the shape, and three turns
        QVERIFY2(clock.elapsed() >= 1400, qPrintable(QString::number(clock.elapsed())));
        pacer.setPaused(true);
        QVERIFY(!pacer.isTurning());
        pacer.setPaused(false);
        QVERIFY(pacer.isTurning());
        const QList<SampleStatus> samples = sampleStatuses();
        for (const SampleStatus &sample : samples) {
            pacer.setStatus(sample.status);
            const bool moves = sample.status.state == State::Starting || sample.status.state == State::Stopping;
            QCOMPARE(pacer.isTurning(), moves);
        }
    }

    // U11
    void aThousandChangesASecondAreTwentyAndTheLastOneHolds()
    {
        IconPacer pacer;
        QSignalSpy changes(&pacer, &IconPacer::lookChanged);
        const QList<SampleStatus> samples = sampleStatuses();
        QElapsedTimer clock;
        clock.start();
        int sent = 0;
        QTimer source;
        source.setTimerType(Qt::PreciseTimer);
        connect(&source, &QTimer::timeout, this, [&] {
            for (const qint64 due = clock.elapsed(); sent < due; ++sent) // a late timer sends what it owes
                pacer.setStatus(samples.at(sent % samples.size()).status);
        });
        source.start(1);
        QTRY_VERIFY_WITH_TIMEOUT(clock.elapsed() >= 1500, 10'000);
        source.stop();
        const double seconds = double(clock.elapsed()) / 1000.0;
        const qsizetype seen = changes.size();
        pacer.setStatus(sampleStatus("ready"));
        QTRY_COMPARE(int(pacer.look().shape), int(IconShape::Ready));
        qInfo("%d statuses in %.2f s: %lld looks", sent, seconds, qlonglong(seen));
        QVERIFY(sent >= 1000);
        QVERIFY(double(seen) <= 20 * seconds + 1);
    }

    // U08
    void theTooltipIsTheMessageWithoutMarkupAndEscapes()
    {
        BackendMenu menu;
        TrayIcon icon(menu);
        Status status = sampleStatus("ready");
        icon.setStatus(status);
        QTRY_COMPARE(icon.toolTip(), QStringLiteral("Ready: 151 skills"));
        status.message = QStringLiteral("<img src='http://sink'>\x1b[31m\nsecond\u202e") + QString(10'000, u'x');
        icon.setStatus(status);
        QTRY_VERIFY(icon.toolTip().contains(QStringLiteral("second")));
        QVERIFY(!Qt::mightBeRichText(icon.toolTip()));
        QVERIFY(!icon.toolTip().contains(u'<'));
        QVERIFY(!icon.toolTip().contains(QChar(0x1b)));
        QVERIFY(!icon.toolTip().contains(u'\n'));
        QVERIFY(!icon.toolTip().contains(QChar(0x202e)));
        QVERIFY(icon.toolTip().size() <= 240);
    }
};

QTEST_MAIN(TrayIconTest)
#include "tst_tray_icon.moc"
