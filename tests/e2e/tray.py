# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Skills Tray under test on a desktop of its own, driven as a person and a script drive it."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import unittest
import uuid

from desktop import Desktop, eventually, kill_all, missing_programs, processes_with

SKIPPED = 77  # what CTest is told when nothing could be tested


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Tray:
    """One run of skills-tray, with all that it starts: they carry the same mark in their environment."""

    def __init__(self, desktop, *args, program=None, **env):
        self.desktop = desktop
        self.mark = f"SKILLS_TRAY_TEST={uuid.uuid4()}"
        self.port = free_port()
        self.env = {**desktop.env, **env}
        name, value = self.mark.split("=")
        self._output = open(os.path.join(desktop.home, "skills-tray.log"), "wb")
        self.process = subprocess.Popen([program or os.environ["SKILLS_TRAY"], *(a.replace("{PORT}", str(self.port)) for a in args)],
                                        env={**self.env, name: value}, stdin=subprocess.DEVNULL,
                                        stdout=self._output, stderr=self._output)

    def tree(self):
        return processes_with(self.mark)

    def backend_tree(self):
        """Everything that runs for the tray, itself not counted."""
        return {pid: command for pid, command in self.tree().items() if pid != self.process.pid}

    def command(self, *args, timeout=30):
        return subprocess.run([os.environ["SKILLS_TRAY"], *args], env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=timeout, check=False)

    def status(self):
        """What `status --json` says, or {} while it cannot be asked."""
        try:
            return json.loads(self.command("status", "--json").stdout or "{}")
        except (json.JSONDecodeError, subprocess.TimeoutExpired):
            return {}

    def wait_for(self, state, timeout=30):
        return eventually(lambda: self.status().get("state") == state, timeout)

    def output(self):
        self._output.flush()
        with open(self._output.name, encoding="utf-8", errors="replace") as file:
            return file.read()

    def close(self):
        kill_all(self.tree())
        self.process.wait()
        self._output.close()


class StateWatch:
    """Notes the states as `status --json` tells them, from now until stop(), which takes the last look."""

    def __init__(self, tray):
        self._tray = tray
        self._end = threading.Event()
        self.states = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        while not self._end.is_set():
            self._look()
            self._end.wait(0.1)

    def _look(self):
        state = self._tray.status().get("state")
        if state and (not self.states or self.states[-1] != state):
            self.states.append(state)

    def stop(self):
        self._end.set()
        self._thread.join()
        self._look()
        return self.states


class TrayTest(unittest.TestCase):
    """A test with a desktop; whatever it leaves running is a failure, and is ended."""

    tray_host = True

    def setUp(self):
        self.desktop = Desktop(tray=self.tray_host)
        self.addCleanup(self.desktop.close)
        self.desktop.__enter__()
        self._trays = []
        self.addCleanup(self._end_trays)

    def _end_trays(self):
        failed = self._outcome.result.failures + self._outcome.result.errors
        if failed and any(test is self for test, _ in failed):
            self.keep_screenshot("failed")
            for tray in self._trays:
                print(f"--- {self.id()}: output of skills-tray\n{tray.output()}", file=sys.stderr)
        for tray in self._trays:
            tray.close()

    def start(self, *args, desktop=None, program=None, **env):
        tray = Tray(desktop or self.desktop, *args, program=program, **env)
        self._trays.append(tray)
        return tray

    def start_fake(self, *fake_args, options=(), **kwargs):
        return self.start("--port", "{PORT}", *options, "--", os.environ["SKILLS_FAKE_BACKEND"], "--port", "{port}",
                          *fake_args, **kwargs)

    def keep_screenshot(self, name):
        """Pictures for people who read a failed run; none is compared."""
        folder = os.environ.get("SKILLS_ARTIFACTS")
        if folder and self.desktop.xvfb.poll() is None:
            os.makedirs(folder, exist_ok=True)
            self.desktop.screenshot(os.path.join(folder, f"{self._testMethodName}-{name}.png"))

    def assert_gone(self, tray, seconds):
        """Everything that belongs to that run ends within so many seconds."""
        started = time.monotonic()
        eventually(lambda: not tray.tree(), seconds)
        self.assertEqual(tray.tree(), {}, f"still there after {seconds} s")
        print(f"{self._testMethodName}: all processes gone after {time.monotonic() - started:.2f} s (limit {seconds})")

    def assert_soon(self, condition, message, timeout=10.0):
        value = eventually(condition, timeout)
        self.assertTrue(value, message)
        return value

    def icon(self):
        return self.assert_soon(self.desktop.icon, "no icon in the tray")

    def open_menu(self):
        self.desktop.click(self.icon(), button=3)
        return self.assert_soon(self.desktop.menu, "the menu did not open")

    def choose(self, mnemonic):
        """Opens the menu and chooses the item with that underlined letter."""
        self.open_menu()
        self.desktop.keys(mnemonic)
        self.assert_soon(lambda: not self.desktop.menu(), "the menu did not close")


def main(needed_variables=("SKILLS_TRAY", "SKILLS_FAKE_BACKEND")):
    missing = missing_programs()
    if missing:
        print(f"SKIPPED: these programs are not installed: {', '.join(missing)}")
        sys.exit(SKIPPED)
    for name in needed_variables:
        if not os.environ.get(name):
            print(f"SKIPPED: {name} is not set")
            sys.exit(SKIPPED)
    unittest.main(verbosity=2)
