#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# Compares the arithmetic for arm64, with and without the dot product, on an emulated processor. Debian's packages
# g++-aarch64-linux-gnu and qemu-user; without them nothing is tried (status 77).
set -eu
cd "$(dirname "$0")/../.."
compiler=aarch64-linux-gnu-g++
for program in "$compiler" qemu-aarch64; do
    command -v "$program" >/dev/null || { echo "SKIP: there is no $program"; exit 77; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
build() {
    file=$1
    shift
    "$compiler" -std=c++20 -O3 -ffp-contract=off -Wall -Wextra -Wpedantic -Werror -I. "$@" -c "$file" \
        -o "$folder/$(basename "$file" .cpp).o"
}
for kind in plain neon arm64_linux; do
    build core/embedding/arithmetic_$kind.cpp
done
build core/embedding/arithmetic_dotprod.cpp -march=armv8.2-a+dotprod
build core/embedding/transformer.cpp
build tests/embedding/check_arithmetic.cpp
"$compiler" -static "$folder"/*.o -o "$folder/check"
qemu-aarch64 -cpu max "$folder/check" "NEON dot product" NEON
# The same file where there is no dot product.
qemu-aarch64 -cpu cortex-a53 "$folder/check" NEON
