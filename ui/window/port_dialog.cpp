// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/window/port_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

PortDialog::PortDialog(int takenPort, int proposedPort, QWidget *parent)
    : QDialog(parent)
    , m_port(new QSpinBox)
{
    setWindowTitle(tr("Use another port – Skills Tray"));
    auto *text = new QLabel(tr("Port %1 is taken. Clients that know the backend by that port have to be told the new "
                               "address; “Connect a client” in the menu has it.")
                                .arg(takenPort));
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    m_port->setRange(1024, 65535);
    m_port->setValue(proposedPort);
    m_port->setAccessibleName(tr("Port"));
    auto *buttons = new QDialogButtonBox;
    QPushButton *use = buttons->addButton(tr("&Use this port"), QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel);
    use->setDefault(true);
    auto *form = new QFormLayout;
    form->addRow(tr("&Port"), m_port);
    auto *column = new QVBoxLayout(this);
    column->addWidget(text);
    column->addLayout(form);
    column->addStretch(1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(this, &QDialog::accepted, this, [this] { emit portChosen(port()); });
    const auto refresh = [this, use, takenPort] { use->setEnabled(port() != takenPort); };
    connect(m_port, &QSpinBox::valueChanged, this, refresh);
    refresh();
    m_port->selectAll();
    m_port->setFocus();
}

int PortDialog::port() const
{
    return m_port->value();
}
