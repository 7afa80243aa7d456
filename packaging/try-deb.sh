#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# Takes the Debian package through a whole life, in a root that may be thrown away, as a user with sudo:
#     packaging/try-deb.sh [--yes-this-root] DEB [NEWER-DEB]
# lintian, install, start, upgrade while it runs, restart of the backend, quit, start anew, remove, purge. Nothing may
# be left but the user's own files. Without NEWER-DEB it is built from this source tree, as 99.0.0.
# Ends with 0 when all held, else with the step that failed.
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
tray=/usr/bin/skills-tray
tray_pid=

say() { printf '%s\n' "$*"; }
step() {
    current=$*
    printf '\n=== %s\n' "$*"
}
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

finish() {
    local status=$?
    if [ $status -ne 0 ]; then
        [ ! -s "$work/tray.log" ] || tail -n 5 "$work/tray.log" >&2
        printf '\nFAILED in the step "%s"\n' "${current:-the beginning}" >&2
    fi
    [ -z "$tray_pid" ] || kill "$tray_pid" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

sure=
if [ "${1:-}" = --yes-this-root ]; then
    sure=yes
    shift
fi
case $# in
1 | 2) ;;
*)
    sed -n '4,8s/^# *//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
for file in "$@"; do
    [ -f "$file" ] || fail "Cannot try $file: there is no such file."
done
deb=$(readlink -f "$1")
newer=${2:+$(readlink -f "$2")}

# A root of its own differs from that of process 1; a container says so itself.
in_own_root() {
    [ -e /.dockerenv ] || [ -e /run/.containerenv ] || [ -n "${container:-}" ] ||
        [ "$(sudo stat -Lc %d:%i /proc/1/root/ 2>/dev/null)" != "$(stat -Lc %d:%i /)" ]
}

[ "$(id -u)" -ne 0 ] || fail "Cannot try the package as root: run this as an ordinary user with sudo."
sudo -n true 2>/dev/null || fail "Cannot try the package: sudo asks for a password or is not there."
[ -n "$sure" ] || in_own_root ||
    fail "Cannot try the package here: it looks like a system that is in use. In one that may be thrown away: --yes-this-root"
! dpkg-query -W skills-tray >/dev/null 2>&1 || fail "Cannot try the package: skills-tray is installed here already."

