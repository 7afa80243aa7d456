// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/confirm_dialogs.h"

#include "ui/plain_text.h"

#include <QCoreApplication>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>

static QString say(const char *text)
{
    return QCoreApplication::translate("ConfirmDialogs", text);
}

static QString factsOf(const PortOwner &owner)
{
    QStringList facts;
    if (owner.pid)
        facts << QCoreApplication::translate("ConfirmDialogs", "process %1").arg(*owner.pid);
    if (!owner.user.isEmpty())
        facts << QCoreApplication::translate("ConfirmDialogs", "user %1").arg(oneLine(owner.user, 40));
    if (owner.since.isValid()) {
        const QString since = QLocale().toString(owner.since.toLocalTime(), QLocale::ShortFormat);
        facts << QCoreApplication::translate("ConfirmDialogs", "since %1").arg(since);
    }
    return facts.join(QStringLiteral(", "));
}

QMessageBox *confirmAskToQuit(const PortOwner &owner, int port, QWidget *parent, const std::function<void()> &yes)
{
    auto *box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(QCoreApplication::translate("ConfirmDialogs", "Skills Tray"));
    box->setTextFormat(Qt::PlainText);
    const QString program = oneLine(owner.program, 80);
    box->setText(QCoreApplication::translate("ConfirmDialogs", "Ask %1 to quit?").arg(program));
    box->setInformativeText(QCoreApplication::translate(
                                "ConfirmDialogs", "%1 (%2) uses port %3. It is asked to end, never forced. What it has "
                                                  "not saved may be lost.")
                                .arg(program, factsOf(owner), QString::number(port)));
    // The box's format is that of its first text alone; the second one would guess.
    for (QLabel *label : box->findChildren<QLabel *>())
        label->setTextFormat(Qt::PlainText);
    QPushButton *ask =
        box->addButton(say(QT_TRANSLATE_NOOP("ConfirmDialogs", "&Ask it to quit")), QMessageBox::AcceptRole);
    QPushButton *leave = box->addButton(say(QT_TRANSLATE_NOOP("ConfirmDialogs", "&Leave it")), QMessageBox::RejectRole);
    box->setDefaultButton(leave);
    box->setEscapeButton(leave);
    QObject::connect(ask, &QPushButton::clicked, box, [yes] { yes(); });
    box->open();
    return box;
}
