#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Checks that each promise of docs/reliability.md names tests that exist.

    check_promises.py [PROJECT_DIR]

A row of the section "Promises" is `| promise | to whom | program: method, method; path of a test |`. Prints one line for each
mistake; exit status 1 if any.
"""

import re
import sys
from pathlib import Path

from check_faults import methods_of, unknown

SECTION = re.compile(r"^## Promises$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def mistakes(root):
    known = methods_of(root)
    section = SECTION.search((root / "docs/reliability.md").read_text(encoding="utf-8"))
    rows = [line.strip("| ").split(" | ") for line in section.group(1).splitlines() if line.startswith("| ")] if section else []
    if len(rows) < 2:
        yield "docs/reliability.md: there are no promises"
    for cells in rows[1:]:
        promise = cells[0][:40]
        if len(cells) != 3:
            yield f"\"{promise}...\": {len(cells)} cells instead of 3"
            continue
        for program, colon, methods in (test.strip().partition(": ") for test in cells[2].split(";")):
            if not colon and not (root / program).is_file():
                yield f"\"{promise}...\": there is no {program}"
            elif colon and program not in known:
                yield f"\"{promise}...\": there is no test program {program}"
            elif colon:
                yield from (f"\"{promise}...\": {program} has no method {m}" for m in unknown(methods, known[program]))


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    found = list(mistakes(root))
    for mistake in found:
        print(mistake)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
