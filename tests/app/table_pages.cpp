// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/table_pages.h"

#include <QStringList>

using namespace Qt::StringLiterals;

static QList<OptionRow> rowsForPeople(const OptionTable &table)
{
    QList<OptionRow> rows = table.options;
    rows.removeIf([](const OptionRow &row) { return row.isForPrograms; });
    return rows;
}

static QString heading(const OptionTable &table)
{
    return u"# SPDX-FileCopyrightText: 2026 The Skills Tray authors\n"
           "# SPDX-License-Identifier: MIT\n"
           "# Made from the table of options of %1; do not edit.\n"_s.arg(table.program);
}

static QStringList commandsOf(const OptionTable &table, const OptionRow &row)
{
    QStringList names;
    if (row.commands & 1U)
        names += u"-"_s;
    for (const CommandRow &command : table.commands) {
        if (row.commands & (1U << command.id))
            names += command.name;
    }
    return names;
}

static QString namesOf(const OptionRow &row)
{
    return row.alias.isEmpty() ? QString(row.name) : row.name + u' ' + row.alias;
}

/// For a shell, between single quotes.
static QString quoted(const QString &text)
{
    return u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

QByteArray bashCompletion(const OptionTable &table)
{
    QString rows;
    // names | commands that take it | what its value is; "-" for none
    const auto value = [](const OptionRow &row) {
        return row.words.isEmpty() ? QString(row.value) : QString(row.words);
    };
    for (const OptionRow &row : rowsForPeople(table))
        rows +=
            u"        "_s + quoted(namesOf(row) + u'|' + commandsOf(table, row).join(u' ') + u'|' + value(row)) + u'\n';
    QString commands;
    for (const CommandRow &row : table.commands)
        commands += u"        "_s + quoted(row.name + u'|' + row.words) + u'\n';
    QString script = heading(table) + uR"SH(_@_complete()
{
    local options=(
        # names|commands, "-" being none|values
@OPTIONS@    )
    local commands=(
        # name|values
@COMMANDS@    )
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command=- operand='' words='' row names takers values i word
    COMPREPLY=()
    # "--option=value" comes as three words.
    if [ "$current" = = ]; then
        current=''
    elif [ "$previous" = = ] && [ "$COMP_CWORD" -ge 3 ]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [ "$word" = -- ]; then
            if [ $((i + 1)) -eq "$COMP_CWORD" ]; then
                mapfile -t COMPREPLY < <(compgen -c -- "$current")
            else
                compopt -o default
            fi
            return
        fi
        for row in "${commands[@]}"; do
            if [ "$command" = - ] && [ "$word" = "${row%%|*}" ]; then
                command=$word
                operand=${row#*|}
            fi
        done
    done
    for row in "${options[@]}"; do
        IFS='|' read -r names takers values <<<"$row"
        [[ " $takers " == *" $command "* ]] || continue
        if [ -n "$values" ] && [[ " $names " == *" $previous "* ]]; then
            case $values in
            FILE) compopt -o default ;;
            *' '*) mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current") ;;
            esac
            return
        fi
        words+=" $names"
    done
    if [[ $current != -* ]]; then
        words=$operand
        if [ "$command" = - ]; then
            for row in "${commands[@]}"; do
                words+=" ${row%%|*}"
            done
        fi
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _@_complete @PROGRAM@
)SH"_s;
    script.replace(u"@OPTIONS@"_s, rows).replace(u"@COMMANDS@"_s, commands).replace(u"@PROGRAM@"_s, table.program);
    script.replace(u"_@_"_s, u"_"_s + QString(table.program).replace(u'-', u'_') + u'_');
    return script.toUtf8();
}

/// What _arguments wants to know of a value.
static QString zshValue(QLatin1StringView value, QLatin1StringView words)
{
    if (words == "FILE"_L1)
        return u':' + value + u":_files"_s;
    return u':' + value + u':' + (words.isEmpty() ? u" "_s : u'(' + words + u')');
}

static QString zshText(const char *text)
{
    QString result = QString::fromUtf8(text);
    for (const QChar special : u"\\:[]"_s)
        result.replace(special, u'\\' + QString(special));
    return result;
}

