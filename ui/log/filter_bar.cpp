// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/filter_bar.h"

#include "ui/shared/line_field.h"
#include "ui/shared/wrap_layout.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QKeyEvent>
#include <QMenu>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

// In the order of the lists: what is remembered is the index.
static constexpr Level Levels[] = {Level::None, Level::Info, Level::Warning, Level::Error};
static constexpr LogFilter::Origins Origins[] = {LogFilter::Origins::All, LogFilter::Origins::Backend,
                                                 LogFilter::Origins::Tray, LogFilter::Origins::Out,
                                                 LogFilter::Origins::Err};

FilterBar::FilterBar(QMenu &menu, QWidget *parent)
    : QWidget(parent)
    , m_text(addField(tr("Filter (text or /regex/)"), tr("Filter by text"), tr("Shows only lines with this text.")))
    , m_hidden(addField(tr("Hide (text or /regex/)"), tr("Hide by text"), tr("Hides lines with this text.")))
    , m_level(new QComboBox(this))
    , m_origin(new QComboBox(this))
    , m_hideHealthChecks(new QCheckBox(tr("Hide health checks"), this))
    , m_more(new QToolButton(this))
    , m_problem(new QLabel(this))
{
    const QIcon icon = QIcon::fromTheme(QStringLiteral("edit-find"));
    if (!icon.isNull())
        m_text->addAction(icon, QLineEdit::LeadingPosition);

    m_level->addItems({tr("All levels"), tr("Info and above"), tr("Warnings and errors"), tr("Errors")});
    m_level->setAccessibleName(tr("Filter by level"));
    m_origin->addItems(
        {tr("All sources"), tr("Backend"), tr("Skills Tray"), tr("Standard output"), tr("Standard error")});
    m_origin->setAccessibleName(tr("Filter by source"));
    m_hideHealthChecks->setChecked(true);
    m_hideHealthChecks->setToolTip(
        tr("Skills Tray asks the backend every few seconds how it is; the backend logs that"));
    m_more->setText(QStringLiteral("\u22ef"));
    m_more->setAccessibleName(tr("More about the log"));
    m_more->setToolTip(tr("Copy, save, clear"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(&menu);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();

    auto *layout = new QVBoxLayout(this);
    const int margin = style()->pixelMetric(QStyle::PM_LayoutLeftMargin, nullptr, this);
    layout->setContentsMargins(margin, margin / 2, margin, margin / 2);
    auto *row = new WrapLayout;
    layout->addLayout(row);
    layout->addWidget(m_problem);
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_text, m_hidden, m_level, m_origin, m_hideHealthChecks, m_more})
        row->addWidget(widget);

    for (const LineField *field : {m_text, m_hidden})
        connect(field, &QLineEdit::textChanged, this, &FilterBar::onTextChanged);
    connect(m_level, &QComboBox::currentIndexChanged, this, &FilterBar::onKindChanged);
    connect(m_origin, &QComboBox::currentIndexChanged, this, &FilterBar::onKindChanged);
    connect(m_hideHealthChecks, &QCheckBox::toggled, this, &FilterBar::onKindChanged);
}

LineField *FilterBar::addField(const QString &placeholder, const QString &name, const QString &toolTip)
{
    auto *field = new LineField(this);
    field->setPlaceholderText(placeholder);
    field->setClearButtonEnabled(true);
    field->setAccessibleName(name);
    field->setToolTip(toolTip + u' ' +
                      tr("A /regular expression/ stands between slashes;\n"
                         "with an i after the last one, capitals and small letters are the same."));
    // As wide as what it asks for: a placeholder that is cut explains nothing.
    field->setMinimumWidth(field->fontMetrics().horizontalAdvance(placeholder) +
                           3 * style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, field));
    return field;
}

void FilterBar::applyChoices(const WindowChoices &choices)
{
    const QSignalBlocker noLevel(m_level);
    const QSignalBlocker noOrigin(m_origin);
    const QSignalBlocker noBox(m_hideHealthChecks);
    const auto valid = [](int index, const QComboBox *box) { return index >= 0 && index < box->count() ? index : 0; };
    m_level->setCurrentIndex(valid(choices.minimumLevel, m_level));
    m_origin->setCurrentIndex(valid(choices.origin, m_origin));
    m_hideHealthChecks->setChecked(choices.hideHealthChecks);
    readKind();
}

