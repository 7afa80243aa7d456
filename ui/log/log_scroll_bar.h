// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ui/log/log_colours.h"

#include <QScrollBar>

class LogFind;
class LogRows;

/// A scroll bar that marks where in the log warnings, errors and matches are.
class LogScrollBar : public QScrollBar
{
    Q_OBJECT
public:
    LogScrollBar(const LogRows &rows, QWidget *parent);

    void setFind(const LogFind *find) { m_find = find; }
    void setColours(const LogColours &colours);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const LogRows &m_rows;
    const LogFind *m_find = nullptr;
    LogColours m_colours;
};