static QString zshOption(const OptionRow &row)
{
    if (row.name == "--"_L1)
        return quoted(u"(-)--["_s + zshText(row.help) + u"]:program:_command_names:*::argument:_normal"_s);
    const QString text =
        u'[' + zshText(row.help) + u']' + (row.isSwitch() ? QString() : zshValue(row.value, row.words));
    const QString star = row.isRepeatable ? u"*"_s : QString();
    // A long option takes its value after "=", too.
    const auto form = [&](QLatin1StringView name) {
        return !row.isSwitch() ? QString(name) + (name.startsWith("--"_L1) ? u'=' : u'+') : QString(name);
    };
    if (row.alias.isEmpty())
        return quoted(star + form(row.name) + text);
    return quoted(u'(' + namesOf(row) + u')') + u'{' + form(row.name) + u',' + form(row.alias) + u'}' + quoted(text);
}

/// Options of the start that the same commands share lie in one array.
static QString zshArray(quint32 commands)
{
    return u"for_"_s + QString::number(commands);
}

QByteArray zshCompletion(const OptionTable &table)
{
    QString script = u"#compdef "_s + table.program + u'\n' + heading(table) +
                     u"local context state state_descr line\ntypeset -A opt_args\n"_s;
    QString start;
    QList<quint32> groups;
    for (const OptionRow &row : rowsForPeople(table)) {
        if (row.home() == 0 && !groups.contains(row.commands))
            groups += row.commands;
    }
    const auto lines = [&](const auto &isWanted) {
        QString result;
        for (const OptionRow &row : rowsForPeople(table)) {
            if (isWanted(row))
                result += u"        "_s + zshOption(row) + u'\n';
        }
        return result;
    };
    for (const quint32 group : std::as_const(groups)) {
        start += u" $"_s + zshArray(group);
        script += u"local -a "_s + zshArray(group) + u'\n' + zshArray(group) + u"=(\n"_s +
                  lines([&](const OptionRow &row) { return row.home() == 0 && row.commands == group; }) + u")\n"_s;
    }
    if (table.commands.isEmpty())
        return (script + u"_arguments -s"_s + start + u'\n').toUtf8();

    QString names, cases;
    for (const CommandRow &command : table.commands) {
        names += u"        "_s + quoted(command.name + u':' + zshText(command.help)) + u'\n';
        cases += u"    "_s + command.name + u")\n        arguments=(\n"_s;
        for (const quint32 group : std::as_const(groups)) {
            if (group & (1U << command.id))
                cases += u"        $"_s + zshArray(group) + u'\n';
        }
        cases += lines([&](const OptionRow &row) { return row.home() == command.id; });
        if (!command.operand.isEmpty())
            cases += u"        "_s + quoted(u'1' + zshValue(command.operand, command.words)) + u'\n';
        cases += u"        )\n        ;;\n"_s;
    }
    script +=
        u"_arguments -s -C -A '-*'"_s + start +
        u" '1: :->command' '*:: :->rest'\ncase $state in\ncommand)\n    local -a commands\n    commands=(\n"_s + names +
        u"    )\n    _describe command commands\n    ;;\nrest)\n    local -a arguments\n    case $line[1] in\n"_s +
        cases + u"    esac\n    _arguments -s $arguments\n    ;;\nesac\n"_s;
    return script.toUtf8();
}

