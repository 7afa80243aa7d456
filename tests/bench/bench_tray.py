#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""What the whole program costs, looked at from outside: its start (P7), idle with and without a desktop (P8), after a flood
(P4), at 10 000 lines a second (P10).

    bench_tray.py BUILD_DIR [--rounds N] [--quick]

Needs what the end-to-end tests need (a virtual desktop); without it, it says so and measures nothing. Side by side: a
minimal tray program with Qt Widgets, and a Python consumer of the same lines. Prints one JSON object a line.
"""

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from desktop import Desktop, eventually, missing_programs  # noqa: E402
from tray import Tray  # noqa: E402

MB = 1e6
CAP_BYTES = 64 * 1024 * 1024  # LogStore::DefaultCapBytes
LINES_PER_SECOND = 10_000
LINE_BYTES = 120


def report(name, unit, values):
    values = sorted(values)
    print(json.dumps({"name": name, "value": round(statistics.median(values), 3), "unit": unit, "n": len(values),
                      "min": round(values[0], 3), "max": round(values[-1], 3), "platform": "xcb"}), flush=True)


def require(what, condition):
    if not condition:
        sys.exit(f"bench_tray.py: {what}")


def field(path, name):
    """A number of kilobytes or events from a file of /proc with "Name:  NUMBER" lines."""
    for line in Path(path).read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise KeyError(name)


def pss(pid):
    return field(f"/proc/{pid}/smaps_rollup", "Pss") * 1024


def resident(pid):
    return field(f"/proc/{pid}/status", "VmRSS") * 1024


def wakeups(pid):
    """How often its threads went to sleep by themselves, and so were woken again."""
    return sum(field(task / "status", "voluntary_ctxt_switches") for task in Path(f"/proc/{pid}/task").iterdir())


def run_seconds(pid):
    """The processor's time of all its threads, to the nanosecond."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir()) / 1e9


