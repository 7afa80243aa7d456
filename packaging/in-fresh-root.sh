#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# What a new user sees: a minimal Debian, an ordinary user with sudo, a clean clone of HEAD.
#     packaging/in-fresh-root.sh SUITE quickstart   packaging/quickstart.sh, then the status and a question by curl
#     packaging/in-fresh-root.sh SUITE test         packaging/quickstart.sh --test
#     packaging/in-fresh-root.sh SUITE test g++-13  all but the desktop's tests, built with that compiler, or clang-17
#     packaging/in-fresh-root.sh SUITE install      packaging/quickstart.sh --install, and that it survives the clone
#     packaging/in-fresh-root.sh SUITE deb          the package: built, checked, installed, upgraded, removed, purged
#     packaging/in-fresh-root.sh SUITE arm64        cross-built, and tested under qemu as far as that goes
# SUITE is a suite of Debian: bookworm, trixie, sid, ... Ends with the command's status; 2 for wrong usage, 1 when the
# root cannot be made. Needs debootstrap, and sudo where you are not root. The root, its packages and ccache's files are
# kept in ~/.cache/skills-tray/roots; what a run changes is gone afterwards, also after Ctrl+C.
# Reads nothing from standard input.
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
me=$source_dir/packaging/in-fresh-root.sh
# A root is made anew after so many days: the suites move on.
readonly root_days=14
# A root, its packages and a build with tests.
readonly room_mib=9000

usage() {
    sed -n '5,10s/^# *//p' "${BASH_SOURCE[0]}"
}
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# ----- Outside, as the user who calls -----

