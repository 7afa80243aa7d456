#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""What packaging/quickstart.sh does on a machine without a display, once all is built.

The real script and the real programs; only the build itself is left out: `cmake` stands for one that has nothing to do.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from tray import free_port

SOURCE = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ["SKILLS_BUILD_DIR"])


class Quickstart(unittest.TestCase):
    def setUp(self):
        self.home = Path(tempfile.mkdtemp(prefix="quickstart "))
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        self.clone = self.home / "clone"
        (self.clone / "packaging").mkdir(parents=True)
        shutil.copy(SOURCE / "packaging/quickstart.sh", self.clone / "packaging")
        self.write(self.clone / "packaging/need-packages.sh", "exit 0")
        (self.clone / "build/release").mkdir(parents=True)
        for name in ["bin", "libexec"]:
            shutil.copytree(BUILD / name, self.clone / "build/release" / name)
        tools = self.home / "tools"
        tools.mkdir()
        self.write(tools / "cmake", f'[ "$1" != --install ] || exec {shutil.which("cmake")} --install "{BUILD}" --prefix "$4"')
        self.port = free_port()
        config = self.home / ".config/skills-tray"
        config.mkdir(parents=True)
        (config / "settings.ini").write_text(f"[backend]\nport={self.port}\n", encoding="utf-8")
        gone = ("XDG_", "QT_", "DISPLAY", "WAYLAND_", "SUDO_")
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(gone)}
        # Nobody listens there: a computer without a network. TMPDIR: where the socket lies without XDG_RUNTIME_DIR.
        self.env.update(HOME=str(self.home), PATH=f"{tools}:{os.environ['PATH']}", TMPDIR=str(self.home),
                        SKILLS_BACKEND_GITHUB_URL="http://127.0.0.1:1")
        self.tray = self.clone / "build/release/bin/skills-tray"
        self.addCleanup(self.ask, "quit")

    @staticmethod
    def write(path, command):
        path.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        path.chmod(0o755)

    def ask(self, *args):
        return subprocess.run([self.tray, *args], env=self.env, capture_output=True, text=True, timeout=60, check=False)

    def quickstart(self, *args):
        done = subprocess.run([self.clone / "packaging/quickstart.sh", *args], env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=100, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout

    def command(self, output, label):
        found = re.search(rf"^{label}: +(.*)$", output, re.M)
        self.assertTrue(found, output)
        return found[1]

    def run_line(self, line):
        return subprocess.run(["bash", "-c", line], env=self.env, capture_output=True, text=True, timeout=30, check=False)

    def check_what_it_says(self, output):
        self.assertIn("Ready, but none of your skills were found", output)
        self.assertIn(" tray ", self.run_line(self.command(output, "See the log").removesuffix(" -f")).stdout)
        question = self.command(output, "Ask a question")
        if shutil.which("curl"):
            answered = json.loads(self.run_line(question).stdout)
            self.assertIn("writing-a-skill", answered["result"]["content"][0]["text"])
        self.assertEqual(self.run_line(self.command(output, "Stop it")).returncode, 0)
        self.assertEqual(self.ask("status").returncode, 3)

    def test_without_a_display_it_starts_without_one(self):
        output = self.quickstart()
        self.assertIn("Starting without icon and window: no display is set.", output)
        self.check_what_it_says(output)

    def test_a_display_that_cannot_be_reached_is_none(self):
        self.env["DISPLAY"] = ":4711"
        output = self.quickstart()
        self.assertIn("Starting without icon and window: the display :4711 cannot be reached.", output)
        self.check_what_it_says(output)

    def test_with_a_display_there_is_a_window(self):
        self.env["QT_QPA_PLATFORM"] = "offscreen"
        output = self.quickstart()
        self.assertNotIn("without", output)
        self.assertNotIn("Ask a question", output)
        self.assertEqual(self.ask("show").returncode, 0)

    def test_a_second_time_it_shows_what_runs(self):
        self.quickstart()
        pid = json.loads(self.ask("status", "--json").stdout)["pid"]
        done = subprocess.run([self.clone / "packaging/quickstart.sh"], env=self.env, capture_output=True, text=True,
                              timeout=100, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(self.ask("status", "--json").stdout)["pid"], pid)
        self.check_what_it_says(done.stdout)

    def test_what_is_wrong_is_said_and_not_taken_for_a_missing_display(self):
        self.env["QT_QPA_PLATFORM"] = "offscreen"
        self.env["XDG_RUNTIME_DIR"] = str(self.home / ("x" * 110))
        os.mkdir(self.env["XDG_RUNTIME_DIR"], 0o700)
        done = subprocess.run([self.clone / "packaging/quickstart.sh"], env=self.env, capture_output=True, text=True,
                              timeout=100, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^Cannot start .*107.*\n$")

    def test_installing_starts_it_likewise(self):
        output = self.quickstart("--install")
        self.tray = self.home / ".local/bin/skills-tray"
        self.assertIn("/.local/bin/skills-tray logs", output)
        self.check_what_it_says(output)

    def test_the_readme_asks_the_same_question(self):
        readme = (SOURCE / "README.md").read_text(encoding="utf-8")
        asked = re.search(r'"Ask a question: (curl .*)"$', (SOURCE / "packaging/quickstart.sh").read_text(encoding="utf-8"), re.M)[1]
        asked = asked.replace('\\"', '"').replace("$url", "http://127.0.0.1:8765/mcp")
        self.assertEqual(" ".join(asked.split()), " ".join(re.search(r"^curl -s .*?find_helpful_skills'$", readme, re.M | re.S)[0].replace("\\\n", " ").split()))


if __name__ == "__main__":
    unittest.main(verbosity=2)
