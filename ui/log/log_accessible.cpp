// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_accessible.h"

#include "core/log/log_format.h"
#include "core/log/log_store.h"
#include "ui/log/log_rows.h"
#include "ui/log/log_text.h"
#include "ui/log/log_view.h"

#include <QAccessible>
#include <QAccessibleActionInterface>

#include <algorithm>
#include <limits>

// As fast as somebody can listen.
static constexpr int PauseMs = 1000;
// A reader that walks through a million rows shall not make us keep a million objects.
static constexpr size_t MostChildren = 1024;

/// One row of a log view.
class AccessibleRow : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    AccessibleRow(LogView &view, qint64 number)
        : m_view(view)
        , m_number(number)
    {
    }

    [[nodiscard]] qint64 number() const { return m_number; }
    [[nodiscard]] qint64 row() const { return m_view.rows().rowAtOrAfter(m_number); }

    [[nodiscard]] bool isValid() const override
    {
        const LogRows &rows = m_view.rows();
        return m_number >= m_view.store().firstNumber() && row() < rows.endRow() && rows.numberAt(row()) == m_number;
    }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QWindow *window() const override { return parent()->window(); }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(&m_view);
    }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString &) override {}
    [[nodiscard]] QRect rect() const override;
    [[nodiscard]] QAccessible::State state() const override;

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override;
    void doAction(const QString &name) override;
    [[nodiscard]] QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    LogView &m_view;
    qint64 m_number;
};

QString AccessibleRow::text(QAccessible::Text kind) const
{
    if (kind != QAccessible::Name || !isValid())
        return {};
    const LineView line = m_view.store().line(m_number);
    QStringList parts;
    // A continuation line has no columns on the screen either.
    if (!line.has(LogLine::Continuation)) {
        parts << shownTime(line.timeMs);
        if (line.level != Level::None)
            parts << QString::fromLatin1(levelName(line.level));
        parts << shownOrigin(line.origin);
    }
    parts << shownText(line.text);
    if (const auto record = m_view.foldOf(m_number); record && record->folded)
        parts << LogView::tr("%L1 more lines").arg(record->lines);
    return parts.join(QStringLiteral(", "));
}

QRect AccessibleRow::rect() const
{
    if (!isValid())
        return {};
    const QRect area = m_view.rectOfRow(row());
    return area.isEmpty() ? area : area.translated(m_view.viewport()->mapToGlobal(QPoint()));
}

QAccessible::State AccessibleRow::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    state.focusable = true;
    state.selectable = true;
    state.multiSelectable = true;
    state.focused = m_view.hasFocus() && m_view.focusLine() == m_number;
    state.selected = m_view.selection().partOf(m_number).has_value();
    state.offscreen = m_view.rectOfRow(row()).isEmpty();
    if (const auto record = m_view.foldOf(m_number)) {
        state.expandable = true;
        state.expanded = !record->folded;
        state.collapsed = record->folded;
    }
    return state;
}

QStringList AccessibleRow::actionNames() const
{
    QStringList names{setFocusAction()};
    if (isValid() && m_view.foldOf(m_number))
        names << toggleAction();
    return names;
}

void AccessibleRow::doAction(const QString &name)
{
    if (!isValid())
        return;
    if (name == setFocusAction()) {
        m_view.setFocus();
        m_view.reveal(m_number);
    } else if (name == toggleAction()) {
        if (const auto record = m_view.foldOf(m_number))
            m_view.setFolded(m_number, !record->folded);
    }
}

AccessibleLog::AccessibleLog(LogView *view)
    : QAccessibleWidget(view, QAccessible::List)
    , m_view(view)
{
}

AccessibleLog::~AccessibleLog()
{
    for (const auto &[number, id] : m_children)
        QAccessible::deleteAccessibleInterface(id);
}

static QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *view = qobject_cast<LogView *>(object);
    return view ? new AccessibleLog(view) : nullptr;
}

void AccessibleLog::install()
{
    // One that is installed already is not installed twice.
    QAccessible::installFactory(makeAccessible);
}

