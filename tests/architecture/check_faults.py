#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Checks that tests/faults.md tells the truth: each test that it names exists, and no fault of the catalogue is left out.

    check_faults.py [PROJECT_DIR]

A list of faults begins with `## NAME`; ids mean something within it only. A row is `| ID | program: method |`; further
methods follow after a comma, further programs after a semicolon, and a fault without a test says `| ID | none: the
reason |`. The list "Catalogue" is compared with RELIABILITY.md in SKILLS_SHARED_DIR, or in `shared` beside the project;
where it is not there, that is said and not a mistake. Prints one line for each mistake; exit status 1 if any.
"""

import os
import re
import sys
from pathlib import Path

ROW = re.compile(r"^\|\s*([A-Z]\d\d)\s*\|\s*(.*?)\s*\|$")
METHOD = re.compile(r"^(\w+)(?:\s+\(.*\))?$")
LIST = re.compile(r"^##\s+(\w+)")
IN_CATALOGUE = re.compile(r"^\|\s*([A-Z]\d\d)\s*\|", re.MULTILINE)
CATALOGUE = "Catalogue"


def methods_of(root):
    """Test program -> names of its methods."""
    found = {}
    for path in sorted((root / "tests").rglob("*")):
        if path.suffix == ".cpp":
            names = re.findall(r"\bvoid\s+(?:\w+::)?(\w+)\s*\(", path.read_text(encoding="utf-8"))
        elif path.suffix == ".py":
            names = re.findall(r"\bdef\s+(\w+)\s*\(", path.read_text(encoding="utf-8"))
        else:
            continue
        found.setdefault(path.stem, set()).update(names)
    return found


def unknown(methods, known):
    # A remark in brackets may hold commas of its own.
    for method in re.split(r",\s*(?![^(]*\))", methods):
        match = METHOD.match(method)
        if not match or match.group(1) not in known:
            yield method


def rows_of(root):
    """Number of the line, name of the list, id and tests of each row."""
    name = None
    for number, line in enumerate((root / "tests/faults.md").read_text(encoding="utf-8").splitlines(), 1):
        if found := LIST.match(line):
            name = found.group(1)
        elif row := ROW.match(line):
            yield number, name, *row.groups()


def mistakes_of_lists(rows):
    for number, name, fault, _ in rows:
        if name is None:
            yield f"faults.md:{number}: {fault} is in no list"
    for name in dict.fromkeys(name for _, name, _, _ in rows if name):
        ids = [fault for _, other, fault, _ in rows if other == name]
        for fault in sorted({fault for fault in ids if ids.count(fault) > 1}):
            yield f"faults.md: {name}: {fault} has more than one row"
        if ids != sorted(ids):
            yield f"faults.md: {name}: the rows are not sorted by id"
    if not rows:
        yield "faults.md: there are no rows"


def mistakes_of_catalogue(rows, catalogue):
    expected = set(IN_CATALOGUE.findall(catalogue.read_text(encoding="utf-8")))
    ids = {fault for _, name, fault, _ in rows if name == CATALOGUE}
    yield from (f"faults.md: {fault} of the catalogue has no row" for fault in sorted(expected - ids))
    yield from (f"faults.md: {fault} is not in the catalogue" for fault in sorted(ids - expected))


def mistakes(root, catalogue):
    known = methods_of(root)
    rows = list(rows_of(root))
    for number, _, fault, tests in rows:
        if tests.startswith("none: "):
            continue
        for program, colon, methods in (test.strip().partition(": ") for test in tests.split(";")):
            if not colon:
                yield f"faults.md:{number}: cannot read \"{program}\""
            elif program not in known:
                yield f"faults.md:{number}: {fault}: there is no test program {program}"
            else:
                yield from (f"faults.md:{number}: {fault}: {program} has no method {method}"
                            for method in unknown(methods, known[program]))
    yield from mistakes_of_lists(rows)
    if catalogue.is_file():
        yield from mistakes_of_catalogue(rows, catalogue)


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    catalogue = Path(os.environ.get("SKILLS_SHARED_DIR", root.resolve().parent / "shared"), "RELIABILITY.md")
    found = list(mistakes(root, catalogue))
    for mistake in found:
        print(mistake)
    if not catalogue.is_file():
        print(f"Not compared with the catalogue: there is no {catalogue}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
