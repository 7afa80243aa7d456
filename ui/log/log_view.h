// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ui/log/log_colours.h"
#include "ui/log/log_export.h"
#include "ui/log/log_rows.h"
#include "ui/log/log_selection.h"
#include "ui/log/log_text.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <QTextLayout>
#include <QTimer>

class LogFind;
class LogScrollBar;
class LogStore;
class QPushButton;
class QPainter;
struct LineView;

/// Paints the visible rows of a log, follows its end, and lets the user select.
class LogView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    /// All must outlive this object. `find` says what to highlight.
    LogView(const LogStore &store, LogRows &rows, const LogFind &find, QWidget *parent = nullptr);
    ~LogView() override;

    [[nodiscard]] bool follows() const { return m_follow; }
    void setFollow(bool follow);
    /// Long lines take several rows of the screen, instead of being scrolled sideways.
    [[nodiscard]] bool wraps() const { return m_wraps; }
    void setWraps(bool wraps);
    /// Scrolls so that the line is seen, opening the record it is folded into, and makes it the current one.
    void reveal(qint64 number);
    /// The same, and what the find bar has found in it is seen, too.
    void revealMatch(qint64 number);
    /// The same as reveal(), and selects the line and opens the record that it begins.
    void showRecord(qint64 number);
    [[nodiscard]] const LogSelection &selection() const { return m_selection; }
    void selectAll();
    /// What copySelection() copies, of more than MostOfferedLines lines nothing: quick enough for the clipboard that
    /// holds whatever is selected.
    [[nodiscard]] QString selectedText() const;
    static constexpr qint64 MostOfferedLines = 10'000;
    /// Selected characters as they are, selected lines with their columns; large selections take a moment.
    void copySelection();
    /// The same, but of selected lines only what was logged: no time, level or origin.
    void copyText();
    /// The first line to be seen, -1 without any.
    [[nodiscard]] qint64 topLine() const;
    /// Rows that came in below while not following.
    [[nodiscard]] qint64 newRows() const;

    [[nodiscard]] const LogStore &store() const { return m_store; }
    [[nodiscard]] const LogRows &rows() const { return m_rows; }
    /// The line where somebody is; -1 when it is nowhere.
    [[nodiscard]] qint64 currentLine() const;
    /// The line behind which what comes next is looked for, and the one before which what came last: where somebody is,
    /// else what is seen.
    [[nodiscard]] qint64 lineBeforeNext() const;
    [[nodiscard]] qint64 lineAfterPrevious() const;
    /// The shown line that the keys act on; -1 when none is shown.
    [[nodiscard]] qint64 focusLine() const;
    /// The record that this line begins, if it can be folded now.
    [[nodiscard]] std::optional<LogRows::Record> foldOf(qint64 number) const;
    void setFolded(qint64 number, bool folded);
    void setAllFolded(bool folded);
    /// Where the row is in the viewport, as much of it as is seen; empty when nothing is.
    [[nodiscard]] QRect rectOfRow(qint64 row) const;
    /// The row at that place of the viewport; -1 for none.
    [[nodiscard]] qint64 rowAt(QPointF position) const;

    /// 0: the size of the system's fonts.
    [[nodiscard]] qreal fontPointSize() const { return m_pointSize; }
    void setFontPointSize(qreal size);
    /// Larger or smaller by so many points.
    void zoom(qreal points);
    /// To the first shown line that is as late; see lineAtTime().
    void goToTime(qint64 timeMs);
    /// To the next or previous error, around the end; false when none is shown.
    bool goToNextError();
    bool goToPreviousError();