void FilterBar::fillChoices(WindowChoices &choices) const
{
    choices.minimumLevel = m_level->currentIndex();
    choices.origin = m_origin->currentIndex();
    choices.hideHealthChecks = m_hideHealthChecks->isChecked();
}

void FilterBar::showEverything(bool healthChecksToo)
{
    m_text->clear();
    m_hidden->clear();
    m_level->setCurrentIndex(0);
    m_origin->setCurrentIndex(0);
    if (healthChecksToo)
        m_hideHealthChecks->setChecked(false);
}

void FilterBar::letThrough(const LineView &line)
{
    const QSignalBlocker noLevel(m_level);
    const QSignalBlocker noOrigin(m_origin);
    const QSignalBlocker noBox(m_hideHealthChecks);
    if (!m_filter.pattern.isEmpty() && !LineMatcher(m_filter.pattern, m_filter.options).match(line.text))
        m_text->clear();
    if (!m_filter.hidden.isEmpty() && LineMatcher(m_filter.hidden, m_filter.hiddenOptions).match(line.text))
        m_hidden->clear();
    LogFilter only;
    only.hideHealthChecks = false;
    only.minimum = m_filter.minimum;
    if (!only.acceptsKind(line))
        m_level->setCurrentIndex(0);
    only.minimum = Level::None;
    only.origins = m_filter.origins;
    if (!only.acceptsKind(line))
        m_origin->setCurrentIndex(0);
    if (line.has(LogLine::HealthCheck))
        m_hideHealthChecks->setChecked(false);
    readKind();
}

void FilterBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return QWidget::keyPressEvent(event);
    auto *field = qobject_cast<LineField *>(focusWidget());
    if (field && !field->text().isEmpty())
        field->clear();
    else
        emit left();
}

void FilterBar::focusText()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void FilterBar::onKindChanged()
{
    readKind();
    emit choicesChanged();
}

void FilterBar::readKind()
{
    m_filter.minimum = Levels[m_level->currentIndex()];
    m_filter.origins = Origins[m_origin->currentIndex()];
    m_filter.hideHealthChecks = m_hideHealthChecks->isChecked();
    emit filterChanged();
}

FilterBar::Typed FilterBar::typedIn(LineField &field)
{
    const QString text = field.text();
    Typed typed{text, {}, {}};
    const bool ignoresCase = text.endsWith(u"/i");
    const bool isEnclosed =
        text.size() > (ignoresCase ? 3 : 2) && text.startsWith(u'/') && (text.endsWith(u'/') || ignoresCase);
    const QString inner = isEnclosed ? text.mid(1, text.size() - (ignoresCase ? 3 : 2)) : QString();
    // A slash within would have its backslash: "/var/log/" is a folder.
    static const QRegularExpression bareSlash(QStringLiteral(R"((?<!\\)(?:\\\\)*/)"));
    if (isEnclosed && !inner.contains(bareSlash)) {
        typed.options.regex = true;
        typed.options.caseSensitive = !ignoresCase;
        typed.pattern = inner;
    }
    const LineMatcher matcher(typed.pattern, typed.options);
    typed.error = matcher.error();
    // Behind the first slash; what is missing at the end is missing before the last one.
    field.markFault(typed.error.isEmpty() ? -1 : std::min(matcher.errorPosition(), typed.pattern.size() - 1) + 1);
    return typed;
}

void FilterBar::onTextChanged()
{
    const Typed shown = typedIn(*m_text);
    const Typed hidden = typedIn(*m_hidden);
    m_patternError = shown.error.isEmpty() ? hidden.error : shown.error;
    showProblem();
    // Half a pattern shows nothing new: the last good one stays.
    if (shown.error.isEmpty()) {
        m_filter.pattern = shown.pattern;
        m_filter.options = shown.options;
    }
    if (hidden.error.isEmpty()) {
        m_filter.hidden = hidden.pattern;
        m_filter.hiddenOptions = hidden.options;
    }
    emit filterChanged();
}

void FilterBar::setTooCostly(bool tooCostly)
{
    m_tooCostly = tooCostly;
    showProblem();
}

void FilterBar::showProblem()
{
    const QString problem =
        m_patternError.isEmpty() && m_tooCostly
            ? tr("Filtering stopped: this pattern takes too long. Lines may be missing; try a simpler one.")
            : m_patternError;
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}
