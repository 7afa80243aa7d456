#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Puts the benchmarks' figures beside the goals, between two marks of docs/performance.md.

    performance_page.py FIGURES PAGE      FIGURES: one JSON object a line, as `run_all.py --keep` writes them
"""

import json
import os
import platform
import sys
from collections import namedtuple
from datetime import datetime, timezone
from pathlib import Path

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

# limit: what `figure`, a median, must not exceed ("<=") or fall below (">="). shown: the figure that is printed, where
# the goal is set on a ratio. other: the comparison from the same run, a figure's name or None; who: what it is.
Goal = namedtuple("Goal", "point what figure op limit shown other who", defaults=(None, None, None))

SCENES = ["visible", "hidden", "searching", "selecting", "resizing"]
FLOODS = {"blocks": "64 KiB writes", "each_line": "a write a line"}


def latency_goals():
    goals = []
    for flood, writes in FLOODS.items():
        for scene in SCENES:
            for side, seen in [("inside", "timer"), ("ping", "ping")]:
                for part, limit in [("p99", 10), ("max", 25)]:
                    goals.append(Goal("P3", f"{writes}, {scene}: {seen}, {part}", f"p3.{scene}.{flood}.{side}.{part}", "<=", limit,
                                      other=f"p3.plain_text_edit.{flood}.{side}.{part}", who="QPlainTextEdit"))
    return goals


def search_goals():
    goals = []
    for search, what, limit in [("regex", "regular expression", 120), ("regex_nothing", "regular expression, no match", 120),
                                ("regex_any_case", "regular expression, any case", 120), ("literal", "text", 60),
                                ("literal_any_case", "text, any case", 60)]:
        peer = "grep -P" if "regex" in search else "grep -F"
        goals.append(Goal("P5", what, f"p5.{search}.product", "<=", limit, other=f"p5.{search}.grep",
                          who=peer + (" -i" if "any_case" in search else "")))
        goals.append(Goal("P5", f"{what}: UI thread late meanwhile, at most", f"p5.{search}.ui_late_max", "<=", 25))
    return goals


GOALS = [
    Goal("P1", "64 KiB writes, window follows: part of what a C reader takes", "p1.product_to_c_reader", ">=", 0.4,
         "p1.product", "p1.c_reader", "read(2)"),
    Goal("P1", "the same, times a Python consumer", "p1.product_to_python", ">=", 100,
         "p1.product", "p1.python_asyncio", "asyncio and logging"),
    Goal("P1", "the same, beside a text widget", None, None, None, "p1.product", "p1.plain_text_edit", "QPlainTextEdit"),
    Goal("P2", "a write a line, window follows: part of what a C reader takes", "p2.product_to_c_reader", ">=", 1.0,
         "p2.product", "p2.c_reader", "read(2)"),
    Goal("P2", "the same, beside Python", None, None, None, "p2.product", "p2.python_asyncio", "asyncio and logging"),
    *latency_goals(),
    Goal("P4", "bytes stored for a byte of text", "p4.stored_per_payload", "<=", 1.10),
    Goal("P4", "memory taken for a byte of text", None, None, None, "p4.resident_per_payload",
         "p4.plain_text_edit_resident_per_payload", "QPlainTextEdit"),
    Goal("P4", "resident above the cap after 5 M lines, hidden", "p4.resident_above_cap.hidden", "<=", 45),
    Goal("P4", "resident above the cap after 5 M lines, visible", "p4.resident_above_cap.visible", "<=", 45),
    *search_goals(),
    Goal("P6", "show a hidden log of 1 M lines, newest line painted", "p6.product.show_complete", "<=", 50,
         other="p6.plain_text_edit.show_complete", who="QPlainTextEdit"),
    Goal("P6", "resize", "p6.product.resize", "<=", 20, other="p6.plain_text_edit.resize", who="QPlainTextEdit"),
    Goal("P6", "jump", "p6.product.jump", "<=", 8, other="p6.plain_text_edit.jump", who="QPlainTextEdit"),
    Goal("P7", "exec to visible icon, times a minimal Qt tray", "p7.to_minimal", "<=", 2, "p7.tray",
         "p7.minimal_qt_tray", "minimal Qt tray"),
    Goal("P8", "tray alone, idle: PSS", "p8.tray.pss", "<=", 27, other="p8.minimal_qt_tray.pss", who="minimal Qt tray"),
    Goal("P8", "the same: wakeups", "p8.tray.wakeups", "<=", 1.5, other="p8.minimal_qt_tray.wakeups", who="minimal Qt tray"),
    Goal("P8", "the same: processor", "p8.tray.processor", "<=", 0.5, other="p8.minimal_qt_tray.processor", who="minimal Qt tray"),
    Goal("P8", "the same: writes to the X server (paints)", "p8.tray.x_writes", "<=", 0),
    Goal("P8", "without a desktop (--headless), idle: PSS", "p8.headless.pss", "<=", 18, other="p8.tray.pss", who="the tray"),
    Goal("P8", "the same: wakeups", "p8.headless.wakeups", "<=", 1.5, other="p8.tray.wakeups", who="the tray"),
    Goal("P8", "the same: processor", "p8.headless.processor", "<=", 0.5, other="p8.tray.processor", who="the tray"),
    Goal("P8", "tray and built-in backend with many skills: PSS", "p8.tray_and_builtin.pss", "<=", 55),
    Goal("P9", "exit of the backend seen, p99", "p9.exit_seen.p99", "<=", 5, other="p9.qprocess.p99", who="QProcess alone"),
    Goal("P10", "10 000 lines a second, hidden", "p10.hidden", "<=", 6, other="p10.python_asyncio", who="asyncio and logging"),
    Goal("P10", "10 000 lines a second, visible", "p10.visible", "<=", 15, other="p10.python_asyncio", who="asyncio and logging"),
]


def number(value):
    if abs(value) >= 100_000:
        return f"{value / 1e6:.3g} M"
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3g}"


def measured(figure):
    text = f"{number(figure['value'])} {figure['unit']}"
    if figure["n"] > 1:
        text += f" ({number(figure['min'])} to {number(figure['max'])})"
    return text


def row(goal, figures):
    """One line of the table; what was not measured says so."""
    judged = figures.get(goal.figure)
    shown = figures.get(goal.shown or goal.figure)
    other = figures.get(goal.other)
    goal_text = f"{goal.op} {goal.limit:g}" if goal.op else ""
    if shown is None or (goal.figure and judged is None):
        return f"| {goal.point} | {goal.what} | {goal_text} | not measured | | | |"
    if goal.op and goal.shown:
        ratio = f"{judged['value']:.3g} ({judged['min']:.3g} to {judged['max']:.3g})"
        goal_text += " times"
    elif goal.op:
        ratio = f"{shown['value'] / other['value']:.3g}" if other and other["value"] > 0 else ""
        goal_text += " " + shown["unit"].replace("ratio", "")
    else:
        ratio = f"{shown['value'] / other['value']:.3g}"
    verdict = ""
    if goal.op:
        met = judged["value"] <= goal.limit if goal.op == "<=" else judged["value"] >= goal.limit
        verdict = "met" if met else "**NOT met**"
    beside = f"{goal.who}: {measured(other)}" if other else ""
    return f"| {goal.point} | {goal.what} | {goal_text.strip()} | {measured(shown)} | {beside} | {ratio} | {verdict} |"


def with_ratios(figures):
    """Adds the ratio of two medians where the benchmark itself prints none."""
    by_name = {figure["name"]: figure for figure in figures}
    if "p7.tray" in by_name and "p7.minimal_qt_tray" in by_name:
        value = by_name["p7.tray"]["value"] / by_name["p7.minimal_qt_tray"]["value"]
        by_name["p7.to_minimal"] = {"name": "p7.to_minimal", "value": value, "unit": "ratio", "n": 1, "min": value, "max": value}
    return by_name


def table(figures, rounds):
    by_name = with_ratios(figures)
    platforms = sorted({figure["platform"] for figure in figures if "platform" in figure})
    versions = sorted({figure["qt"] for figure in figures if "qt" in figure})
    load = f"; load before the run: {by_name['load']['value']:.1f}" if "load" in by_name else ""
    rows = [row(goal, by_name) for goal in GOALS]
    judged = [line for line in rows if line.endswith("met |") or line.endswith("met** |")]
    missed = sum(line.endswith("**NOT met** |") for line in judged)
    unmeasured = sum("| not measured |" in line for line in rows)
    return "\n".join([
        f"Measured {datetime.now(timezone.utc):%Y-%m-%d} on {os.cpu_count()} shared cores ({platform.machine()}), "
        f"Qt {', '.join(versions)}, window system {', '.join(platforms)}, medians of {rounds}{load}. "
        f"{len(judged) - missed} of {len(judged)} goals met, {missed} not; {unmeasured} not measured.",
        "",
        "| | what | goal | measured: median (least to most) | beside it | ratio | |",
        "|---|---|---|---|---|---|---|",
        *rows,
    ])


def write_page(page, figures, rounds):
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n{table(figures, rounds)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    write_page(Path(sys.argv[2]), read, max(figure["n"] for figure in read if figure["name"].startswith("p1.")))