signals:
    void followChanged(bool follows);
    void fontPointSizeChanged(qreal size);
    void wrapsChanged(bool wraps);
    void cursorChanged();       // the current line or what is selected
    void everythingRequested(); // nothing passes the filter
    void refreshed();           // at most 30 times a second while lines arrive
    void copyRequested(qint64 from, qint64 end, LogExport::Content content); // lines [from, end)

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    // Where the columns begin, in pixels of the viewport.
    struct Columns
    {
        qreal time = 0;
        qreal level = 0;
        qreal origin = 0;
        qreal fold = 0;
        qreal text = 0;
        bool hasOrigin = true;
    };

    // What a row shows, and where its text is broken into pieces, each as high as m_rowHeight.
    struct RowText
    {
        QString text;
        bool simple = true; // each character takes one column
        qreal indent = 0;
        QString foldedLines;        // "(+ 338 lines)", after the text; empty where nothing can be folded
        QList<qsizetype> starts{0}; // of the pieces; more than one only where lines are wrapped
    };
    struct Piece
    {
        QString text;
        bool simple = true;
        qsizetype from = 0; // its first column
        bool last = true;
        qreal x = 0;    // of the first letter, also where that is hidden
        qreal left = 0; // what is left of this is hidden
        int y = 0;
    };
    // A piece of a row.
    struct Position
    {
        qint64 row = 0;
        qsizetype piece = 0;
        auto operator<=>(const Position &) const = default;
    };

    // From one x of the viewport to another; empty when `to` is not the greater one.
    struct Stretch
    {
        qreal from = 0;
        qreal to = 0;
    };

    // log_view.cpp
    void scheduleRefresh();
    void refresh();
    void revealPending();
    void bringMatchIntoSight(qint64 row);
    void onRebuilt();
    void measure();
    void updateColours();
    void placeNewLinesButton();
    [[nodiscard]] bool filterHidesAll() const;
    void updateEmptyView();
    [[nodiscard]] QString emptyText() const;
    void updateNewLinesButton();

    // log_view_scroll.cpp
    void placeScrollBars();
    void onVerticalValue(int value);
    [[nodiscard]] int pageRows() const;
    struct PlacedRow
    {
        qint64 row = 0; // endRow() below the last one
        int y = 0;      // of the viewport; above it where only the row's end is seen
        int height = 0;
    };
    [[nodiscard]] PlacedRow placedRowAt(qreal y) const;
    void rememberTop();
    [[nodiscard]] Position positionOf(qint64 number, qsizetype column) const;
    [[nodiscard]] Position top() const;
    [[nodiscard]] qint64 topRow() const { return top().row; }
    /// Where the page is that ends with the last row.
    [[nodiscard]] Position endOfScrolling() const;
    /// So many pieces further down, or up, but not beyond the first or last one.
    [[nodiscard]] Position moved(Position from, qint64 pieces) const;
    [[nodiscard]] qsizetype piecesOf(qint64 row) const;
    [[nodiscard]] bool isInSight(qint64 row) const;
    void scrollTo(Position position);
    /// As the user does it, who may so begin or end to follow.
    void scrollBy(qint64 pieces);
    void bringIntoSight(qint64 row);

    // log_view_layout.cpp
    [[nodiscard]] Columns columns() const;
    [[nodiscard]] qsizetype textColumns(const LineView &line) const;
    [[nodiscard]] RowText rowText(qint64 number) const;
    [[nodiscard]] QList<qsizetype> wrapped(const QString &text, bool simple, qsizetype columns) const;
    [[nodiscard]] qreal textIndent(const LineView &line) const;
    [[nodiscard]] bool isSimple(QStringView text) const;
    [[nodiscard]] qreal xOfColumn(const Piece &piece, qsizetype column) const;
    [[nodiscard]] qsizetype columnAt(const QString &text, qreal x, QTextLine::CursorPosition position) const;
    [[nodiscard]] Piece pieceOf(const RowText &row, qsizetype index) const;

    // log_view_paint.cpp
    void paintRow(QPainter &painter, qint64 number, int y, const Columns &at);
    void paintCell(QPainter &painter, qreal x, int y, const QString &text, const QColor &colour) const;
    void paintText(QPainter &painter, const Piece &piece, const QColor &colour) const;
    [[nodiscard]] Stretch stretchOf(const LogSelection::Part &selected, const Piece &piece) const;
    [[nodiscard]] std::optional<ColumnRange> firstMatchIn(const LineView &line) const;
    [[nodiscard]] QList<ColumnRange> matchesIn(const LineView &line, const RowText &row) const;
    void paintMatches(QPainter &painter, const QList<ColumnRange> &matches, bool current, const Piece &piece,
                      Stretch selection) const;
    void paintStretch(QPainter &painter, const Piece &piece, Stretch stretch, int margin, const QColor &ground,
                      const QColor &ink) const;
    qreal paintFoldedLines(QPainter &painter, const QString &text, qreal textEnd, int y, const QColor &ground,
                           const QColor &ink) const;
    [[nodiscard]] QString toolTipFor(qint64 number) const;

    // log_view_input.cpp
    struct Hit
    {
        qint64 number = -1;
        LogSelection::Place place; // the gap between two letters that is nearest
        qsizetype letter = 0;      // the column of the letter itself
        bool inText = false;
        bool onFold = false;
        bool belowLast = false;
    };
    [[nodiscard]] Hit hit(QPointF position) const;
    void moveCurrent(qint64 rows, bool select);
    void movePage(int direction, bool select);
    void goToRow(qint64 row, bool select);
    bool goToError(qint64 number);
    void copy(LogExport::Content content);
    [[nodiscard]] qint64 endOfSelectedLines() const;
    [[nodiscard]] QString selectedCharacters() const;
    void offerSelection() const;
    void setCurrent(qint64 number);
    void dragTo(QPointF position);

    const LogStore &m_store;
    LogRows &m_rows;
    const LogFind &m_find;
    LogScrollBar *m_scrollBar;
    QPushButton *m_newLines;
    QPushButton *m_showAll; // where the filter hides every line
    LogColours m_colours;
    qreal m_pointSize = 0;
    qreal m_charWidth = 8;
    int m_rowHeight = 16;
    int m_baseline = 12;
    qreal m_widestText = 0;     // of the rows seen so far
    bool m_simpleFrames = true; // box-drawing characters are as wide as letters

    bool m_follow = true;
    bool m_placing = false; // we move the scroll bars, not the user
    bool m_wraps = false;
    Position m_top;            // what is painted first; its row may be gone, see top()
    qint64 m_topLine = -1;     // where the user scrolled to
    qsizetype m_topColumn = 0; // of the first piece that is seen
    qreal m_wheelRest = 0;     // of a piece, not scrolled yet
    qint64 m_reveal = -1;      // shown as soon as the rows have been read so far
    bool m_revealOpens = false;
    bool m_revealsMatch = false;
    qint64 m_seenEnd = 0; // lines below this number were on the screen, or there when following ended
    QTimer m_frame;
    QElapsedTimer m_sinceFrame;

    LogSelection m_selection;
    qint64 m_current = -1; // the line that the keys act on
    bool m_pressed = false;
    bool m_dragged = false;
    QTimer m_dragScroll;
    QPointF m_dragPosition;
    quint64 m_doubleClickTime = 0; // of the event, in milliseconds
    QPointF m_doubleClickPosition;
};
