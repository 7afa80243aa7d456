#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# Builds for arm64 on a PC with Debian 13, in a root of its own, and runs there what can run under qemu-user:
#     packaging/cross-arm64.sh            install what is missing, build the programs, run the tests of the rooms below
#     packaging/cross-arm64.sh --build    only build the programs and those tests
# It adds the architecture arm64 to dpkg and replaces Qt's development files by those of arm64, which is why it wants a
# root that may be thrown away.
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build_dir=${SKILLS_ARM64_BUILD_DIR:-$source_dir/build/arm64}
rooms=(log skills embedding mcp process)

packages=(crossbuild-essential-arm64 cmake ninja-build pkg-config qemu-user python3 dbus qt6-base-dev-tools
    qt6-base-dev:arm64 libpcre2-dev:arm64 libxcb1-dev:arm64 libyaml-cpp-dev:arm64 libsqlite3-dev:arm64
    libmicrohttpd-dev:arm64 libarchive-dev:arm64 nettle-dev:arm64)

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

add_architecture() {
    dpkg --print-foreign-architectures | grep -qx arm64 || {
        local as_root=()
        [ "$(id -u)" -eq 0 ] || as_root=(sudo)
        "${as_root[@]}" dpkg --add-architecture arm64
    }
}

build() {
    local targets=(programs)
    cmake -S "$source_dir" -B "$build_dir" -G Ninja --toolchain "$source_dir/cmake/arm64.cmake" \
        -DCMAKE_BUILD_TYPE=Release -DSKILLS_PRECOMPILE=ON >/dev/null || fail "Cannot configure the build: see CMake's message above."
    for room in "${rooms[@]}"; do
        targets+=("tests/$room/all")
    done
    cmake --build "$build_dir" --target "${targets[@]}" || fail "Cannot build: see the compiler's message above."
    file_machine "$build_dir/bin/skills-tray"
}

file_machine() {
    aarch64-linux-gnu-readelf -h "$1" | grep -q AArch64 || fail "$1 was built for another processor."
}

# The kernel must know what runs arm64's programs, for tests start programs and these others. It is told in a user
# namespace of our own, so that nobody else's machine changes; nothing is left once the last of us ended.
run_under_qemu() {
    # Linux's include/uapi/linux/elf.h: the identification of a 64-bit little-endian file, and EM_AARCH64.
    # shellcheck disable=SC2016
    unshare --user --map-root-user --mount --pid --fork --kill-child --mount-proc bash -c '
        mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc &&
            printf "%s" ":arm64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:/usr/bin/qemu-aarch64:F" \
                >/proc/sys/fs/binfmt_misc/register || exit 125
        exec "$@"' bash "$@"
}

# How good the answers are does not depend on the processor, and takes hours of an emulated one.
run_tests() {
    local status=0 room
    unshare --user true 2>/dev/null ||
        fail "Built. Cannot run arm64's programs: no user namespace may be made here. A root that was entered by chroot has none, one by pivot_root has."
    for room in "${rooms[@]}"; do
        say "tests/$room"
        run_under_qemu ctest --test-dir "$build_dir/tests/$room" \
            --parallel "$(nproc)" --label-exclude quality --output-on-failure || status=$?
        [ "$status" -ne 125 ] || fail "Cannot run arm64's programs: the kernel does not take binfmt_misc in a user namespace (Linux 6.7 does)."
    done
    return "$status"
}

case ${1:-} in
'' | --build) ;;
-h | --help) sed -n '4,8s/^# *//p' "${BASH_SOURCE[0]}"; exit 0 ;;
*) sed -n '4,8s/^# *//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
[ $# -le 1 ] || fail "One option at most."

add_architecture
"$source_dir/packaging/need-packages.sh" "${packages[@]}"
build
[ "${1:-}" = --build ] || run_tests
