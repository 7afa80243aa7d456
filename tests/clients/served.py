# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""A skills-backend with a home and skills of its own, for the checks with real clients."""

import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

SKILLS = {
    "table-maker": "Turns messy lists into clean tables and spreadsheets",
    "bridge-builder": "Plans bridges and checks how much weight they carry",
    "poem-writer": "Writes short poems in a given metre",
}


def write_skill(folder, name, description, body="Do it step by step.\n"):
    """As an editor would: whole, then moved into its place."""
    skill = folder / name
    skill.mkdir(parents=True, exist_ok=True)
    new = skill / ".SKILL.md.new"
    new.write_text(f"---\nname: {name}\ndescription: {description}\n---\n# {name}\n\n{body}", encoding="utf-8")
    new.rename(skill / "SKILL.md")
    (skill / "scripts").mkdir(exist_ok=True)
    (skill / "scripts" / "run.py").write_text("print('hello')\n", encoding="utf-8")


def lasting_port():
    """A free port outside of those that the system gives to clients: it is free still when a server comes back to it."""
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split()[0])
    while True:
        port = random.randrange(10000, max(lowest, 20000))
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Served:
    """`with Served() as served:` … served.url, served.command, served.environment, served.skills"""

    def __init__(self, source=None, http=True, prepare=None, config=None, port=0):
        self.program = os.environ["SKILLS_BACKEND"]
        self.source = source
        self.http = http
        self.prepare = prepare  # called with the folder of skills before the start
        self.config = config or {}
        self.port = port
        self.log = None

    def __enter__(self):
        self.home = Path(tempfile.mkdtemp(prefix="skills-clients-"))
        self.skills = self.home / "skills"
        if self.source:
            shutil.copytree(self.source, self.skills, symlinks=True)
        else:
            for name, description in SKILLS.items():
                write_skill(self.skills, name, description)
        if self.prepare:
            self.prepare(self.skills)
        config = self.home / "skills.json"
        config.write_text(json.dumps({"skill_sources": [{"type": "local", "path": str(self.skills)}],
                                      "auto_update_enabled": False, **self.config}))
        self.environment = dict(os.environ, HOME=str(self.home), XDG_CONFIG_HOME=str(self.home / "config"),
                                XDG_CACHE_HOME=str(self.home / "cache"), XDG_STATE_HOME=str(self.home / "state"),
                                NO_PROXY="127.0.0.1,localhost")
        self.stdio = ["--stdio", "--config", str(config)]
        self.process = None
        if self.http:
            self._start()
        return self

    def _start(self):
        self.log = self.home / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen([self.program, "--port", str(self.port), "--config",
                                             str(self.home / "skills.json")], env=self.environment, stderr=log)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            found = re.search(r"Serving at (http://\S+/mcp)", self.log.read_text())
            if found:
                self.url = found[1]
                if self.health()["loading_complete"]:
                    return
            time.sleep(0.02)
        self.process.kill()
        self.process.wait()
        raise RuntimeError(self.log.read_text())

    def _stop(self, how):
        self.process.send_signal(how)
        status = self.process.wait(timeout=10)
        if status != (0 if how == signal.SIGTERM else -how):
            print(self.log.read_text(), file=sys.stderr)
            raise RuntimeError(f"skills-backend ended with {status}")

    def restart(self, how, between=lambda: None):
        """Ends the server by the signal; another one at the same port, which `port` must have named."""
        self._stop(how)
        between()
        self._start()

    def health(self):
        return json.load(urllib.request.urlopen(self.url.replace("/mcp", "/health")))

    def wait_for_meaning(self):
        """Until every skill has its vector: before, an answer changes while it is looked at."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            health = self.health()
            if health["vectors_made"] >= health["skills_loaded"] > 0:
                return
            time.sleep(0.1)
        raise RuntimeError(f"not every skill has a vector: {health}")

    def __exit__(self, *_):
        if self.process:
            self._stop(signal.SIGTERM)
        shutil.rmtree(self.home)
