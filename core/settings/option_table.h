// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLatin1StringView>
#include <QList>
#include <QString>

/// One option of a program, as its parser, --help, the man page and the shells' completions know it.
struct OptionRow
{
    int id = 0;                   // the program's own enum
    quint32 commands = 1;         // bit N: it belongs to the command with id N; bit 0: to the start without a command
    QLatin1StringView name = {};  // as messages have it
    QLatin1StringView alias = {}; // the other name; may be empty
    QLatin1StringView value = {}; // what the value is called; empty: a switch
    QLatin1StringView words = {}; // the values there are; "FILE", "PROGRAM": any such; empty: nobody can know
    const char *help = nullptr;   // translatable; no capital, no full stop
    const char *more = nullptr;   // further sentences for the man page, roff
    bool isRepeatable = false;
    bool isForPrograms = false; // no page tells people of it

    [[nodiscard]] bool isSwitch() const { return value.isEmpty(); }
    [[nodiscard]] bool isCalled(QStringView text) const;
    /// Where it is explained: the first command that takes it.
    [[nodiscard]] int home() const;
};

/// One command of a program, likewise.
struct CommandRow
{
    int id = 0; // from 1: bit `id` of OptionRow::commands
    QLatin1StringView name = {};
    QLatin1StringView operand = {}; // what follows it; may be empty
    QLatin1StringView words = {};   // as those of an option
    const char *heading = nullptr;  // of the group that begins here, translatable
    const char *help = nullptr;
    const char *more = nullptr;
};

/// All that a program's command line takes.
struct OptionTable
{
    QLatin1StringView program = {};
    const char *context = nullptr; // of the translations
    QList<OptionRow> options = {};
    QList<CommandRow> commands = {};

    /// The row that the command with this id takes under this name; else any row of that name; null: there is none.
    [[nodiscard]] const OptionRow *find(QStringView name, int command = 0) const;
    [[nodiscard]] const CommandRow *command(QStringView name) const;
    /// Which commands take an option of this name, as bits.
    [[nodiscard]] quint32 commandsWith(QStringView name) const;
};

/// "-n, --lines N", "logs", "wait STATE": a row's name as people are told of it.
[[nodiscard]] QString labelOf(const OptionRow &row);
[[nodiscard]] QString labelOf(const CommandRow &row);
/// The rows for --help: the options of the start, then each command with its own options. No line has more than 80
/// characters.
[[nodiscard]] QString rowsForHelp(const OptionTable &table);