as_root() { sudo env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
quietly() { "$@" >"$work/out" 2>&1 || { tail -n 20 "$work/out" >&2 && fail "Failed: $*"; }; }

# Every file that a package could leave, but not what apt and dpkg keep of their own work.
files() {
    sudo find /bin /etc /lib /opt /sbin /usr /var -xdev \
        \( -path /var/cache -o -path /var/lib/apt -o -path /var/lib/dpkg -o -path /var/log -o -path /var/tmp \) -prune \
        -o -not -type d -print -o -type d -empty -print 2>/dev/null | grep -vE '^/etc/ld\.so\.cache$|/__pycache__(/|$)' | sort
}

start_tray() {
    local options=() tries
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        options=(--background)
    elif "$tray" --help | grep -q -- --headless; then
        options=(--headless)
    else
        options=(--background)
        export QT_QPA_PLATFORM=offscreen
    fi
    setsid "$tray" "${options[@]}" </dev/null >"$work/tray.log" 2>&1 &
    tray_pid=$!
    for ((tries = 0; tries < 200; tries++)); do
        local status=0
        "$tray" status >/dev/null 2>&1 || status=$?
        [ "$status" -eq 3 ] || break
        sleep 0.1
    done
    "$tray" wait ready --timeout 120
    "$tray" status
}

await_end() {
    local tries
    for ((tries = 0; tries < 200; tries++)); do
        kill -0 "$tray_pid" 2>/dev/null || { tray_pid= && return; }
        sleep 0.1
    done
    fail "Skills Tray did not end."
}

running() { sudo readlink -e "/proc/$tray_pid/exe" || sudo readlink "/proc/$tray_pid/exe"; }
version_of() { dpkg-deb -f "$1" Version; }

if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
    export XDG_RUNTIME_DIR=$work/run
    mkdir -m 700 "$XDG_RUNTIME_DIR"
fi

if [ -z "$newer" ]; then
    step 'Build a newer package'
    build=$source_dir/build/release
    again=$(sed -n 's/^SKILLS_VERSION:[A-Z]*=//p' "$build/CMakeCache.txt" 2>/dev/null || true)
    cp "$deb" "$work/"
    quietly cmake -S "$source_dir" --preset release -DBUILD_TESTING=OFF -DSKILLS_VERSION=99.0.0
    quietly cmake --build "$build" --target package
    newer=$(echo "$build"/skills-tray_99.0.0-*.deb)
    mv "$newer" "$work/"
    newer=$work/${newer##*/}
    quietly cmake -S "$source_dir" --preset release "-DSKILLS_VERSION=$again"
    say "$(basename "$newer")"
fi

step 'lintian'
command -v lintian >/dev/null || quietly as_root apt-get -q -y --no-install-recommends install lintian
# What is overridden is shown, with its reason, and counts as none.
lintian --fail-on none --show-overrides "$deb" | tee "$work/lintian"
! grep -q '^[EW]:' "$work/lintian" || fail "lintian complains."
say 'No error, no warning.'

step 'Install'
# apt's own user reads it there.
mkdir "$work/apt"
install -m 644 "$deb" "$newer" "$work/apt"
chmod 755 "$work" "$work/apt"
deb=$work/apt/${deb##*/} newer=$work/apt/${newer##*/}
quietly as_root apt-get -q update
# What it needs stays: only what the package itself brings must go again.
read -ra needs < <(dpkg-deb -f "$deb" Depends | sed 's/([^)]*)//g; s/|[^,]*//g; s/,/ /g')
quietly as_root apt-get -q -y install --no-install-recommends "${needs[@]}"
files >"$work/before"
quietly as_root apt-get -q -y install --no-install-recommends "$deb"
say "$(dpkg-query -W -f '${Package} ${Version}, ${Installed-Size} KiB\n' skills-tray)"
dpkg -L skills-tray | while read -r file; do [ -e "$file" ] || fail "Missing after the installation: $file"; done

step 'Start'
start_tray
[ "$("$tray" --version)" = "skills-tray $(version_of "$deb" | sed 's/-[^-]*$//')" ] || fail "Another version: $("$tray" --version)"

step 'Upgrade while it runs'
before=$tray_pid
quietly as_root apt-get -q -y install --no-install-recommends "$newer"
kill -0 "$before" || fail "The upgrade ended the running Skills Tray."
say "$(dpkg-query -W -f '${Package} ${Version}\n' skills-tray); process $before still runs $(running)"
"$tray" status

step 'The old one restarts its backend'
"$tray" restart
"$tray" wait ready --timeout 120
"$tray" status

step 'Quit, and start what was installed'
"$tray" quit
await_end
start_tray
"$tray" logs --all -n 100000 >"$work/log"
grep ' tray .*was updated from ' "$work/log" || fail "The new version does not say what changed."
grep -m 3 -E ' tray (Added|Changed|Fixed|Removed): ' "$work/log" || fail "The new version does not name a change."
"$tray" quit
await_end

step 'Remove'
quietly as_root apt-get -q -y remove skills-tray
! command -v skills-tray || fail "skills-tray is still there."

step 'Purge'
# Not by apt: a package without configuration files is forgotten once it is removed.
quietly as_root dpkg --purge skills-tray
files >"$work/after"
if ! diff "$work/before" "$work/after" >"$work/left"; then
    cat "$work/left" >&2
    fail "Files are left, or gone."
fi
for process in /proc/[0-9]*; do
    case $(sudo readlink "$process/exe" 2>/dev/null || true) in
    /usr/bin/skills-* | /usr/libexec/skills-tray/*) fail "A process is left: ${process#/proc/}" ;;
    esac
done
say "Nothing is left but the user's own files:"
find "$HOME" -type d -name skills-tray -exec du -sh {} +

say
say "The package held: $(basename "$deb")"
