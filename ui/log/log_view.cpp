// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_view.h"

#include "core/log/log_store.h"
#include "ui/log/log_accessible.h"
#include "ui/log/log_find.h"
#include "ui/log/log_rows.h"
#include "ui/log/log_scroll_bar.h"

#include <QEvent>
#include <QFontDatabase>
#include <QPushButton>
#include <QStyle>

#include <algorithm>
#include <cmath>
#include <utility>

// 30 frames a second: more cannot be read, and painting is what a flood costs.
static constexpr int FrameMs = 33;
static constexpr qreal SmallestFont = 6;
static constexpr qreal LargestFont = 48;

LogView::LogView(const LogStore &store, LogRows &rows, const LogFind &find, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_store(store)
    , m_rows(rows)
    , m_find(find)
    , m_scrollBar(new LogScrollBar(rows, this))
    , m_newLines(new QPushButton(this))
    , m_showAll(new QPushButton(tr("Show all lines"), this))
{
    AccessibleLog::install();
    setVerticalScrollBar(m_scrollBar);
    m_scrollBar->setFind(&find);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Log"));
    setAccessibleDescription(tr("The lines of the backend and of Skills Tray, the newest at the end"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);

    m_newLines->setObjectName(QStringLiteral("newLines"));
    m_showAll->setObjectName(QStringLiteral("showAll"));
    m_newLines->setFocusPolicy(Qt::NoFocus);
    m_newLines->setCursor(Qt::PointingHandCursor);
    m_newLines->setToolTip(tr("Go to the newest line and follow (End)"));
    m_newLines->hide();
    connect(m_newLines, &QPushButton::clicked, this, [this] { setFollow(true); });
    m_showAll->setToolTip(tr("Take the filter away (Esc in its field)"));
    m_showAll->hide();
    connect(m_showAll, &QPushButton::clicked, this, &LogView::everythingRequested);

    m_frame.setSingleShot(true);
    connect(&m_frame, &QTimer::timeout, this, &LogView::refresh);
    connect(&rows, &LogRows::changed, this, &LogView::scheduleRefresh);
    connect(&rows, &LogRows::rebuilt, this, &LogView::onRebuilt);
    connect(&find, &LogFind::changed, this, &LogView::scheduleRefresh);
    connect(m_scrollBar, &QScrollBar::valueChanged, this, &LogView::onVerticalValue);
    m_dragScroll.setInterval(FrameMs);
    connect(&m_dragScroll, &QTimer::timeout, this, [this] { dragTo(m_dragPosition); });

    new LogNews(*this);
    m_rows.setActive(isVisible());
    updateColours();
    measure();
}

LogView::~LogView() = default;

void LogView::setFollow(bool follow)
{
    const bool changed = m_follow != follow;
    m_follow = follow;
    if (!follow) {
        rememberTop();
        m_seenEnd = m_store.endNumber();
    }
    refresh();
    if (changed)
        emit followChanged(follow);
}

void LogView::reveal(qint64 number)
{
    if (number < m_store.firstNumber() || number >= m_store.endNumber())
        return;
    m_reveal = number;
    setCurrent(number);
    setFollow(false);
}

void LogView::revealMatch(qint64 number)
{
    m_revealsMatch = true;
    reveal(number);
}

void LogView::showRecord(qint64 number)
{
    m_revealOpens = true;
    m_selection.beginLines(number);
    reveal(number);
}

void LogView::revealPending()
{
    if (m_reveal < 0 || m_reveal >= m_rows.readEnd())
        return;
    const qint64 number = std::exchange(m_reveal, -1);
    const bool opens = std::exchange(m_revealOpens, false);
    const bool showsMatch = std::exchange(m_revealsMatch, false);
    const auto record = m_rows.recordOf(number);
    if (opens || (record && number != record->head))
        m_rows.setFolded(number, false);
    placeScrollBars();
    if (m_rows.count() == 0)
        return;
    const qint64 row = std::min(m_rows.rowAtOrAfter(number), m_rows.endRow() - 1);
    // What was unfolded is to be seen too.
    if (opens || !isInSight(row))
        scrollTo(moved({row, 0}, -pageRows() / 3));
    if (showsMatch && m_rows.numberAt(row) == number)
        bringMatchIntoSight(row);
}

void LogView::selectAll()
{
    if (m_rows.count() == 0)
        return;
    m_selection.beginLines(m_rows.numberAt(m_rows.firstRow()));
    m_selection.extendTo({m_rows.numberAt(m_rows.endRow() - 1), 0});
    viewport()->update();
    emit cursorChanged();
}

qint64 LogView::topLine() const
{
    return m_rows.count() > 0 ? m_rows.numberAt(topRow()) : -1;
}

qint64 LogView::newRows() const
{
    return m_follow ? 0 : m_rows.endRow() - m_rows.rowAtOrAfter(m_seenEnd);
}

qint64 LogView::currentLine() const
{
    return m_current >= m_store.firstNumber() ? m_current : -1;
}

qint64 LogView::lineBeforeNext() const
{
    return currentLine() >= 0 ? currentLine() : topLine() - 1;
}

qint64 LogView::lineAfterPrevious() const
{
    return currentLine() >= 0 ? currentLine() : topLine();
}

qint64 LogView::focusLine() const
{
    if (m_rows.count() == 0)
        return -1;
    const qint64 last = m_rows.endRow() - 1;
    if (currentLine() >= 0)
        return m_rows.numberAt(std::min(m_rows.rowAtOrAfter(m_current), last));
    return m_rows.numberAt(m_follow ? last : moved(top(), pageRows() - 1).row);
}

std::optional<LogRows::Record> LogView::foldOf(qint64 number) const
{
    if (!m_rows.foldingWorks())
        return std::nullopt;
    const auto record = m_rows.recordOf(number);
    return record && record->head == number && record->lines >= LogRows::LeastFoldable ? record : std::nullopt;
}

void LogView::setWraps(bool wraps)
{
    if (wraps == m_wraps)
        return;
    m_wraps = wraps;
    m_widestText = 0;
    refresh();
    emit wrapsChanged(wraps);
}

void LogView::setFontPointSize(qreal size)
{
    const qreal wanted = size > 0 ? std::clamp(size, SmallestFont, LargestFont) : 0;
    if (wanted == m_pointSize)
        return;
    m_pointSize = wanted;
    measure();
    emit fontPointSizeChanged(wanted);
}

void LogView::zoom(qreal points)
{
    setFontPointSize(std::clamp(viewport()->font().pointSizeF() + points, SmallestFont, LargestFont));
}

void LogView::scheduleRefresh()
{
    // Nothing is touched while nobody looks; showEvent() catches up.
    if (!isVisible() || m_frame.isActive())
        return;
    const qint64 since = m_sinceFrame.isValid() ? m_sinceFrame.elapsed() : FrameMs;
    m_frame.start(int(std::clamp<qint64>(FrameMs - since, 0, FrameMs)));
}

void LogView::refresh()
{
    m_frame.stop();
    m_sinceFrame.start();
    revealPending();
    placeScrollBars();
    updateNewLinesButton();
    updateEmptyView();
    viewport()->update();
    m_scrollBar->update();
    emit refreshed();
}

void LogView::onRebuilt()
{
    // m_topLine stays: with other rows, what the user was reading should still be in sight.
    m_widestText = 0;
    scheduleRefresh();
}

void LogView::scrollContentsBy(int dx, int dy)
{
    Q_UNUSED(dx);
    Q_UNUSED(dy);
    viewport()->update();
    if (!m_placing)
        updateNewLinesButton();
}

void LogView::measure()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    // A desktop's fixed font may keep its size when the user enlarges the others.
    const qreal usual = std::max(font.pointSizeF(), this->font().pointSizeF());
    font.setPointSizeF(m_pointSize > 0 ? m_pointSize : usual);
    viewport()->setFont(font);
    const QFontMetricsF metrics(font);
    m_charWidth = metrics.horizontalAdvance(u'0');
    m_simpleFrames = qFuzzyCompare(metrics.horizontalAdvance(QChar(0x2502)), m_charWidth);
    const int textHeight = int(std::ceil(metrics.height()));
    m_rowHeight = textHeight + std::max(2, textHeight * 2 / 5);
    m_baseline = (m_rowHeight - textHeight) / 2 + int(std::ceil(metrics.ascent()));
    m_widestText = 0;
    placeNewLinesButton();
    refresh();
}

void LogView::updateColours()
{
    m_colours = LogColours(palette());
    m_scrollBar->setColours(m_colours);
    QPalette button = palette();
    button.setColor(QPalette::Button, m_colours.selection);
    button.setColor(QPalette::ButtonText, m_colours.selectedText);
    m_newLines->setPalette(button);
}

bool LogView::filterHidesAll() const
{
    return m_rows.count() == 0 && m_rows.isComplete() && m_rows.hiddenByFilter() + m_rows.hiddenHealthChecks() > 0;
}

/// What stands where no row is.
QString LogView::emptyText() const
{
    if (m_store.count() == 0)
        return tr("Nothing has been logged yet");
    if (!m_rows.isComplete())
        return {};
    if (filterHidesAll())
        return tr("No line passes the filter");
    return tr("The view was cleared; new lines come here");
}

void LogView::updateEmptyView()
{
    const bool hidesAll = filterHidesAll();
    m_showAll->setVisible(hidesAll);
    if (!hidesAll)
        return;
    m_showAll->adjustSize();
    const QPoint middle = viewport()->geometry().center();
    m_showAll->move(middle.x() - m_showAll->width() / 2, middle.y() + fontMetrics().height());
}

void LogView::updateNewLinesButton()
{
    if (!m_follow && m_scrollBar->value() == m_scrollBar->maximum())
        m_seenEnd = m_store.endNumber();
    const bool away = !m_follow && m_scrollBar->value() < m_scrollBar->maximum();
    if (away) {
        // tr() with a count would need a translation even in English.
        const qint64 fresh = newRows();
        const QString text = fresh == 0   ? tr("\u2193 Newest lines")
                             : fresh == 1 ? tr("\u2193 1 new line")
                                          : tr("\u2193 %L1 new lines").arg(fresh);
        if (text != m_newLines->text()) {
            m_newLines->setText(text);
            placeNewLinesButton();
        }
    }
    if (away != m_newLines->isVisibleTo(this)) {
        m_newLines->setVisible(away);
        placeNewLinesButton();
    }
}

void LogView::placeNewLinesButton()
{
    m_newLines->adjustSize();
    const QRect area = viewport()->geometry();
    const int margin = m_rowHeight / 2;
    m_newLines->move(area.right() - m_newLines->width() - margin, area.bottom() - m_newLines->height() - margin);
    m_newLines->raise();
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    placeNewLinesButton();
    refresh();
}

void LogView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        updateColours();
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        measure();
}

void LogView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    m_rows.setActive(true);
    refresh();
}

void LogView::hideEvent(QHideEvent *event)
{
    m_rows.setActive(false);
    m_frame.stop();
    QAbstractScrollArea::hideEvent(event);
}
