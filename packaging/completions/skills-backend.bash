# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# Made from the table of options of skills-backend; do not edit.
_skills_backend_complete()
{
    local options=(
        # names|commands, "-" being none|values
        '--host|-|HOST'
        '--port|-|PORT'
        '--config|-|FILE'
        '--example-config|-|'
        '--stdio|-|'
        '--allowed-host|-|HOST'
        '--allowed-origin|-|ORIGIN'
        '--no-activity|-|'
        '--verbose -v|-|'
        '--version|-|'
        '--help -h|-|'
    )
    local commands=(
        # name|values
    )
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
complete -F _skills_backend_complete skills-backend
