// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/settings.h"

#include <QWidget>

class LogPanel;
class LogStore;
class QStackedLayout;

/// The log of this run and, in its place while the user looks at it, that of the run before.
class LogRuns : public QWidget
{
    Q_OBJECT
public:
    /// `store` must outlive this object.
    explicit LogRuns(const LogStore &store, QWidget *parent = nullptr);
    ~LogRuns() override;

    [[nodiscard]] LogPanel &thisRun() const { return *m_thisRun; }
    /// The one that is seen.
    [[nodiscard]] LogPanel &shown() const { return m_previousRun ? *m_previousRun : *m_thisRun; }
    /// The store must live until previousClosed(), or until this object's end.
    void showPrevious(const LogStore &store);
    void showThisRun();

    void applyChoices(const WindowChoices &choices);
    /// Of the panel that is seen.
    [[nodiscard]] WindowChoices choices() const;

signals:
    void previousRequested(); // answered by showPrevious(), or not
    void previousClosed();    // its store is not needed any more
    void choicesChanged();

private:
    LogPanel *m_thisRun;
    QWidget *m_previousPage = nullptr;
    LogPanel *m_previousRun = nullptr; // on m_previousPage
    QStackedLayout *m_pages;
};
