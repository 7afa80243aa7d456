#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# Installs those of the named Debian packages that are missing, through sudo where we are not root:
#     packaging/need-packages.sh PACKAGE…
# Calls apt only when something is missing. What cannot be installed is said in one line.
set -euo pipefail

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

fail() {
    printf 'Cannot install %s: %s\n' "${missing[*]}" "$1" >&2
    exit 1
}

missing=()
for package in "$@"; do
    is_installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

command -v apt-get >/dev/null ||
    fail "this system has no apt. These are Debian's names of what is needed: CMake 3.25, Ninja, a C++20 compiler, Qt 6.4 with its development files, PCRE2, xcb, yaml-cpp, SQLite, libmicrohttpd, libarchive, Nettle."

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "there is no sudo. As root: apt-get install ${missing[*]}"
    # Asks for the password on the terminal, where there is one; standard input is never read.
    sudo -v </dev/null 2>/dev/null || fail "sudo did not let us. As root: apt-get install ${missing[*]}"
    as_root=(sudo)
fi

report=$(mktemp)
trap 'rm -f "$report"' EXIT
apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 "$@" </dev/null >>"$report" 2>&1
}

printf 'Installing %s\n' "${missing[*]}"
# An update that fails in part (a third party's repository) need not matter: the installation tells.
apt update || true
if ! apt install --yes --no-install-recommends "${missing[@]}"; then
    if grep -Eq 'Temporary failure resolving|Could not (resolve|connect)|Unable to connect|Network is unreachable' "$report"; then
        fail "the network cannot be reached."
    fi
    fail "$(grep '^E: ' "$report" | tail -n 1 || tail -n 1 "$report")"
fi
