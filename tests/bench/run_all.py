#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Runs all benchmarks of the log and the tray, and writes what they found into docs/performance.md.

    run_all.py BUILD_DIR [--rounds N] [--only NAME]... [--write FILE] [--keep FILE]
    run_all.py BUILD_DIR --quick

BUILD_DIR: a release build. --quick: one round with small counts, which tries the benchmarks themselves and writes
nothing. --keep: all figures, one JSON object a line. Only a benchmark that is broken, or that counts wrong, makes the
exit status other than 0; figures never do.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from desktop import Desktop, missing_programs  # noqa: E402
from performance_page import write_page  # noqa: E402

PROGRAMS = ["bench_flood", "bench_latency", "bench_search", "bench_show", "bench_exit"]
FIELDS = {"name": str, "value": (int, float), "unit": str, "n": int, "min": (int, float), "max": (int, float)}


def read_figure(line):
    figure = json.loads(line)
    for field, kind in FIELDS.items():
        if not isinstance(figure.get(field), kind):
            raise ValueError(f"no {field} in {line!r}")
    return figure


def run(command, environment):
    """The figures that a benchmark prints; they are passed on as they come."""
    figures = []
    began = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            figures.append(read_figure(line))
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with status {process.returncode}")
    if not figures:
        raise RuntimeError(f"{command[0]} printed nothing")
    print(f"{time.monotonic() - began:.0f} s for {' '.join(command)}", file=sys.stderr)
    return figures


def run_programs(names, options, environment, build):
    figures = []
    for name in names:
        figures += run([str(build / "tests/bench" / name), *options], environment)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", metavar="NAME")
    parser.add_argument("--write", type=Path, default=HERE.parents[1] / "docs/performance.md", metavar="FILE")
    parser.add_argument("--keep", type=Path, metavar="FILE")
    asked = parser.parse_args()
    build = asked.build.resolve()
    options = ["--quick"] if asked.quick else ["--rounds", str(asked.rounds)]
    names = [name for name in PROGRAMS if not asked.only or name in asked.only]

    load = os.getloadavg()[0]
    if missing := missing_programs():
        print(f"Without a screen, because these programs are missing: {', '.join(missing)}", file=sys.stderr)
        figures = run_programs(names, options, dict(os.environ, QT_QPA_PLATFORM="offscreen"), build)
    else:
        with Desktop(tray=False) as desktop:
            figures = run_programs(names, options, desktop.env, build)
        if not asked.only or "bench_tray" in asked.only:
            # It makes a desktop of its own, with a panel.
            figures += run([sys.executable, str(HERE / "bench_tray.py"), str(build), *options], dict(os.environ))

    figures.append({"name": "load", "value": load, "unit": "processes", "n": 1, "min": load, "max": load})
    if asked.keep:
        asked.keep.write_text("".join(json.dumps(figure) + "\n" for figure in figures), encoding="utf-8")
    if not asked.quick and not asked.only:
        write_page(asked.write, figures, asked.rounds)


if __name__ == "__main__":
    main()
