// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/plain_text.h"

#include <QStringList>

static bool isRemoved(QChar c)
{
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format: // among them those that turn the direction of the rest
        return true;
    default:
        return false;
    }
}

QString oneLine(const QString &text, int maximum)
{
    // Much more than is shown need not be looked at.
    const QString head = text.left(maximum * 4 + 64);
    QString clean;
    clean.reserve(head.size());
    bool afterSpace = true;
    for (const QChar c : head) {
        if (isRemoved(c) && !c.isSpace())
            continue;
        // "6 s" must not be torn apart at the end of a line.
        const QChar shown = !c.isSpace() || c == QChar::Nbsp ? c : QChar(u' ');
        if (!c.isSpace() || !afterSpace)
            clean += shown;
        afterSpace = c.isSpace();
    }
    if (afterSpace)
        clean.chop(1);
    if (clean.size() <= maximum && head.size() == text.size())
        return clean;
    clean.truncate(maximum - 1);
    if (!clean.isEmpty() && clean.back().isHighSurrogate())
        clean.chop(1);
    return clean + QChar(0x2026);
}

QString menuText(const QString &text, int maximum)
{
    return oneLine(text, maximum).replace(u'&', QStringLiteral("&&"));
}

QString panelText(const QString &text, int maximum)
{
    return oneLine(text, maximum).replace(u'<', QChar(0x2039)).replace(u'>', QChar(0x203a));
}

QString toolTipText(const QString &text, int maximum)
{
    return QStringLiteral("<qt>%1</qt>").arg(oneLine(text, maximum).toHtmlEscaped());
}
