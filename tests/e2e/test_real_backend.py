#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""The real thing: claude-skills-mcp-backend, from the first click to the last process.

SKILLS_REAL_BACKEND names a folder with venv/ and skills.json; without it there is nothing to test.
"""

import json
import os
import re
import sys
import unittest
from pathlib import Path

from tray import SKIPPED, StateWatch, TrayTest, main

LINE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3} (\S+) (tray|out|err) (.*)$")


# Seconds: twenty on a machine of its own, minutes beside compilers and other tests.
PATIENCE = 280


class RealBackend(TrayTest):
    def setUp(self):
        super().setUp()
        folder = Path(os.environ["SKILLS_REAL_BACKEND"])
        self.program = folder / "venv/bin/claude-skills-mcp-backend"
        self.config = folder / "skills.json"
        sources = json.loads(self.config.read_text(encoding="utf-8"))["skill_sources"]
        self.expected = sum(1 for source in sources for _ in Path(source["path"]).rglob("SKILL.md"))

    def start_real(self):
        return self.start("--background", "--port", "{PORT}", "--config", str(self.config), "--", str(self.program),
                          "--config", "{config}", "--host", "{host}", "--port", "{port}", HF_HUB_OFFLINE="1")

    def log(self, tray):
        """All kept lines as (level, origin, text)."""
        lines = tray.command("logs", "--all").stdout.splitlines()
        matches = [LINE.match(line) for line in lines]
        self.assertTrue(all(matches), [line for line, match in zip(lines, matches) if not match][:3])
        return [match.groups() for match in matches]

    def check_ready(self, tray):
        status = tray.status()
        self.assertEqual(status["skills"], self.expected, "the count equals the SKILL.md files of the source")
        self.assertIsNone(status["warning"])
        self.assertEqual(tray.command("status").returncode, 0)

    def check_log(self, tray):
        lines = self.log(tray)
        loaded = [line for line in lines if re.match(r"Loaded skill: \S+ from ", line[2])]
        self.assertEqual(len(loaded), self.expected)
        self.assertEqual({line[:2] for line in loaded}, {("INFO", "err")}, "rich's records: level INFO, from stderr")
        uvicorn = [line for line in lines if "Application startup complete" in line[2]]
        self.assertEqual([line[:2] for line in uvicorn], [("INFO", "err")], "uvicorn's own shape")
        health = [line for line in lines if '"GET /health HTTP/1.1" 200' in line[2]]
        self.assertTrue(health, "our health checks are in the log")
        self.assertEqual({line[:2] for line in health}, {("INFO", "out")})
        self.assertFalse([line for line in lines if line[0] in ("ERROR", "CRITICAL")], "nothing went wrong")
        visible = tray.command("logs", "-n", "100000").stdout
        self.assertNotIn("GET /health", visible, "and are hidden by default")

    def check_window(self, tray):
        """What the window shows, taken from it as a person would: select all, copy."""
        self.desktop.click(self.icon())
        window = self.assert_soon(self.desktop.main_window, "a click shows the window")
        self.desktop.click(window, dy=window.height * 2 // 3)
        self.desktop.keys("ctrl+a", "ctrl+c")
        text = self.assert_soon(lambda: "Loaded skill: " in self.desktop.clipboard() and self.desktop.clipboard(),
                                "the window shows the backend's lines")
        self.keep_screenshot("ready")
        loaded = [line for line in text.splitlines() if "Loaded skill: " in line]
        self.assertGreaterEqual(len(loaded), self.expected)
        self.assertTrue(all("INFO" in line for line in loaded), loaded[:2])
        self.assertNotIn("GET /health", text)

    def test_from_the_first_click_to_the_last_process(self):
        tray = self.start_real()
        watch = StateWatch(tray)
        self.addCleanup(watch.stop)
        self.icon()
        self.assertTrue(tray.wait_for("ready", timeout=PATIENCE), tray.status())
        states = watch.stop()
        self.assertEqual([state for state in states if state != "stopped"], ["starting", "loading", "ready"])
        self.check_ready(tray)
        self.check_log(tray)
        self.check_window(tray)

        self.choose("t")
        self.assertTrue(tray.wait_for("stopped"), tray.status())
        self.assertEqual(tray.backend_tree(), {}, "Stop leaves no process")

        self.choose("s")
        self.assertTrue(tray.wait_for("loading", timeout=PATIENCE), tray.status())
        tray.process.kill()  # O01, while loading
        self.assert_gone(tray, 7)

        again = self.start_real()
        self.assertTrue(again.wait_for("ready", timeout=PATIENCE), again.status())
        self.check_ready(again)
        again.process.kill()  # O01, when ready
        self.assert_gone(again, 7)


if __name__ == "__main__":
    if not os.environ.get("SKILLS_REAL_BACKEND"):
        print("SKIPPED: the real backend is not set up here (SKILLS_REAL_BACKEND is not set)")
        sys.exit(SKIPPED)
    main()
