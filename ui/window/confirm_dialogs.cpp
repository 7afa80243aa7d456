// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/window/confirm_dialogs.h"

#include "ui/shared/plain_text.h"

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

static QMessageBox *newBox(QMessageBox::Icon icon, QWidget *parent)
{
    auto *box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(icon);
    box->setWindowTitle(QCoreApplication::translate("ConfirmDialogs", "Skills Tray"));
    box->setTextFormat(Qt::PlainText);
    return box;
}

QMessageBox *confirmAskToQuit(const PortOwner &owner, int port, QWidget *parent, const std::function<void()> &yes)
{
    QMessageBox *box = newBox(QMessageBox::Question, parent);
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

QMessageBox *confirmDownload(const Trouble &trouble, QWidget *parent, const std::function<void()> &yes)
{
    QMessageBox *box = newBox(QMessageBox::Question, parent);
    box->setText(oneLine(trouble.title, 400));
    box->setInformativeText(oneLine(trouble.text, 400));
    QPushButton *download =
        box->addButton(say(QT_TRANSLATE_NOOP("ConfirmDialogs", "&Download and start")), QMessageBox::AcceptRole);
    QPushButton *leave = box->addButton(say(QT_TRANSLATE_NOOP("ConfirmDialogs", "&Not now")), QMessageBox::RejectRole);
    box->setDefaultButton(leave);
    box->setEscapeButton(leave);
    QObject::connect(download, &QPushButton::clicked, box, [yes] { yes(); });
    box->open();
    return box;
}

QMessageBox *confirmThatClosingHides(const QString &title, const QString &text)
{
    QMessageBox *box = newBox(QMessageBox::Information, nullptr);
    box->setText(title);
    box->setInformativeText(text);
    box->addButton(QMessageBox::Ok);
    box->setModal(false);
    box->show();
    return box;
}
