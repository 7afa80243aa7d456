#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""clang-tidy over every file of the folders, except those that it found clean before and that read the same since.

    .ci/tidy.py BUILD_DIR FOLDER...

What a file is, is its text after the preprocessor, its command, the checks, and clang-tidy's version; the digests of
clean ones are kept in the user's cache. Prints each finding, then how many files were looked at; exits with 1 if any."""

import concurrent.futures
import hashlib
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "skills-tray-tidy"


def preprocessed(entry):
    """The file as the compiler reads it, or None if it cannot: then clang-tidy says why."""
    command = shlex.split(entry["command"])
    if "ccache" in os.path.basename(command[0]):
        command = command[1:]
    command = [word for index, word in enumerate(command) if word != "-o" and command[index - 1] != "-o" and word != "-c"]
    # Line marks name system headers and hold no path of ours that moves with the checkout: -P leaves them out.
    done = subprocess.run([*command, "-E", "-P"], cwd=entry["directory"], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def seal(entry, rules):
    text = preprocessed(entry)
    if text is None:
        return None
    flags = entry["command"].replace(entry["directory"], "").replace(str(ROOT), "")
    # Comments are gone after the preprocessor, and with them NOLINT.
    source = Path(entry["file"]).read_bytes()
    return hashlib.sha256(b"\0".join([rules, flags.encode(), source, text])).hexdigest()


def look(build, entry, rules):
    """(file, what was printed, is it clean, was it known)"""
    name = os.path.relpath(entry["file"], ROOT)
    digest = seal(entry, rules)
    if digest and (CACHE / digest).exists():
        return name, "", True, True
    done = subprocess.run(["clang-tidy", "--quiet", "-p", build, entry["file"]], capture_output=True, text=True, check=False)
    clean = done.returncode == 0 and not done.stdout.strip()
    if clean and digest:
        (CACHE / digest).touch()
    return name, done.stdout + (done.stderr if done.returncode else ""), clean, False


def main():
    build, folders = sys.argv[1], [str(ROOT / folder) + os.sep for folder in sys.argv[2:]]
    CACHE.mkdir(parents=True, exist_ok=True)
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    rules = version + (ROOT / ".clang-tidy").read_bytes()
    entries = {}
    for entry in json.loads(Path(build, "compile_commands.json").read_text(encoding="utf-8")):
        if entry["file"].startswith(tuple(folders)) and entry["file"].endswith(".cpp"):
            entries.setdefault(entry["file"], entry)
    if not entries:
        sys.exit(f"Cannot look at {' '.join(sys.argv[2:])}: {build}/compile_commands.json has no file of theirs")
    bad = known = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, output, clean, was_known in pool.map(lambda entry: look(build, entry, rules), entries.values()):
            known += was_known
            if not clean:
                bad += 1
                print(f"{name}:\n{output}", flush=True)
    print(f"clang-tidy: {len(entries)} files, {known} of them as they were when they were clean, {bad} with findings")
    sys.exit(bad != 0)


if __name__ == "__main__":
    main()
