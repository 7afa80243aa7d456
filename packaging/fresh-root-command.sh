#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# What packaging/in-fresh-root.sh does inside, as the ordinary user: packaging/fresh-root-command.sh COMMAND [COMPILER].
# Not for a machine that somebody uses: it installs, starts and deletes.
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$source_dir"

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# The clone is all that a newcomer has, so what is tried is what the README prints.
# shellcheck disable=SC2016  # a fence of Markdown
question_of_the_readme() {
    sed -n '/^curl /,/^```/{/^```/d;p}' README.md
}

must_be_ready() {
    local tray=$1
    # Its status is 0 only then, and only with a skill at least.
    "$tray" status >/dev/null || fail "$tray status: $?, not ready"
    echo "--- $tray status: ready"
}

must_answer() {
    local question answer
    question=$(question_of_the_readme)
    [ -n "$question" ] || fail 'The README shows no question by curl.'
    packaging/need-packages.sh curl
    answer=$(bash -c "$question")
    printf -- '--- %s\n%s\n' "$question" "$(head -c 1500 <<<"$answer")"
    grep -q '"text"' <<<"$answer" || fail 'The question of the README got no answer.'
}

must_end() {
    local tray=$1 left tries
    "$tray" quit || fail "$tray quit: status $?"
    # It answers while its own process still ends.
    for ((tries = 0; tries < 50; tries++)); do
        left=$(pgrep_ours)
        [ -n "$left" ] || break
        sleep 0.1
    done
    [ -z "$left" ] || fail "Left running after quit: $left"
    echo '--- quit: nothing is left running'
}

# No procps in a minimal root.
pgrep_ours() {
    local comm
    for comm in /proc/[0-9]*/comm; do
        # Names end after 15 characters there.
        case $(cat "$comm" 2>/dev/null) in
        skills-*) printf '%s ' "$comm" ;;
        esac
    done
}

try_quickstart() {
    packaging/quickstart.sh
    must_be_ready build/release/bin/skills-tray
    must_answer
    must_end build/release/bin/skills-tray
}

# Programs that were installed do without the clone.
try_install() {
    packaging/quickstart.sh --install
    local tray=$HOME/.local/bin/skills-tray
    must_be_ready "$tray"
    cd /
    mv "$source_dir" "$source_dir.away"
    "$tray" restart
    "$tray" wait ready --timeout 60 || fail 'After the clone was moved away the backend does not start again.'
    must_be_ready "$tray"
    echo '--- the clone was moved away; the backend was started anew'
    must_end "$tray"
    for page in skills-tray skills-backend; do
        [ -s "$HOME/.local/share/man/man1/$page.1" ] || fail "No man page of $page was installed."
    done
}

# As developers build: every warning of this compiler is an error.
test_with() {
    local compiler=$1
    packaging/quickstart.sh --packages
    packaging/need-packages.sh "$compiler"
    local flags=()
    # Debian links a GCC that is not its own with that one's older libstdc++, which lacks what Qt needs; what runs is the
    # system's.
    [[ $compiler != g++-* ]] || flags=('-DCMAKE_EXE_LINKER_FLAGS=-Wl,--allow-shlib-undefined')
    cmake --preset dev -DSKILLS_PRECOMPILE=ON -DCMAKE_CXX_COMPILER="${compiler/#clang-/clang++-}" "${flags[@]}" >/dev/null
    cmake --build --preset dev
    ctest --preset dev --parallel "$((2 * $(nproc)))" --label-exclude 'e2e|quality'
}

case ${1:-} in
quickstart) try_quickstart ;;
test) if [ $# -eq 2 ]; then test_with "$2"; else packaging/quickstart.sh --test; fi ;;
install) try_install ;;
deb)
    packaging/quickstart.sh --package
    packaging/try-deb.sh --yes-this-root build/release/skills-tray_*.deb
    ;;
arm64) packaging/cross-arm64.sh ;;
*) fail "Cannot do \"${1:-}\": it is none of quickstart, test, install, deb, arm64" ;;
esac
