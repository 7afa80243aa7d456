#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# From a clone to a running tray, on Debian 12 and 13 and their relatives. Reads nothing from standard input.
#     packaging/quickstart.sh            install what is missing, build, start the tray, print its status
#     packaging/quickstart.sh --test     the same set-up, then every test
#     packaging/quickstart.sh --packages install what builds and tests need, and nothing more
#     packaging/quickstart.sh --package  build the Debian package
#     packaging/quickstart.sh --install  put programs, launcher, icons and man pages into ~/.local, start from there
# Where no display can be reached, it starts without icon and window (--headless).
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build_dir=$source_dir/build/release

build_packages=(cmake ninja-build g++ pkg-config qt6-base-dev libpcre2-dev libxcb1-dev
    libyaml-cpp-dev libsqlite3-dev libmicrohttpd-dev libarchive-dev nettle-dev)
test_packages=(xvfb openbox tint2 xdotool x11-utils xclip dbus python3 fonts-dejavu-core)

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

usage() {
    sed -n '5,9s/^# *//p' "${BASH_SOURCE[0]}"
}

install_packages() {
    local packages=("${build_packages[@]}")
    case $mode in
    --test | --packages) packages+=("${test_packages[@]}") ;;
    --package) packages+=(dpkg-dev file) ;;
    esac
    "$source_dir/packaging/need-packages.sh" "${packages[@]}"
}

# Root was only needed for the packages: what is built and started belongs to the user who called sudo.
continue_as_user() {
    local user=$1 uid runtime variables=()
    uid=$(id -u "$user")
    runtime=/run/user/$uid
    [ ! -d "$runtime" ] || variables+=("XDG_RUNTIME_DIR=$runtime")
    [ ! -S "$runtime/bus" ] || variables+=("DBUS_SESSION_BUS_ADDRESS=unix:path=$runtime/bus")
    # sudo keeps DISPLAY, but not its younger brother.
    [ ! -S "$runtime/wayland-0" ] || variables+=("WAYLAND_DISPLAY=${WAYLAND_DISPLAY:-wayland-0}")
    exec runuser -u "$user" -- env -u SUDO_USER -u SUDO_UID -u SUDO_GID -u SUDO_COMMAND \
        "HOME=$(getent passwd "$user" | cut -d: -f6)" "USER=$user" "LOGNAME=$user" "${variables[@]}" \
        "${BASH_SOURCE[0]}" "$mode"
}

build() {
    [ -w "$source_dir" ] || fail "Cannot build in $source_dir: $(id -un) may not write there."
    local fresh=() testing=()
    # A folder that was moved or copied remembers where it was configured.
    if [ -f "$build_dir/CMakeCache.txt" ] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$source_dir" "$build_dir/CMakeCache.txt"; then
        fresh=(--fresh)
    fi
    # The tests are built for those who ask for them, and stay on for who had them.
    if [ "$mode" = --test ]; then
        testing=(-DBUILD_TESTING=ON)
    elif [ ! -f "$build_dir/CMakeCache.txt" ]; then
        testing=(-DBUILD_TESTING=OFF)
    fi
    cd "$source_dir"
    say "Building into $build_dir"
    cmake --preset release "${fresh[@]}" "${testing[@]}" >/dev/null || fail "Cannot configure the build: see CMake's message above."
    local targets=()
    [ "$mode" = --test ] || targets=(--target programs)
    cmake --build --preset release "${targets[@]}" || fail "Cannot build: see the compiler's message above."
}

have_display() {
    [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ] || [ "${QT_QPA_PLATFORM:-}" = offscreen ]
}

is_running() {
    local status=0
    "$1" status >/dev/null 2>&1 || status=$?
    [ "$status" -ne 3 ]
}

# In a session of its own, so that it outlives this terminal. Fails when it does not come to answer.
try_start() {
    local pid tries
    setsid "$@" </dev/null >"$output" 2>&1 &
    pid=$!
    for ((tries = 0; tries < 200; tries++)); do
        ! is_running "$1" || return 0
        kill -0 "$pid" 2>/dev/null || return 1
        sleep 0.1
    done
    # A display that neither answers nor refuses.
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    return 1
}

start_tray() {
    local tray=$1 output=$build_dir/skills-tray.log why="no display is set"
    shift
    if have_display; then
        ! try_start "$tray" "$@" || return 0
        why=$(sed -n 's/^skills-tray: Cannot open a window: //; s/; --headless needs none$//p' "$output")
        [ -n "$why" ] || [ ! -s "$output" ] || fail "Cannot start $tray: $(tail -n 1 "$output")"
    fi
    say "Starting without icon and window: ${why:-the display does not answer}."
    headless=yes
    try_start "$tray" --headless ||
        fail "Cannot start $tray: $(tail -n 1 "$output" | grep . || echo "it does not answer; see $output")"
}

