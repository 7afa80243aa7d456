#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""What people report of servers like ours, tried against the real skills-backend.

    SKILLS_BACKEND=PROGRAM SKILLS_SHARED_DIR=FOLDER test_cases.py [CASE...]

Each case of SHARED/cases/B* has a run.sh that asks a server and says "ok" or "ODD" of each answer. Here it has a server
of its own, and what it finds odd must be exactly what DIFFERENT gives a reason for. Exit status 77: there are no cases.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BACKEND = os.environ.get("SKILLS_BACKEND", "skills-backend")
SHARED = Path(os.environ.get("SKILLS_SHARED_DIR", Path(__file__).resolve().parents[3] / "shared"))
CASES = SHARED / "cases"

# Case -> beginnings of what stays odd, and why.
DIFFERENT = {
    # Any page can make itself an origin "null", and a file that was downloaded has one of "file:".
    # (The empty Origin of the case is one that curl does not send.)
    "B04": ["Origin: null", "Origin: file://", "stranger ''"],
}
# A stream is held open for so long instead of the case's five minutes: two keep-alives, 15 s apart.
SECONDS = {"B11": "32"}


def free_port():
    """One whose neighbour is free too: a case has a proxy there."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
                return port
            except (OSError, OverflowError):
                continue


class Server:
    """A skills-backend with a home of its own."""

    def __init__(self, home):
        self.home = Path(home)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        for number, topic in enumerate(("documents", "tables", "lists")):
            skill = self.home / "skills" / f"writing-{topic}"
            skill.mkdir(parents=True)
            (skill / "SKILL.md").write_text(
                f"---\nname: writing-{topic}\ndescription: How to write {topic} and sort them.\n---\n# {topic}\n"
                + "Write, then read it again.\n" * 100 * number, encoding="utf-8")
        (self.home / "skills.json").write_text(
            '{"embedding_model": "words", "auto_update_enabled": false, "skill_sources": '
            f'[{{"type": "local", "path": "{self.home}/skills"}}]}}', encoding="utf-8")
        self.process = None
        self.start()

    def environment(self):
        own = {f"XDG_{kind}_HOME": str(self.home / kind.lower()) for kind in ("CONFIG", "CACHE", "STATE")}
        return {**os.environ, **own, "HOME": str(self.home), "SKILLS_BACKEND_GITHUB_URL": "http://127.0.0.1:1"}

    def start(self):
        with open(self.home / "log", "ab") as log:
            self.process = subprocess.Popen(
                [BACKEND, "--port", str(self.port), "--config", str(self.home / "skills.json")],
                env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(self.base + "/health", timeout=5) as answer:
                    if b'"loading_complete":true' in answer.read():
                        return
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.05)
        raise RuntimeError("the server does not start: " + (self.home / "log").read_text(encoding="utf-8"))

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def restart_when(self, flag, done):
        """Whoever makes the file wants a restart, and has it when the file is gone."""
        while not done.wait(0.05):
            if flag.exists():
                self.stop()
                self.start()
                flag.unlink()


def outcome(case):
    """What the case says in the end: on a busy machine its own helpers may come too late, and then nobody answers."""
    for _ in range(3):
        lines = tried(case)
        if not any(line.startswith("ODD") and "HTTP 000" in line for line in lines):
            break
    return lines


def tried(case):
    """The lines that the case says about a server of its own."""
    with tempfile.TemporaryDirectory(prefix="cases-") as home:
        server = Server(home)
        flag, done = Path(home, "restart"), threading.Event()
        watcher = threading.Thread(target=server.restart_when, args=(flag, done))
        watcher.start()
        environment = {**server.environment(), "BASE": server.base, "SKILLS_BACKEND": BACKEND,
                       "RESTART": f"touch '{flag}'; while [ -e '{flag}' ]; do sleep .05; done",
                       "IDLE": SECONDS.get(case, "30")}
        try:
            run = subprocess.run(["bash", str(CASES / case / "run.sh")], env=environment, stdin=subprocess.DEVNULL,
                                 capture_output=True, text=True, errors="replace", timeout=400, check=False)
            alive = server.process.poll() is None
        finally:
            done.set()
            watcher.join()
            server.stop()
        lines = run.stdout.splitlines()
        if not alive:
            lines.append("ODD   the server has ended")
        if run.returncode not in (0, 1):
            lines.append(f"ODD   the case itself failed ({run.returncode}): {run.stderr[-300:]}")
        return lines


class Cases(unittest.TestCase):
    def test_each_case_is_as_hoped_or_has_its_reason(self):
        cases = sys.argv[1:] or sorted(path.name for path in CASES.glob("B*"))
        with ThreadPoolExecutor(4) as pool:
            outcomes = dict(zip(cases, pool.map(outcome, cases)))
        for case, lines in outcomes.items():
            with self.subTest(case):
                odd = [line.split(None, 1)[1] for line in lines if line.startswith("ODD")]
                expected = DIFFERENT.get(case, [])
                strange = [line for line in odd if not line.startswith(tuple(expected))]
                missing = [text for text in expected if not any(line.startswith(text) for line in odd)]
                self.assertEqual((strange, missing), ([], []), "\n".join(lines))
                self.assertTrue(any(line.startswith(("ok", "note")) for line in lines), "it says nothing")


if __name__ == "__main__":
    if not CASES.is_dir() or not shutil.which("curl"):
        print(f"Skipped: there is no {CASES}" if not CASES.is_dir() else "Skipped: there is no curl")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
