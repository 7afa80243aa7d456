// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;

/// Asks for a time within a log, and says what is wrong with one that cannot be gone to.
class TimeDialog : public QDialog
{
    Q_OBJECT
public:
    /// The times of the log's first and last line, in milliseconds since 1970-01-01 UTC.
    TimeDialog(qint64 firstMs, qint64 lastMs, QWidget *parent = nullptr);

    void accept() override;

signals:
    void timeChosen(qint64 timeMs); // once, as it closes

private:
    void explain(const QString &problem);

    qint64 m_firstMs;
    qint64 m_lastMs;
    QLineEdit *m_text;
    QLabel *m_problem;
};
