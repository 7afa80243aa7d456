// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/option_table.h"

#include <QCoreApplication>
#include <QStringList>
#include <QtAlgorithms>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr qsizetype Width = 80;

bool OptionRow::isCalled(QStringView text) const
{
    return text == name || (!alias.isEmpty() && text == alias);
}

int OptionRow::home() const
{
    return int(qCountTrailingZeroBits(commands));
}

const OptionRow *OptionTable::find(QStringView name, int command) const
{
    const OptionRow *other = nullptr;
    for (const OptionRow &row : options) {
        if (!row.isCalled(name))
            continue;
        if (row.commands & (1U << command))
            return &row;
        if (!other)
            other = &row;
    }
    return other;
}

const CommandRow *OptionTable::command(QStringView name) const
{
    for (const CommandRow &row : commands) {
        if (name == row.name)
            return &row;
    }
    return nullptr;
}

quint32 OptionTable::commandsWith(QStringView name) const
{
    quint32 bits = 0;
    for (const OptionRow &row : options) {
        if (row.isCalled(name))
            bits |= row.commands;
    }
    return bits;
}

QString labelOf(const OptionRow &row)
{
    QString names = row.name;
    if (!row.alias.isEmpty())
        names = row.alias.size() < row.name.size() ? row.alias + ", "_L1 + row.name : row.name + ", "_L1 + row.alias;
    return row.isSwitch() ? names : names + u' ' + row.value;
}

QString labelOf(const CommandRow &row)
{
    return row.operand.isEmpty() ? QString(row.name) : row.name + u' ' + row.operand;
}

/// `label`, then `text` from `column` on, as many lines as it takes.
static QString paragraph(const QString &label, const QString &text, qsizetype column)
{
    QString result;
    QString line = label.leftJustified(column - 2) + u' ';
    if (label.size() + 2 > column) {
        result = label + u'\n';
        line = QString(column - 1, u' ');
    }
    for (const QString &word : text.split(u' ')) {
        if (line.size() + 1 + word.size() > Width) {
            result += line + u'\n';
            line = QString(column - 1, u' ');
        }
        line += u' ' + word;
    }
    return result + line + u'\n';
}

QString rowsForHelp(const OptionTable &table)
{
    const auto label = [](const OptionRow &row) { return QString(row.home() ? 4 : 2, u' ') + labelOf(row); };
    const auto translated = [&](const char *text) { return QCoreApplication::translate(table.context, text); };
    qsizetype column = 0;
    for (const OptionRow &row : table.options) {
        if (!row.isForPrograms)
            column = std::max(column, label(row).size() + 2);
    }
    QString result;
    const auto addOptions = [&](int command) {
        for (const OptionRow &row : table.options) {
            if (row.home() == command && !row.isForPrograms)
                result += paragraph(label(row), translated(row.help), column);
        }
    };
    addOptions(0);
    for (const CommandRow &row : table.commands) {
        if (row.heading)
            result += u'\n' + translated(row.heading) + u'\n';
        result += paragraph(u"  "_s + labelOf(row), translated(row.help), column);
        addOptions(row.id);
    }
    return result;
}
