// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_panel.h"

#include "core/log/log_store.h"
#include "ui/log/log_view.h"
#include "ui/log/time_dialog.h"

#include <QAction>
#include <QFileDialog>

QAction *LogPanel::addCommand(const QString &text, const QList<QKeySequence> &keys, const QString &toolTip)
{
    QAction *action = m_menu.addAction(text);
    action->setShortcuts(keys);
    action->setToolTip(toolTip);
    // A menu that is not open has no shortcuts.
    if (!keys.isEmpty())
        addAction(action);
    return action;
}

/// Its keys are heard only where the lines have the keyboard.
void LogPanel::limitToView(QAction *command)
{
    removeAction(command);
    command->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(command);
}

void LogPanel::buildMenu()
{
    m_menu.setToolTipsVisible(true);
    addCopyCommands();
    m_menu.addSeparator();
    addGoCommands();
    m_menu.addSeparator();
    addViewCommands();
    m_menu.addSeparator();
    connect(addCommand(tr("Clear view"), {}, tr("Hide the lines that are there now; nothing is lost")),
            &QAction::triggered, this, &LogPanel::clearView);
    m_showCleared = addCommand(tr("Show cleared lines"), {}, tr("Take Clear view back"));
    connect(m_showCleared, &QAction::triggered, this, &LogPanel::showCleared);

    connect(&m_menu, &QMenu::aboutToShow, this, [this] {
        for (QAction *copy : {m_copy, m_copyText})
            copy->setEnabled(!m_view->selection().isEmpty());
        m_showCleared->setEnabled(m_rows.cleared() > 0);
    });
    // A disabled Copy would swallow the key; it is only dimmed while the menu is open.
    connect(&m_menu, &QMenu::aboutToHide, this, [this] {
        for (QAction *copy : {m_copy, m_copyText})
            copy->setEnabled(true);
    });
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this,
            [this](QPoint position) { m_menu.popup(m_view->viewport()->mapToGlobal(position)); });
}

QAction *LogPanel::addExtraCommand(const QString &text, const QString &toolTip)
{
    m_menu.addSeparator();
    return addCommand(text, {}, toolTip);
}

void LogPanel::addCopyCommands()
{
    m_copy = addCommand(tr("Copy"), {QKeySequence::Copy}, tr("Selected lines with time, level and origin"));
    m_copyText = addCommand(tr("Copy text only"), {Qt::CTRL | Qt::ALT | Qt::Key_C},
                            tr("Selected lines without time, level and origin"));
    connect(m_copy, &QAction::triggered, m_view, &LogView::copySelection);
    connect(m_copyText, &QAction::triggered, m_view, &LogView::copyText);
    // Where a field has the keyboard, its own text is what is copied.
    for (QAction *copy : {m_copy, m_copyText})
        limitToView(copy);
    connect(addCommand(tr("Copy all shown"), {}, tr("Every line that the filters let through")), &QAction::triggered,
            this, [this] { m_export.toClipboard(0, m_store.endNumber()); });
    connect(
        addCommand(tr("Save as\u2026"), {QKeySequence::Save}, tr("Every line that the filters let through, as text")),
        &QAction::triggered, this, &LogPanel::chooseFile);
}

void LogPanel::addGoCommands()
{
    connect(addCommand(tr("Find\u2026"), {QKeySequence::Find}, tr("Mark and count the lines with a text")),
            &QAction::triggered, this, &LogPanel::openFind);
    connect(addCommand(tr("Go to time\u2026"), {Qt::CTRL | Qt::Key_G}, tr("To the first line of a time")),
            &QAction::triggered, this, &LogPanel::askForTime);
    connect(addCommand(tr("Next error"), {Qt::Key_F8}, tr("Around the end, and opened if it is folded")),
            &QAction::triggered, this, [this] {
                if (!m_view->goToNextError())
                    tellNoError();
            });
    connect(
        addCommand(tr("Previous error"), {Qt::SHIFT | Qt::Key_F8}, tr("Around the end, and opened if it is folded")),
        &QAction::triggered, this, [this] {
            if (!m_view->goToPreviousError())
                tellNoError();
        });
}

void LogPanel::addViewCommands()
{
    QAction *follow = addCommand(tr("Follow"), {Qt::CTRL | Qt::SHIFT | Qt::Key_F}, tr("Keep the newest line in sight"));
    follow->setCheckable(true);
    follow->setChecked(m_view->follows());
    connect(m_view, &LogView::followChanged, follow, &QAction::setChecked);
    connect(follow, &QAction::triggered, m_view, &LogView::setFollow);
    QAction *fold = addCommand(tr("Fold all"), {Qt::CTRL | Qt::Key_Left}, tr("Each record to its first line"));
    QAction *unfold = addCommand(tr("Unfold all"), {Qt::CTRL | Qt::Key_Right}, tr("Every line of every record"));
    connect(fold, &QAction::triggered, m_view, [this] { m_view->setAllFolded(true); });
    connect(unfold, &QAction::triggered, m_view, [this] { m_view->setAllFolded(false); });
    // Elsewhere these keys walk through a field's words.
    for (QAction *each : {fold, unfold})
        limitToView(each);
    QAction *wrap = addCommand(tr("Wrap long lines"), {Qt::ALT | Qt::Key_Z},
                               tr("Long lines go on below, instead of being scrolled sideways"));
    wrap->setCheckable(true);
    connect(m_view, &LogView::wrapsChanged, wrap, &QAction::setChecked);
    connect(wrap, &QAction::triggered, m_view, &LogView::setWraps);
    connect(addCommand(tr("Larger text"), QKeySequence::keyBindings(QKeySequence::ZoomIn) << (Qt::CTRL | Qt::Key_Equal),
                       tr("Also by Ctrl and the mouse wheel")),
            &QAction::triggered, m_view, [this] { m_view->zoom(1); });
    connect(addCommand(tr("Smaller text"), QKeySequence::keyBindings(QKeySequence::ZoomOut),
                       tr("Also by Ctrl and the mouse wheel")),
            &QAction::triggered, m_view, [this] { m_view->zoom(-1); });
    connect(addCommand(tr("Normal text size"), {Qt::CTRL | Qt::Key_0}, tr("As large as the system\u2019s fonts")),
            &QAction::triggered, m_view, [this] { m_view->setFontPointSize(0); });
}

void LogPanel::askForTime()
{
    if (m_store.count() == 0)
        return showNotice(tr("Nothing has been logged yet"));
    auto *dialog =
        new TimeDialog(m_store.line(m_store.firstNumber()).timeMs, m_store.line(m_store.endNumber() - 1).timeMs, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &TimeDialog::timeChosen, m_view, &LogView::goToTime);
    dialog->open();
}

void LogPanel::tellNoError()
{
    showNotice(m_store.errorCount() == 0 ? tr("There is no error in the log") : tr("The filters let no error through"));
}

void LogPanel::clearView()
{
    m_clearedBefore = m_store.endNumber();
    applyFilter();
    m_view->setFollow(true);
}

void LogPanel::showCleared()
{
    m_clearedBefore = 0;
    applyFilter();
}

void LogPanel::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Save the log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("log"));
    dialog->selectFile(QStringLiteral("skills-tray.log"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &path) { m_export.toFile(path, 0, m_store.endNumber()); });
    dialog->open();
}