check_usage() {
    [ $# -eq 2 ] || [ "$#,${2:-}" = 3,test ] || {
        usage >&2
        exit 2
    }
    case $2 in
    quickstart | test | install | deb | arm64) ;;
    *)
        printf 'Cannot do "%s" in a fresh root: it is none of quickstart, test, install, deb, arm64\n' "$2" >&2
        exit 2
        ;;
    esac
    case ${3:-clang-0} in
    g++-[0-9]* | clang-[0-9]*) ;;
    *)
        printf 'Cannot test with "%s": a compiler is named as Debian names its package, g++-13 or clang-17\n' "$3" >&2
        exit 2
        ;;
    esac
    local scripts=${DEBOOTSTRAP_DIR:-/usr/share/debootstrap}/scripts
    [ -d "$scripts" ] || fail 'Cannot make a fresh root: there is no debootstrap. apt-get install debootstrap brings it.'
    case $1 in
    */* | '') ;;
    *) [ ! -f "$scripts/$1" ] || return 0 ;;
    esac
    printf 'Cannot make a root of "%s": debootstrap knows no such suite.\n' "$1" >&2
    exit 2
}

check_room() {
    local free
    free=$(df --output=avail -BM "$cache" | tail -n 1 | tr -dc 0-9)
    [ "$free" -ge "$room_mib" ] ||
        fail "Cannot make a fresh root in $cache: $free MiB are free, $room_mib are needed. XDG_CACHE_HOME names another place."
}

# The clone is made here, as the caller: git would not read somebody else's repository.
clone_head() {
    local to=$1
    git -C "$source_dir" rev-parse --verify --quiet HEAD >/dev/null ||
        fail "Cannot clone $source_dir: it has no commit."
    [ -z "$(git -C "$source_dir" status --porcelain)" ] ||
        echo 'Note: changes that are not committed are not in the clone.'
    git clone --quiet --no-hardlinks "$source_dir" "$to" || fail "Cannot clone $source_dir: see git's message above."
}

outside() {
    check_usage "$@"
    exec </dev/null
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/skills-tray/roots
    mkdir -p "$cache"
    check_room
    sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail 'Cannot make a fresh root: there is no sudo, and only root can.'
        sudo -v 2>/dev/null || fail 'Cannot make a fresh root: sudo did not let us.'
        sudo=(sudo)
    fi
    run=$(mktemp -d "$cache/run.XXXXXX")
    child=
    # The namespaces end with their first process, and all mounts and processes with them.
    trap end_run EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP
    clone_head "$run/skills-tray"
    local shared=${SKILLS_SHARED_DIR:-$source_dir/../shared}
    [ ! -d "$shared" ] || shared=$(cd "$shared" && pwd)
    # A session of its own: Ctrl+C comes to us alone, and we end it.
    setsid "${sudo[@]}" "$me" --as-root "$1" "$2${3:+ $3}" "$cache" "$run" "$shared" &
    child=$!
    local status=0
    wait "$child" || status=$?
    child=
    exit "$status"
}

# shellcheck disable=SC2317  # a trap calls it
end_run() {
    local status=$?
    trap '' INT TERM HUP
    if [ -n "$child" ]; then
        # Not by SIGTERM: unshare lets that pass while it waits for what it started.
        [ ! -s "$run/pid" ] || "${sudo[@]}" kill -KILL "$(<"$run/pid")" 2>/dev/null || true
        kill -TERM "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
    fi
    "${sudo[@]}" rm -rf --one-file-system "$run" || true
    exit "$status"
}

# ----- Outside, as root -----

# Everything that lasts is made before it gets its name: a run that was broken off leaves no half a root.
make_root() {
    local suite=$1 root=$2 new=$2.new log=$2.log
    rm -rf --one-file-system "$new"
    echo "Making a root of $suite"
    if ! debootstrap --variant=minbase --include=sudo,ca-certificates,ccache "$suite" "$new" >"$log" 2>&1 </dev/null; then
        rm -rf --one-file-system "$new"
        if grep -qE 'Failed getting release|Could not (resolve|connect)|unable to resolve|Failed to connect' "$log"; then
            fail "Cannot make a root of $suite: the network cannot be reached."
        fi
        fail "Cannot make a root of $suite: $(grep -E '^E: ' "$log" | tail -n 1 || tail -n 1 "$log")"
    fi
    rm -rf --one-file-system "$root"
    mv "$new" "$root"
    rm -f "$log"
    : >"$root.made"
}

need_root() {
    local suite=$1 root=$2
    (
        # Two runs at once make one root.
        flock 9
        if [ ! -d "$root" ] || [ -z "$(find "$root.made" -mtime "-$root_days" 2>/dev/null)" ]; then
            make_root "$suite" "$root"
        fi
    ) 9>"$2.lock"
}

as_root() {
    local suite=$1 command=$2 cache=$3 run=$4 shared=$5
    mkdir -p "$cache/packages-$suite" "$cache/ccache-$suite" "$run"/{upper,work,root,home,tmp}
    echo $$ >"$run/pid"
    # debootstrap is inside as well: broken off, it leaves no process and no mount either.
    exec unshare --mount --pid --ipc --uts --fork --kill-child=SIGKILL --propagation private \
        "$me" --inside "$suite" "$command" "$cache" "$run" "$shared"
}

# ----- Inside the namespaces, as root -----

readonly user=newcomer

bind() {
    mkdir -p "$2"
    mount --bind "$1" "$2"
}

mount_root() {
    local base=$1 run=$2 root=$2/root
    # Where the kernel lays nothing over the cache's file system, the root is copied.
    mount -t overlay overlay -o "lowerdir=$base,upperdir=$run/upper,workdir=$run/work" "$root" 2>/dev/null ||
        cp -a "$base/." "$root"
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys" 2>/dev/null || true
    mount -t tmpfs -o mode=755 tmpfs "$root/dev"
    local device
    for device in null zero full random urandom tty fuse; do
        [ -e "/dev/$device" ] || continue
        : >"$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    mkdir "$root/dev/pts" "$root/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
    ln -s pts/ptmx "$root/dev/ptmx"
    ln -s /proc/self/fd "$root/dev/fd"
    mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
    # Tests write, link and rename a lot: on a plain file system, as people have it.
    chmod 1777 "$run/tmp"
    bind "$run/tmp" "$root/tmp"
    bind "$run/home" "$root/home"
}

# What a network needs to be reached, as it is outside.
copy_network() {
    local file
    for file in resolv.conf hosts apt/apt.conf.d/*proxy*; do
        [ ! -f "/etc/$file" ] || cp -L "/etc/$file" "$1/etc/$file"
    done
}

make_user() {
    local root=$1 home=$1/home/$user
    chroot "$root" useradd --create-home --shell /bin/bash --uid 1000 "$user"
    echo "$user ALL=(ALL) NOPASSWD: ALL" >"$root/etc/sudoers.d/$user"
    chmod 440 "$root/etc/sudoers.d/$user"
    mv "$run/skills-tray" "$home/skills-tray"
    [ ! -d "$shared" ] || {
        bind "$shared" "$home/shared"
        mount -o remount,bind,ro "$home/shared"
    }
    chroot "$root" chown -R "$user:$user" "/home/$user/skills-tray"
    # Where people build again and again; each suite has its own.
    mkdir -p "$home/.cache"
    bind "$cache/ccache-$suite" "$home/.cache/ccache"
    chown 1000:1000 "$home/.cache" "$home/.cache/ccache"
}

keep_packages() {
    bind "$cache/packages-$suite" "$1/var/cache/apt/archives"
    mkdir -p "$1/var/cache/apt/archives/partial"
    printf '%s\n' 'Binary::apt-get::APT::Keep-Downloaded-Packages "true";' 'APT::Keep-Downloaded-Packages "true";' \
        >"$1/etc/apt/apt.conf.d/90keep-packages"
    # What a crash would do to this root is of no interest.
    echo force-unsafe-io >"$1/etc/dpkg/dpkg.cfg.d/90no-waiting"
}

# Not by chroot: in one of those nobody may make a user namespace, as some tests do.
enter_root() {
    cd "$1"
    mkdir -p .outside
    pivot_root . .outside
    cd /
    umount -l /.outside
    rmdir /.outside
}

inside() {
    local suite=$1 command=$2 cache=$3 run=$4 shared=$5
    local root=$run/root words
    read -ra words <<<"$command"
    need_root "$suite" "$cache/$suite"
    mount_root "$cache/$suite" "$run"
    hostname fresh-root
    copy_network "$root"
    # sudo looks it up each time.
    echo '127.0.1.1 fresh-root' >>"$root/etc/hosts"
    keep_packages "$root"
    make_user "$root"
    local variables=() name
    for name in http_proxy https_proxy no_proxy; do
        [ -z "${!name:-}" ] || variables+=("$name=${!name}")
    done
    echo "In a fresh root of $suite, as $user: $command"
    enter_root "$root"
    # A login as by su or ssh on a server: no display, no session bus.
    runuser -u "$user" -- env -i "HOME=/home/$user" "USER=$user" "LOGNAME=$user" SHELL=/bin/bash \
        PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 CTEST_OUTPUT_ON_FAILURE=1 \
        CCACHE_SLOPPINESS=pch_defines,time_macros "${variables[@]}" \
        "/home/$user/skills-tray/packaging/fresh-root-command.sh" "${words[@]}" </dev/null
}

main() {
    case ${1:-} in
    -h | --help) usage ;;
    --as-root) as_root "${@:2}" ;;
    --inside) inside "${@:2}" ;;
    *) outside "$@" ;;
    esac
}

# On one line: who edits this file during a run changes nothing for that run.
main "$@"; exit