int AccessibleLog::childCount() const
{
    return int(std::min<qint64>(m_view->rows().count(), std::numeric_limits<int>::max()));
}

QAccessibleInterface *AccessibleLog::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    const qint64 number = m_view->rows().numberAt(m_view->rows().firstRow() + index);
    const auto known = m_children.find(number);
    if (known != m_children.end())
        return QAccessible::accessibleInterface(known->second);
    forgetSome();
    auto *row = new AccessibleRow(*m_view, number);
    m_children.emplace(number, QAccessible::registerAccessibleInterface(row));
    return row;
}

/// Those that are gone or, when there are still too many, those furthest from where the reader is.
void AccessibleLog::forgetSome() const
{
    const auto forget = [this](auto from, auto to) {
        for (auto each = from; each != to; ++each)
            QAccessible::deleteAccessibleInterface(each->second);
        m_children.erase(from, to);
    };
    forget(m_children.begin(), m_children.lower_bound(m_view->store().firstNumber()));
    if (m_children.size() < MostChildren)
        return;
    const auto middle = std::next(m_children.begin(), qsizetype(m_children.size() / 2));
    if (m_view->focusLine() >= middle->first)
        forget(m_children.begin(), middle);
    else
        forget(middle, m_children.end());
}

int AccessibleLog::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *row = dynamic_cast<const AccessibleRow *>(child);
    return row && row->isValid() ? int(row->row() - m_view->rows().firstRow()) : -1;
}

QAccessibleInterface *AccessibleLog::childAt(int x, int y) const
{
    const QPoint position = m_view->viewport()->mapFromGlobal(QPoint(x, y));
    const qint64 row = m_view->viewport()->rect().contains(position) ? m_view->rowAt(position) : -1;
    return row < 0 ? nullptr : child(int(row - m_view->rows().firstRow()));
}

QAccessibleInterface *AccessibleLog::focusChild() const
{
    const qint64 number = m_view->hasFocus() ? m_view->focusLine() : -1;
    return number < 0 ? nullptr : child(int(m_view->rows().rowAtOrAfter(number) - m_view->rows().firstRow()));
}

LogNews::LogNews(LogView &view)
    : QObject(&view)
    , m_view(view)
    , m_active(QAccessible::isActive())
{
    QAccessible::installActivationObserver(this);
    m_pause.setSingleShot(true);
    m_pause.setInterval(PauseMs);
    connect(&m_pause, &QTimer::timeout, this, &LogNews::onRefreshed);
    connect(&view, &LogView::cursorChanged, this, &LogNews::onCursorChanged);
    connect(&view, &LogView::refreshed, this, &LogNews::onRefreshed);
}

LogNews::~LogNews()
{
    QAccessible::removeActivationObserver(this);
}

void LogNews::onCursorChanged()
{
    if (!m_active)
        return;
    if (m_view.selection() != m_selection) {
        m_selection = m_view.selection();
        tell(QAccessible::SelectionWithin);
    }
    tellOfFocus();
}

void LogNews::onRefreshed()
{
    if (!m_active || m_pause.isActive())
        return;
    if (m_view.rows().endRow() == m_toldEnd && m_view.rows().count() == m_toldCount)
        return;
    tellOfRows();
    m_pause.start();
}

void LogNews::tellOfRows()
{
    m_toldEnd = m_view.rows().endRow();
    m_toldCount = m_view.rows().count();
    tell(QAccessible::ObjectReorder);
    // Who follows hears the newest line.
    if (m_view.focusLine() != m_toldFocus)
        tellOfFocus();
}

void LogNews::tellOfFocus()
{
    const qint64 number = m_view.focusLine();
    if (number < 0 || !m_view.hasFocus())
        return;
    m_toldFocus = number;
    tell(QAccessible::Focus, int(m_view.rows().rowAtOrAfter(number) - m_view.rows().firstRow()));
}

void LogNews::tell(QAccessible::Event type, int child)
{
    QAccessibleEvent event(&m_view, type);
    event.setChild(child);
    QAccessible::updateAccessibility(&event);
    emit told(type, child);
}
