// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_store.h"
#include "tests/ui/log_samples.h"
#include "ui/log/log_panel.h"
#include "ui/log/log_view.h"

#include <QObject>
#include <QScrollBar>

#include <memory>

/// What every test of the log window begins with: a store of 256 KiB and a panel that shows it.
class LogViewFixture : public QObject
{
    Q_OBJECT

protected slots:
    void init();
    void cleanup();

protected:
    void add(int count, const QByteArray &text = "line", Level level = Level::Info);
    /// A head and 339 continuation lines, which fold.
    void addTraceback();
    [[nodiscard]] QString status() const;
    [[nodiscard]] QScrollBar *bar() const { return m_panel->view()->verticalScrollBar(); }
    [[nodiscard]] bool isAtEnd() const { return bar()->value() == bar()->maximum(); }
    /// In the viewport: the middle of that row, counted from the top.
    [[nodiscard]] QPoint rowPoint(int row, int x) const;
    [[nodiscard]] qreal letterWidth() const;
    /// Where the text of the lines begins: 13 letters for the time, 8 for the level, the origin's and the fold's.
    [[nodiscard]] int textX() const;

    std::unique_ptr<LogStore> m_store;
    std::unique_ptr<LogPanel> m_panel;
};
