// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/action_button.h"

#include "ui/shared/readable_colours.h"

#include <QApplication>
#include <QEvent>

ActionButton::ActionButton(const QString &text, QWidget *parent)
    : QPushButton(text, parent)
{
    setAutoDefault(true); // Return presses the focused button, also outside of dialogs
}

void ActionButton::setSuggested(bool suggested)
{
    if (m_suggested == suggested)
        return;
    m_suggested = suggested;
    refreshColours();
}

void ActionButton::refreshColours()
{
    m_refreshing = true;
    setPalette(m_suggested && isEnabled() ? suggestedPalette(QApplication::palette()) : QPalette());
    m_refreshing = false;
}

void ActionButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    const bool coloursChanged =
        event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange;
    if ((coloursChanged || event->type() == QEvent::EnabledChange) && m_suggested && !m_refreshing)
        refreshColours();
}
