// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QSpinBox;

/// Asks for another port and proposes a free one.
class PortDialog : public QDialog
{
    Q_OBJECT
public:
    PortDialog(int takenPort, int proposedPort, QWidget *parent = nullptr);

    [[nodiscard]] int port() const;

signals:
    void portChosen(int port); // at most once, when the user agrees

private:
    QSpinBox *m_port;
};