QByteArray fishCompletion(const OptionTable &table)
{
    const QString program = table.program;
    QStringList commands;
    for (const CommandRow &row : table.commands)
        commands += row.name;
    // What follows "--" is another program's.
    const bool isProgramTaken = table.find(u"--"_s);
    const QString afterDashes = u"contains -- -- (commandline -opc)"_s;
    const QString before = isProgramTaken ? u"not "_s + afterDashes + u"; and "_s : QString();
    const QString atStart =
        commands.isEmpty() ? QString()
                           : u" -n '"_s + before + u"not __fish_seen_subcommand_from "_s + commands.join(u' ') + u'\'';
    QString script = heading(table) + u"complete -c "_s + program + u" -f\n"_s;
    if (isProgramTaken)
        script += u"complete -c "_s + program + u" -n '"_s + afterDashes + u"' -F\ncomplete -c "_s + program +
                  u" -n 'test (commandline -opc)[-1] = --' -a '(__fish_complete_command)'\n"_s;
    for (const CommandRow &row : table.commands)
        script += u"complete -c "_s + program + atStart + u" -a "_s + row.name + u" -d "_s +
                  quoted(QString::fromUtf8(row.help)) + u'\n';
    for (const CommandRow &row : table.commands) {
        if (!row.words.isEmpty())
            script += u"complete -c "_s + program + u" -n '__fish_seen_subcommand_from "_s + row.name + u"' -a "_s +
                      quoted(row.words) + u'\n';
    }
    for (const OptionRow &row : rowsForPeople(table)) {
        QStringList takers = commandsOf(table, row);
        QString condition = atStart;
        if (!takers.contains(u"-"_s)) {
            condition = u" -n '__fish_seen_subcommand_from "_s + takers.join(u' ') + u'\'';
        } else if (takers.size() > 1) {
            // At the start, or in one of these.
            condition.chop(1);
            takers.removeAll(u"-"_s);
            condition += u"; or __fish_seen_subcommand_from "_s + takers.join(u' ') + u'\'';
        }
        if (row.name == "--"_L1) {
            script +=
                u"complete -c "_s + program + condition + u" -a -- -d "_s + quoted(QString::fromUtf8(row.help)) + u'\n';
            continue;
        }
        QString names;
        for (const QLatin1StringView name : {row.name, row.alias}) {
            if (name.startsWith("--"_L1))
                names += u" -l "_s + name.mid(2);
            else if (!name.isEmpty())
                names += u" -s "_s + name.mid(1);
        }
        if (row.words == "FILE"_L1)
            names += u" -r -F"_s;
        else if (!row.isSwitch())
            names += u" -x"_s + (row.words.isEmpty() ? QString() : u" -a "_s + quoted(row.words));
        script +=
            u"complete -c "_s + program + condition + names + u" -d "_s + quoted(QString::fromUtf8(row.help)) + u'\n';
    }
    return script.toUtf8();
}

static QString roff(const QString &text)
{
    QString result = text;
    return result.replace(u'\\', u"\\e"_s).replace(u'-', u"\\-"_s);
}

/// "print this help" -> "Print this help."
static QString sentence(const char *text)
{
    QString result = QString::fromUtf8(text);
    result[0] = result[0].toUpper();
    return result.replace(u'-', u"\\-"_s) + u'.';
}

static QString manText(const char *help, const char *more)
{
    return sentence(help) + u'\n' + (more ? QString::fromUtf8(more) + u'\n' : QString());
}

static QString manRow(const OptionRow &row)
{
    QString names = u"\\fB"_s + roff(row.name) + u"\\fR"_s;
    if (!row.alias.isEmpty()) {
        const QString alias = u"\\fB"_s + roff(row.alias) + u"\\fR"_s;
        names = row.alias.size() < row.name.size() ? alias + u", "_s + names : names + u", "_s + alias;
    }
    if (!row.isSwitch())
        names += u" \\fI"_s + roff(row.value) + u"\\fR"_s;
    return u".TP\n"_s + names + u'\n' + manText(row.help, row.more);
}

QByteArray manPage(const QByteArray &page, const OptionTable &table)
{
    static const QByteArray begin = ".\\\" Made from the table of options; do not edit.\n";
    static const QByteArray end = ".\\\" End of what is made.\n";
    const qsizetype from = page.indexOf(begin);
    const qsizetype to = page.indexOf(end);
    if (from < 0 || to < from)
        return {};
    QString text = u".SH OPTIONS\n"_s;
    for (const OptionRow &row : rowsForPeople(table)) {
        if (row.home() == 0)
            text += manRow(row);
    }
    if (!table.commands.isEmpty())
        text += u".SH COMMANDS\n"_s;
    for (const CommandRow &row : table.commands) {
        text += u".TP\n\\fB"_s + roff(row.name) + u"\\fR"_s +
                (row.operand.isEmpty() ? QString() : u" \\fI"_s + roff(row.operand) + u"\\fR"_s) + u'\n' +
                manText(row.help, row.more);
        QString own;
        for (const OptionRow &option : rowsForPeople(table)) {
            if (option.home() == row.id)
                own += manRow(option);
        }
        if (!own.isEmpty())
            text += u".RS\n"_s + own + u".RE\n"_s;
    }
    return page.left(from + begin.size()) + text.toUtf8() + page.mid(to);
}
