// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/find_bar.h"

#include "ui/shared/line_field.h"
#include "ui/log/log_find.h"
#include "ui/shared/wrap_layout.h"

#include <QKeyEvent>
#include <QLabel>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

FindBar::FindBar(const LogFind &find, QWidget *parent)
    : QWidget(parent)
    , m_find(find)
    , m_text(new LineField(this))
    , m_count(new QLabel(this))
    , m_problem(new QLabel(this))
    , m_previous(addButton(QStringLiteral("\u2191"), tr("Previous match (Shift+F3)"), false))
    , m_next(addButton(QStringLiteral("\u2193"), tr("Next match (F3)"), false))
    , m_case(addButton(QStringLiteral("Aa"), tr("Capitals and small letters differ"), true))
    , m_word(addButton(tr("\u201cword\u201d"), tr("Whole words only"), true))
    , m_regex(addButton(QStringLiteral(".*"), tr("Regular expression"), true))
{
    m_text->setPlaceholderText(tr("Find in the log"));
    m_text->setAccessibleName(tr("Find in the log"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(m_text->fontMetrics().averageCharWidth() * 24);
    m_text->setMaximumWidth(m_text->fontMetrics().averageCharWidth() * 60);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setAccessibleName(tr("Matches"));
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(QStringLiteral("8,888 of 88,888")));

    auto *spacer = new QWidget(this);
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *closeButton = new QToolButton(this);
    closeButton->setAutoRaise(true);
    closeButton->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton, nullptr, this));
    closeButton->setToolTip(tr("Close (Esc)"));
    closeButton->setAccessibleName(tr("Close the find bar"));

    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto *layout = new QVBoxLayout(this);
    const int margin = style()->pixelMetric(QStyle::PM_LayoutLeftMargin, nullptr, this);
    layout->setContentsMargins(margin, margin / 2, margin, margin / 2);
    auto *row = new WrapLayout;
    layout->addLayout(row);
    layout->addWidget(m_problem);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_text, m_count, m_previous, m_next, m_case, m_word,
                                                            m_regex, spacer, closeButton})
        row->addWidget(widget);
    hide();

    connect(m_text, &QLineEdit::textChanged, this, &FindBar::patternChanged);
    for (QToolButton *option : {m_case, m_word, m_regex})
        connect(option, &QToolButton::toggled, this, &FindBar::patternChanged);
    connect(m_previous, &QToolButton::clicked, this, &FindBar::previousRequested);
    connect(m_next, &QToolButton::clicked, this, &FindBar::nextRequested);
    connect(closeButton, &QToolButton::clicked, this, &FindBar::close);
    connect(&find, &LogFind::changed, this, &FindBar::updateCount);
    updateCount();
}

QToolButton *FindBar::addButton(const QString &text, const QString &toolTip, bool checkable)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    button->setCheckable(checkable);
    return button;
}

void FindBar::open(const QString &text)
{
    show();
    if (!text.isEmpty())
        m_text->setText(text);
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
    emit patternChanged();
}

void FindBar::close()
{
    hide();
    emit patternChanged();
    emit closed();
}

QString FindBar::pattern() const
{
    return isHidden() ? QString() : m_text->text();
}

LineMatcher::Options FindBar::options() const
{
    LineMatcher::Options options;
    options.regex = m_regex->isChecked();
    options.caseSensitive = m_case->isChecked();
    options.wholeWord = m_word->isChecked();
    return options;
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        return close();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() & Qt::ShiftModifier)
            emit previousRequested();
        else
            emit nextRequested();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void FindBar::updateCount()
{
    const qint64 count = m_find.count();
    const bool any = count > 0;
    m_previous->setEnabled(any);
    m_next->setEnabled(any);
    updateProblem();
    QString text;
    if (!m_find.error().isEmpty() || m_find.isGivenUp() || !m_find.matcher())
        text.clear();
    else if (any && m_find.currentIndex() > 0)
        text = tr("%L1 of %L2").arg(m_find.currentIndex()).arg(count);
    else if (any)
        text = count == 1 ? tr("1 match") : tr("%L1 matches").arg(count);
    else
        text = m_find.isComplete() ? tr("No match") : tr("Searching\u2026");
    m_text->markFault(m_find.errorPosition());
    if (text != m_count->text())
        m_count->setText(text);
}

void FindBar::updateProblem()
{
    const int unknown = m_find.unknownLines();
    QString problem;
    if (!m_find.error().isEmpty())
        problem = m_find.error();
    else if (m_find.isGivenUp())
        problem = tr("Stopped: this pattern takes too long");
    else if (unknown > 0)
        problem = unknown == 1 ? tr("1 line took too long") : tr("%L1 lines took too long").arg(unknown);
    if (problem != m_problem->text())
        m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}