def processor_seconds(pid):
    """utime + stime, ended threads included, in clock ticks."""
    words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def x_writes(pid, seconds):
    """How often it wrote to the X server, which painting does; None where strace cannot tell."""
    if not shutil.which("strace"):
        return None
    with tempfile.NamedTemporaryFile("r") as trace:
        strace = subprocess.Popen(["strace", "-f", "-qq", "-e", "trace=writev", "-o", trace.name, "-p", str(pid)],
                                  stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        if strace.poll() is not None:
            return None
        strace.send_signal(signal.SIGINT)
        strace.wait()
        return sum("writev(" in line for line in trace)


def watch_idle(name, pid, seconds, rounds):
    woken, work, memory, whole = [], [], [], []
    for _ in range(rounds):
        before = wakeups(pid), run_seconds(pid), time.monotonic()
        time.sleep(seconds)
        took = time.monotonic() - before[2]
        woken.append((wakeups(pid) - before[0]) / took)
        work.append((run_seconds(pid) - before[1]) * 1000 / took)
        memory.append(pss(pid) / MB)
        whole.append(resident(pid) / MB)
    report(f"p8.{name}.wakeups", "1/s", woken)
    report(f"p8.{name}.processor", "ms/s", work)
    report(f"p8.{name}.pss", "MB", memory)
    # What others share counts less in the former: the more Qt programs run, the less each of them seems to take.
    report(f"p8.{name}.resident", "MB", whole)
    writes = x_writes(pid, seconds)
    if writes is not None:
        report(f"p8.{name}.x_writes", f"in {seconds:g} s", [writes])


def start_fake(desktop, options, *fake_args):
    return Tray(desktop, "--port", "{PORT}", *options, "--", os.environ["SKILLS_FAKE_BACKEND"], "--port", "{port}", *fake_args)


def bench_idle(desktop, asked):
    seconds, settle = (0.3, 0) if asked.quick else (15, 12)  # three health checks
    for name, option in [("tray", "--background"), ("headless", "--headless")]:
        tray = start_fake(desktop, [option])
        try:
            require(f"{name} does not become ready", tray.wait_for("ready"))
            require("the icon does not appear", name == "headless" or eventually(desktop.icon))
            time.sleep(settle)
            watch_idle(name, tray.process.pid, seconds, asked.rounds)
        finally:
            tray.close()
    minimal = subprocess.Popen([asked.build / "tests/bench/minimal_tray"], env=desktop.env)
    try:
        require("the minimal tray's icon does not appear", eventually(lambda: desktop.icon("minimal_tray")))
        time.sleep(settle / 4)
        watch_idle("minimal_qt_tray", minimal.pid, seconds / 3, asked.rounds)  # it waits for nothing
    finally:
        minimal.terminate()
        minimal.wait()


def bench_start(desktop, asked):
    """From exec until the icon is seen, taking turns."""
    times = {"tray": [], "minimal_qt_tray": []}
    for _ in range(asked.rounds if asked.quick else 4 * asked.rounds):
        for name, window_class, command in [
                ("tray", "skills-tray", [asked.build / "bin/skills-tray", "--background", "--stopped"]),
                ("minimal_qt_tray", "minimal_tray", [asked.build / "tests/bench/minimal_tray"])]:
            done = subprocess.run([asked.build / "tests/bench/await_icon", window_class, *command], env=desktop.env,
                                  stdout=subprocess.PIPE, check=True)
            times[name].append(float(done.stdout))
            require("the icon stays", eventually(lambda: not desktop.icon(window_class)))
    for name, values in times.items():
        report(f"p7.{name}", "ms", values)


def bench_builtin(desktop, asked):
    skills = Path(os.environ.get("SKILLS_SHARED_DIR", HERE.parents[2] / "shared")) / "skills"
    if not skills.is_dir():
        print(f"No skills in {skills}: tray with built-in backend not measured", file=sys.stderr)
        return
    config = Path(desktop.home) / "skills.json"
    config.write_text(json.dumps({"skill_sources": [{"type": "local", "path": str(skills)}]}), encoding="utf-8")
    tray = Tray(desktop, "--background", "--port", "{PORT}", "--backend", "builtin", "--config", str(config))
    try:
        require("the built-in backend does not become ready", tray.wait_for("ready"))
        time.sleep(0 if asked.quick else 5)
        sums = []
        for _ in range(asked.rounds):
            sums.append(sum(pss(pid) for pid in tray.tree()) / MB)
            time.sleep(0 if asked.quick else 2)
        report("p8.tray_and_builtin.pss", "MB", sums)
        report("p8.tray_and_builtin.skills", "skills", [tray.status()["skills"]])
    finally:
        tray.close()


def bench_memory_after_flood(desktop, asked):
    lines = 50_000 if asked.quick else 5_000_000
    for name, options in [("hidden", ["--background"]), ("visible", [])]:
        above = []
        for _ in range(min(asked.rounds, 3)):
            tray = start_fake(desktop, options, "--quiet", "--log=flood", f"--lines={lines}", f"--line-bytes={LINE_BYTES}")
            try:
                require("the flood does not arrive whole",
                        eventually(lambda: tray.status().get("log", {}).get("err", 0) >= lines, 60, 0.2))
                require("lines were counted that nobody wrote", tray.status()["log"]["err"] == lines)
                above.append((resident(tray.process.pid) - CAP_BYTES) / MB)
            finally:
                tray.close()
        report(f"p4.resident_above_cap.{name}", "MB", above)


def bench_steady(desktop, asked):
    seconds = 0.3 if asked.quick else 6
    writer = asked.build / "tests/bench/flood_writer"
    lines = int(LINES_PER_SECOND * (2 * asked.rounds * (seconds + 1) + 20))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "lines"
        with open(source, "wb") as file:
            subprocess.run([writer, str(lines)], stdout=file, check=True)
        tray = start_fake(desktop, ["--background"], "--quiet", f"--replay-out={source}",
                          f"--replay-speed={LINES_PER_SECOND * LINE_BYTES}")
        try:
            require("the tray does not become ready", tray.wait_for("ready"))
            rates = []
            for name in ["hidden", "visible"]:
                if name == "visible":
                    require("the window cannot be shown", tray.command("show").returncode == 0)
                    require("the window does not appear", eventually(desktop.main_window))
                time.sleep(0.5)
                shares = []
                for _ in range(asked.rounds):
                    counted = tray.status()["log"]["out"]
                    before = processor_seconds(tray.process.pid), time.monotonic()
                    time.sleep(seconds)
                    took = time.monotonic() - before[1]
                    shares.append(100 * (processor_seconds(tray.process.pid) - before[0]) / took)
                    rates.append((tray.status()["log"]["out"] - counted) / took)
                report(f"p10.{name}", "% of a core", shares)
            require("no lines came", min(rates) > 0)
            report("p10.lines", "lines/s", rates)
        finally:
            tray.close()
        shares = []
        for_python = int(LINES_PER_SECOND * seconds)
        for _ in range(asked.rounds):
            told = subprocess.run([sys.executable, HERE / "asyncio_consumer.py", Path(folder) / "log", writer,
                                   str(for_python), "--rate", str(LINES_PER_SECOND)],
                                  capture_output=True, check=True)
            python = json.loads(told.stdout)
            require("Python lost lines", python["lines"] == for_python)
            shares.append(100 * python["processor"] / python["seconds"])
        report("p10.python_asyncio", "% of a core", shares)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    asked.build = asked.build.resolve()
    if asked.quick:
        asked.rounds = 1
    if missing := missing_programs():
        print(f"Not measured, because these programs are missing: {', '.join(missing)}", file=sys.stderr)
        return
    os.environ["SKILLS_TRAY"] = str(asked.build / "bin/skills-tray")
    os.environ["SKILLS_FAKE_BACKEND"] = str(asked.build / "tests/fake_backend/fake_backend")
    with Desktop(tray=True) as desktop:
        for bench in [bench_start, bench_idle, bench_builtin, bench_memory_after_flood, bench_steady]:
            bench(desktop, asked)


if __name__ == "__main__":
    main()