show_status() {
    local tray=$1 status=0
    "$tray" wait settled --timeout 120 2>/dev/null || true
    "$tray" status || status=$?
    case $status in
    0) ;;
    1) say "Skills Tray runs, but serves no skills yet; its $([ -z "$headless" ] && echo "window says what to do" || echo "log says why")." ;;
    *) fail "Skills Tray ended again: see $build_dir/skills-tray.log" ;;
    esac
    [ -z "$headless" ] || show_next_steps "$tray"
}

# What a menu and a window would offer.
show_next_steps() {
    local tray url
    tray=$(printf '%q' "$1")
    url=$("$1" status --json | sed -n 's/^ *"mcp_url": "\(.*\)",*$/\1/p') || true
    say "See the log:    $tray logs -f"
    say "Ask a question: curl -s $url --json '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"find_helpful_skills\",\"arguments\":{\"task_description\":\"write a skill\"},\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}' -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/call' -H 'Mcp-Name: find_helpful_skills'"
    say "Stop it:        $tray quit"
}

run_here() {
    local tray=$build_dir/bin/skills-tray
    if is_running "$tray"; then
        say "Skills Tray is running already. To run what was just built: $tray quit, then this again."
        "$tray" show || headless=yes
    else
        start_tray "$tray"
    fi
    show_status "$tray"
}

# Tests measure real processes against real deadlines, and a shared machine may stop for a second. What fails is run
# once more, and named, so that a fault that comes and goes is seen and not hidden.
run_tests() {
    cd "$source_dir"
    local report=$build_dir/tests.log status=0 failed
    ctest --preset release --parallel $((2 * $(nproc))) --repeat until-pass:2 | tee "$report" || status=$?
    failed=$(sed -nE '/\*\*\*Skipped/d; s/.* Test +#[0-9]+: ([A-Za-z0-9_]+) .*\*\*\*.*/\1/p' "$report" | sort -u | paste -sd ' ')
    [ -z "$failed" ] || say "Failed at least once: $failed. What they printed stands in $report."
    return "$status"
}

build_package() {
    cmake --build --preset release --target package >"$build_dir/package.log" 2>&1 ||
        fail "Cannot make the package: $(grep -iA2 'error' "$build_dir/package.log" | head -n 3 | paste -sd ' ' | grep . || tail -n 1 "$build_dir/package.log")"
    say "Built $(sed -n 's/^CPack: - package: \(.*\) generated\.$/\1/p' "$build_dir/package.log"). To install it: sudo apt install that file."
}

# The program mends its login entry only when the old place is gone, and then nobody starts it any more.
move_login_entry() {
    local from=$1 to=$2 entry=${XDG_CONFIG_HOME:-$HOME/.config}/autostart/skills-tray.desktop text
    if [ ! -f "$entry" ] || [ -L "$entry" ] || ! grep -qF "$from" "$entry"; then return; fi
    text=$(<"$entry")
    printf '%s\n' "${text//"$from"/"$to"}" >"$entry.new"
    mv "$entry.new" "$entry"
}

install_for_user() {
    local prefix=$HOME/.local
    local tray=$prefix/bin/skills-tray
    # Our own programs must not be replaced, nor lost with the clone, under a running tray.
    if is_running "$build_dir/bin/skills-tray"; then
        say "Skills Tray runs: quitting it to replace its programs."
        "$build_dir/bin/skills-tray" quit
    fi
    cmake --install "$build_dir" --prefix "$prefix" >/dev/null || fail "Cannot install into $prefix: see CMake's message above."
    ! command -v update-desktop-database >/dev/null || update-desktop-database -q "$prefix/share/applications" || true
    say "Installed into $prefix. The launcher shows Skills Tray; $source_dir may be deleted."
    move_login_entry "$build_dir/bin/skills-tray" "$tray"
    start_tray "$tray" --background
    show_status "$tray"
}

headless=
mode=${1:-}
case $mode in
'' | --test | --packages | --install | --package) ;;
-h | --help) usage; exit 0 ;;
*) usage >&2; exit 2 ;;
esac
[ $# -le 1 ] || { usage >&2; exit 2; }

install_packages
[ "$mode" != --packages ] || exit 0
if [ "$(id -u)" -eq 0 ]; then
    if [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ]; then
        continue_as_user "$SUDO_USER"
    fi
    say "You are root: fine in a container, but a desktop should not run as root."
fi
build
case $mode in
'') run_here ;;
--test) run_tests ;;
--install) install_for_user ;;
--package) build_package ;;
esac
