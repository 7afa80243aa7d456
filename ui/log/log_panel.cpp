// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_panel.h"

#include "core/log/log_store.h"
#include "ui/log/filter_bar.h"
#include "ui/log/find_bar.h"
#include "ui/log/log_text.h"
#include "ui/log/log_view.h"
#include "ui/shared/readable_colours.h"

#include <QCheckBox>
#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>

static constexpr int NoticeMs = 6000;

static QFrame *separator(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Sunken);
    return line;
}

LogPanel::LogPanel(const LogStore &store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_rows(store)
    , m_find(store, m_rows)
    , m_export(store, m_rows)
    , m_filterBar(new FilterBar(m_menu, this))
    , m_findBar(new FindBar(m_find, this))
    , m_view(new LogView(store, m_rows, m_find, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filterBar);
    layout->addWidget(m_findBar);
    layout->addWidget(separator(this));
    layout->addWidget(m_view, 1);
    setFocusProxy(m_view);
    layout->addWidget(separator(this));
    buildStatusRow(layout);
    buildMenu();
    connectParts();
    m_find.setActive(false);
    updateStatus();
}

LogPanel::~LogPanel()
{
    // A view that is still on the screen is told to hide by our base class, when the rows it paints are gone.
    m_view->hide();
}

void LogPanel::buildStatusRow(QLayout *layout)
{
    auto *row = new QWidget(this);
    auto *rowLayout = new QHBoxLayout(row);
    const int vertical = style()->pixelMetric(QStyle::PM_LayoutBottomMargin, nullptr, row) / 3;
    const QMargins margins = rowLayout->contentsMargins();
    rowLayout->setContentsMargins(margins.left(), vertical, margins.right(), vertical);
    m_status = new QLabel(row);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setWordWrap(true);
    dimStatus();
    m_status->setAccessibleName(tr("Lines in the log"));
    m_follow = new QCheckBox(tr("Follow"), row);
    m_follow->setToolTip(tr("Keep the newest line in sight (End)"));
    m_follow->setChecked(true);
    rowLayout->addWidget(m_status, 1);
    rowLayout->addWidget(m_follow);
    layout->addWidget(row);
}

void LogPanel::connectParts()
{
    connect(m_filterBar, &FilterBar::filterChanged, this, &LogPanel::applyFilter);
    connect(m_filterBar, &FilterBar::choicesChanged, this, &LogPanel::choicesChanged);
    connect(m_filterBar, &FilterBar::left, m_view, [this] { m_view->setFocus(); });
    connect(m_view, &LogView::everythingRequested, m_filterBar,
            [this] { m_filterBar->showEverything(m_rows.hiddenByFilter() == 0); });
    connect(&m_rows, &LogRows::rebuilt, m_filterBar, [this] { m_filterBar->setTooCostly(false); });
    connect(&m_rows, &LogRows::givenUp, m_filterBar, [this] { m_filterBar->setTooCostly(true); });
    connect(m_findBar, &FindBar::patternChanged, this, [this] {
        const qint64 from = m_find.current() >= 0 ? m_find.current() : m_view->topLine();
        m_find.setPattern(m_findBar->pattern(), m_findBar->options(), from);
    });
    connect(m_findBar, &FindBar::closed, m_view, [this] { m_view->setFocus(); });
    connect(&m_find, &LogFind::currentFound, m_view, &LogView::revealMatch);
    connect(m_findBar, &FindBar::nextRequested, this, &LogPanel::findNext);
    connect(m_findBar, &FindBar::previousRequested, this, &LogPanel::findPrevious);
    // Not QKeySequence::FindNext: where that is Ctrl+G, Go to time would be taken from.
    connect(new QShortcut(Qt::Key_F3, this), &QShortcut::activated, this, &LogPanel::findNext);
    connect(new QShortcut(Qt::SHIFT | Qt::Key_F3, this), &QShortcut::activated, this, &LogPanel::findPrevious);
    connect(m_view, &LogView::refreshed, this, &LogPanel::updateStatus);
    connect(m_view, &LogView::followChanged, m_follow, &QCheckBox::setChecked);
    connect(m_view, &LogView::fontPointSizeChanged, this, &LogPanel::choicesChanged);
    connect(m_view, &LogView::wrapsChanged, this, &LogPanel::choicesChanged);
    connect(m_follow, &QCheckBox::toggled, m_view, [this](bool checked) {
        if (checked != m_view->follows())
            m_view->setFollow(checked);
    });
    connect(m_view, &LogView::copyRequested, &m_export, &LogExport::toClipboard);
    connect(&m_export, &LogExport::copied, this, &LogPanel::tellCopied);
    connect(&m_export, &LogExport::saved, this, [this](const QString &path, qint64 lines) {
        const QString file = QDir::toNativeSeparators(path);
        showNotice(lines == 1 ? tr("Saved 1 line to %1").arg(file) : tr("Saved %L1 lines to %2").arg(lines).arg(file));
    });
    connect(&m_export, &LogExport::failed, this, [this](const QString &reason) {
        auto *box = new QMessageBox(QMessageBox::Warning, tr("Save the log"), reason, QMessageBox::Ok, this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    });
    m_noticeTimer.setSingleShot(true);
    connect(&m_noticeTimer, &QTimer::timeout, this, [this] {
        m_notice.clear();
        updateStatus();
    });
}

void LogPanel::showLine(qint64 number)
{
    if (number < m_store.firstNumber() || number >= m_store.endNumber())
        return;
    if (number < m_clearedBefore)
        showCleared();
    const LineView line = m_store.line(number);
    if (!m_rows.accepts(number, line))
        m_filterBar->letThrough(line);
    m_view->showRecord(number);
}

void LogPanel::applyChoices(const WindowChoices &choices)
{
    const QSignalBlocker noNews(this);
    m_filterBar->applyChoices(choices);
    m_view->setFontPointSize(choices.logFontSize);
    m_view->setWraps(choices.wrapLines);
}

WindowChoices LogPanel::choices() const
{
    WindowChoices choices;
    m_filterBar->fillChoices(choices);
    choices.wrapLines = m_view->wraps();
    choices.logFontSize = qRound(m_view->fontPointSize());
    return choices;
}

void LogPanel::focusFilter()
{
    m_filterBar->focusText();
}

void LogPanel::openFind()
{
    const LogSelection &selection = m_view->selection();
    QString text;
    const qint64 number = selection.first().number;
    if (!selection.isEmpty() && !selection.wholeLines() && number == selection.last().number &&
        number >= m_store.firstNumber()) {
        const qsizetype from = selection.first().column;
        text = shownText(m_store.line(number).text).mid(from, selection.last().column - from);
    }
    m_findBar->open(text);
}

void LogPanel::findNext()
{
    m_find.next(m_view->lineBeforeNext());
}

void LogPanel::findPrevious()
{
    m_find.previous(m_view->lineAfterPrevious());
}

void LogPanel::applyFilter()
{
    LogFilter filter = m_filterBar->filter();
    filter.clearedBefore = m_clearedBefore;
    m_rows.setFilter(filter);
}

void LogPanel::tellCopied(qint64 lines, bool isAll)
{
    if (lines == 0)
        return showNotice(tr("Nothing was copied: what is selected is hidden, or no longer kept"));
    const QString copied = lines == 1 ? tr("Copied 1 line") : tr("Copied %L1 lines").arg(lines);
    showNotice(isAll ? copied
                     : tr("%1, as much as a clipboard should hold; Save as\u2026 writes all of them").arg(copied));
}

void LogPanel::showNotice(const QString &text)
{
    m_notice = text;
    m_noticeTimer.start(NoticeMs);
    updateStatus();
}

void LogPanel::updateStatus()
{
    QStringList parts;
    const auto counted = [&parts](qint64 n, const QString &one, const QString &many) {
        if (n > 0)
            parts << (n == 1 ? one : many.arg(n));
    };
    if (!m_notice.isEmpty()) {
        parts << m_notice;
    } else if (m_store.count() == 0) {
        parts << tr("No lines");
    } else {
        counted(m_store.count(), tr("1 line"), tr("%L1 lines"));
        counted(m_rows.hiddenHealthChecks(), tr("1 hidden (health check)"), tr("%L1 hidden (health checks)"));
        counted(m_rows.hiddenByFilter(), tr("1 hidden (filter)"), tr("%L1 hidden (filter)"));
        counted(m_rows.cleared(), tr("1 cleared"), tr("%L1 cleared"));
        counted(m_store.dropped(), tr("1 dropped"), tr("%L1 dropped"));
        counted(m_store.errorCount(), tr("1 error"), tr("%L1 errors"));
    }
    const QString text = parts.join(QStringLiteral(" \u00b7 "));
    if (text != m_status->text())
        m_status->setText(text);
}

void LogPanel::dimStatus()
{
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, quietOn(quiet.color(QPalette::Window), quiet.color(QPalette::WindowText)));
    m_status->setPalette(quiet);
}

void LogPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dimStatus();
}

void LogPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_find.setActive(true);
}

void LogPanel::hideEvent(QHideEvent *event)
{
    m_find.setActive(false);
    QWidget::hideEvent(event);
}
