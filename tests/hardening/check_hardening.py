#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Reads from programs how they are protected against faults of memory:

    check_hardening.py PROGRAM... [--sizes-known PROGRAM...]

Programs after --sizes-known need call no fortified function: the compiler saw the size of every buffer and proved that
all fits. One line for each protection that a program lacks, exit 1; nothing and 0 where all are there. What the compiler cannot
do on a processor is not asked for. Uses readelf of binutils, and works for programs of another processor."""

import re
import subprocess
import sys
from pathlib import Path

# The first instruction of a function that may be called through a pointer.
LANDING = {
    "X86-64": {bytes.fromhex("f30f1efa"): "endbr64"},
    "AArch64": {bytes.fromhex("3f2303d5"): "paciasp", bytes.fromhex("5f2403d5"): "bti c"},
}


def readelf(program, *options):
    return subprocess.run(
        ["readelf", "--wide", *options, program],
        capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
    ).stdout


class Program:
    """What one ELF file says of itself."""

    def __init__(self, path, sizes_known=False):
        self.path = path
        self.sizes_known = sizes_known
        header = readelf(path, "--file-header")
        self.machine = re.search(r"Machine:\s+(.*)", header)[1]
        self.type = re.search(r"Type:\s+(\S+)", header)[1]
        self.segments = readelf(path, "--program-headers")
        self.dynamic = readelf(path, "--dynamic")
        self.imports = set(re.findall(r" UND (\w+)", readelf(path, "--dyn-syms")))

    def is_protected_from_the_stack(self):
        return any(re.match(r"\s+GNU_STACK.* RW +0x", line) for line in self.segments.splitlines())

    def first_instruction_of_main(self):
        """None where the names were stripped."""
        found = re.search(r"([0-9a-f]{16})\s+\d+ FUNC +GLOBAL +DEFAULT +\d+ main$", readelf(self.path, "--symbols"), re.M)
        if not found:
            return None
        address = int(found[1], 16)
        for offset, start, size in re.findall(r"LOAD +(0x\w+) (0x\w+) 0x\w+ (0x\w+)", self.segments):
            if int(start, 16) <= address < int(start, 16) + int(size, 16):
                at = int(offset, 16) + address - int(start, 16)
                return Path(self.path).read_bytes()[at : at + 4]
        return None

    def missing(self):
        if self.type != "DYN" or "PIE" not in self.dynamic:
            yield "is not position-independent (-fPIE -pie)"
        if "GNU_RELRO" not in self.segments:
            yield "has no part that becomes read-only (-z relro)"
        if not re.search(r"BIND_NOW|Flags:.*\bNOW\b", self.dynamic):
            yield "looks its functions up late (-z now)"
        if not self.is_protected_from_the_stack():
            yield "has a stack that can be executed (-z noexecstack)"
        if "__stack_chk_fail" not in self.imports:
            yield "does not guard its stack (-fstack-protector-strong)"
        if not self.sizes_known and not any(re.fullmatch(r"__\w+_chk", name) for name in self.imports):
            yield "calls no fortified function (-D_FORTIFY_SOURCE)"
        first = self.first_instruction_of_main()
        landings = LANDING.get(self.machine.split()[-1], {})
        if first is not None and landings and first not in landings:
            yield f"lets jumps arrive anywhere: main begins with {first.hex()}, not with {' or '.join(landings.values())}"


def main(words):
    if not words or words in (["-h"], ["--help"], ["--sizes-known"]):
        print(__doc__, file=sys.stderr)
        return 2
    status = 0
    sizes_known = False
    for word in words:
        if word == "--sizes-known":
            sizes_known = True
            continue
        try:
            lacks = list(Program(word, sizes_known).missing())
        except subprocess.CalledProcessError as error:
            lacks = [f"cannot be read: {error.stderr.strip()}"]
        for lack in lacks:
            print(f"{word} {lack}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
