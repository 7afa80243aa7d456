// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/command_line.h"

#include <QCoreApplication>
#include <QRegularExpression>

static QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

static bool isSpace(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r';
}

std::optional<QStringList> splitCommandLine(const QString &line, QString *error)
{
    QStringList words;
    QString word;
    bool inWord = false; // '' is a word, too
    QChar quote;         // null outside quotes
    const auto fail = [error](const QString &cause) -> std::optional<QStringList> {
        if (error)
            *error = cause;
        return std::nullopt;
    };
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line.at(i);
        const QChar next = i + 1 < line.size() ? line.at(i + 1) : QChar();
        if (quote == u'\'') {
            if (c == u'\'')
                quote = QChar();
            else
                word += c;
        } else if (quote == u'"') {
            // Inside double quotes the backslash is special before these only; elsewhere it is itself.
            if (c == u'"') {
                quote = QChar();
            } else if (c == u'\\' && (next == u'"' || next == u'\\' || next == u'$' || next == u'`')) {
                word += next;
                ++i;
            } else if (c == u'\\' && next == u'\n') {
                ++i;
            } else {
                word += c;
            }
        } else if (c == u'\'' || c == u'"') {
            quote = c;
            inWord = true;
        } else if (c == u'\\') {
            if (i + 1 == line.size())
                return fail(tr("The backslash at the end has nothing after it."));
            ++i;
            if (next != u'\n') {
                word += next;
                inWord = true;
            }
        } else if (isSpace(c)) {
            if (inWord)
                words.append(word);
            word.clear();
            inWord = false;
        } else {
            word += c;
            inWord = true;
        }
    }
    if (!quote.isNull())
        return fail(tr("A quotation mark (%1) is not closed.").arg(quote));
    if (inWord)
        words.append(word);
    return words;
}

QString joinCommandLine(const QStringList &arguments)
{
    static const QRegularExpression harmless(QStringLiteral("\\A[A-Za-z0-9_@%+=:,./{}-]+\\z"));
    QStringList quoted;
    for (QString argument : arguments) {
        if (!harmless.match(argument).hasMatch())
            argument = u'\'' + argument.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
        quoted.append(argument);
    }
    return quoted.join(u' ');
}
