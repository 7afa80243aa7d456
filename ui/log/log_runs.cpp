// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_runs.h"

#include "core/log/log_store.h"
#include "ui/log/log_panel.h"
#include "ui/shared/readable_colours.h"
#include "ui/shared/wrap_layout.h"

#include <QAction>
#include <QDateTime>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedLayout>
#include <QStyle>
#include <QVBoxLayout>

#include <utility>

LogRuns::LogRuns(const LogStore &store, QWidget *parent)
    : QWidget(parent)
    , m_thisRun(new LogPanel(store, this))
    , m_pages(new QStackedLayout(this))
{
    m_pages->addWidget(m_thisRun);
    setFocusProxy(m_thisRun);
    connect(m_thisRun, &LogPanel::choicesChanged, this, &LogRuns::choicesChanged);
    const QAction *previous =
        m_thisRun->addExtraCommand(tr("Open the previous run\u2019s log"),
                                   tr("What was logged before Skills Tray was started last, from its file"));
    connect(previous, &QAction::triggered, this, &LogRuns::previousRequested);
}

LogRuns::~LogRuns() = default;

static QString headlineOf(const LogStore &store)
{
    if (store.count() == 0)
        return LogRuns::tr("The previous run logged nothing");
    const auto written = [&store](qint64 number) {
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(store.line(number).timeMs), QLocale::ShortFormat);
    };
    return LogRuns::tr("The previous run, %1 to %2").arg(written(store.firstNumber()), written(store.endNumber() - 1));
}

void LogRuns::showPrevious(const LogStore &store)
{
    const WindowChoices choices = shown().choices();
    delete m_previousPage;
    m_previousPage = new QWidget(this);
    auto *strip = new QWidget(m_previousPage);
    strip->setAutoFillBackground(true);
    strip->setPalette(noticePalette(palette()));
    auto *headline = new QLabel(headlineOf(store), strip);
    headline->setTextFormat(Qt::PlainText);
    auto *back = new QPushButton(tr("Back to this run"), strip);
    back->setToolTip(tr("The previous run\u2019s log is closed; it stays in its file"));
    auto *row = new WrapLayout(strip);
    const int margin = style()->pixelMetric(QStyle::PM_LayoutLeftMargin, nullptr, strip);
    row->setContentsMargins(margin, margin / 2, margin, margin / 2);
    row->addWidget(headline);
    row->addWidget(back);

    m_previousRun = new LogPanel(store, m_previousPage);
    m_previousRun->applyChoices(choices);
    auto *column = new QVBoxLayout(m_previousPage);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(strip);
    column->addWidget(m_previousRun, 1);
    m_pages->addWidget(m_previousPage);
    m_pages->setCurrentWidget(m_previousPage);
    setFocusProxy(m_previousRun);
    m_previousRun->setFocus();

    const QAction *close = m_previousRun->addExtraCommand(back->text(), back->toolTip());
    connect(m_previousRun, &LogPanel::choicesChanged, this, &LogRuns::choicesChanged);
    // Not at once: it is one of the parts which are deleted that asks.
    connect(back, &QPushButton::clicked, this, &LogRuns::showThisRun, Qt::QueuedConnection);
    connect(close, &QAction::triggered, this, &LogRuns::showThisRun, Qt::QueuedConnection);
}

void LogRuns::showThisRun()
{
    if (!m_previousPage)
        return;
    m_thisRun->applyChoices(m_previousRun->choices());
    m_pages->setCurrentWidget(m_thisRun);
    setFocusProxy(m_thisRun);
    m_thisRun->setFocus();
    m_previousRun = nullptr;
    delete std::exchange(m_previousPage, nullptr);
    emit previousClosed();
}

void LogRuns::applyChoices(const WindowChoices &choices)
{
    shown().applyChoices(choices);
}

WindowChoices LogRuns::choices() const
{
    return shown().choices();
}
