#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Writes patterns.json: what Python's fnmatch, which the original uses, says about names and patterns."""

import fnmatch
import json
import random
from pathlib import Path

NAMES = ["a.md", "b.md", "[a].md", "scripts/run.py", "scripts/deep/run.py", "a-b", "a]b", "!x", "^x", "", "ü.md",
         "🗒.md", "line\nbreak", "A.md", "-", "]", "[", "a\\b", "**", "a*b"]
PATTERNS = ["*", "**", "?", "??", "", "*.md", "?.md", "scripts/*", "scripts/*.py", "*run*", "[a-z].md", "[!a].md",
            "[^a].md", "[[]a].md", "[]]", "[!]]", "[]-a]", "[a-]*", "[-a]*", "[--/]", "[z-a]", "[!z-a]", "[a", "[]",
            "[!", "[!]", "a[-]b", "a[]]b", "[a-c-e].md", "*[", "a\\b", "a[\\]b", "[*][*]", "a[*]b", "[!-~]*", "*\n*",
            "[ü]*", "[Ā-🙏].md", "[[-]]*", "*a*b*", "[&&a].md", "[a||b].md", "[a--b].md", "[!!]x", "[A-Z].md"]


def main():
    chance = random.Random(2026)
    rows = [(name, pattern) for name in NAMES for pattern in PATTERNS]
    for _ in range(1500):
        name = "".join(chance.choice("ab-]/!.") for _ in range(chance.randrange(6)))
        pattern = "".join(chance.choice("ab-]/!.[[*?^") for _ in range(chance.randrange(8)))
        rows.append((name, pattern))
    lines = [json.dumps([name, pattern, fnmatch.fnmatch(name, pattern)], ensure_ascii=False) for name, pattern in rows]
    Path(__file__).with_name("patterns.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
