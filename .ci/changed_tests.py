#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Runs those tests whose programs, or whose own files, are others than when they last passed.

    .ci/changed_tests.py BUILD_DIR

A test is what its command, its script and the programs in its REQUIRED_FILES are, and what they read of the sources
(tests/data, packaging); one that names none looks at the sources themselves and is always run. What passed is kept in
BUILD_DIR/passed.json. Ends with ctest's closing line, if there was anything to run."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# As QStringLiteral(SKILLS_SOURCE_DIR "/tests/data/...") lies in a program, and as a script names a file.
IN_PROGRAM = re.compile(re.escape(f"{ROOT}/".encode("utf-16-le")) + rb"((?:[\x21-\x7e]\0)+)")
IN_SCRIPT = re.compile(rb"\"([\w./-]+\.[\w]+)\"")


def digest_of(path, known={}):
    """Of the file, or of all files in the folder."""
    if path not in known:
        file = Path(path)
        if file.is_dir():
            text = "".join(f"{name}\0{digest_of(str(name))}" for name in sorted(file.rglob("*")) if name.is_file()).encode()
        else:
            text = file.read_bytes() if file.is_file() else b""
        known[path] = hashlib.sha256(text).hexdigest() if file.exists() else ""
    return known[path]


def read_by(path, known={}):
    """Files and folders of the sources that this program or script reads when it runs."""
    if path not in known:
        text = Path(path).read_bytes() if os.path.isfile(path) else b""
        names = IN_SCRIPT.findall(text) if path.endswith(".py") else [name[::2] for name in IN_PROGRAM.findall(text)]
        found = {str(ROOT / os.fsdecode(name)) for name in names}
        known[path] = sorted(name for name in found if os.path.exists(name))
    return known[path]


def files_of(test):
    """The programs and scripts that make a test what it is; none when it does not say."""
    required = [entry["value"] for entry in test.get("properties", []) if entry["name"] == "REQUIRED_FILES"]
    if not required:
        return []
    files = [word for word in test.get("command", []) if os.path.isfile(word)] + sum(required, [])
    # A script uses what lies beside it.
    for script in [file for file in files if file.endswith(".py")]:
        files += sorted(str(other) for other in Path(script).parent.glob("*.py"))
    return files + [name for file in dict.fromkeys(files) for name in read_by(file)]


def main():
    build = Path(sys.argv[1])
    listing = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], capture_output=True, check=True)
    state = build / "passed.json"
    passed = json.loads(state.read_text(encoding="utf-8")) if state.exists() else {}
    now = {test["name"]: "".join(digest_of(file) for file in files_of(test)) for test in json.loads(listing.stdout)["tests"]}
    changed = [name for name, digest in now.items() if not digest or passed.get(name) != digest]
    print(f"{len(changed)} of {len(now)} tests changed since they passed.", flush=True)
    if not changed:
        return
    report = build / "changed-tests.log"
    status = subprocess.run(["ctest", "--test-dir", build, "--parallel", str(2 * (os.cpu_count() or 1)), "--output-on-failure",
                             "--output-log", report, "-R", "^(" + "|".join(map(re.escape, changed)) + ")$"], check=False).returncode
    good = set(re.findall(r"Test +#\d+: (\S+) \.+ +Passed", report.read_text(encoding="utf-8", errors="replace")))
    passed.update({name: now[name] for name in good})
    state.write_text(json.dumps(passed, indent=1), encoding="utf-8")
    sys.exit(status)


if __name__ == "__main__":
    main()
