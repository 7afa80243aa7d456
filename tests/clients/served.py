# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""A skills-backend with a home and skills of its own, for the checks with real clients."""

import json
import os
import re
import shutil
import signal
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


class Served:
    """`with Served() as served:` … served.url, served.command, served.environment, served.skills"""

    def __init__(self, source=None, http=True, prepare=None, config=None):
        self.program = os.environ["SKILLS_BACKEND"]
        self.source = source
        self.http = http
        self.prepare = prepare  # called with the folder of skills before the start
        self.config = config or {}

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
                                XDG_CACHE_HOME=str(self.home / "cache"), NO_PROXY="127.0.0.1,localhost")
        self.stdio = ["--stdio", "--config", str(config)]
        self.process = None
        if self.http:
            self.log = (self.home / "log").open("w")
            self.process = subprocess.Popen([self.program, "--port", "0", "--config", str(config)],
                                            env=self.environment, stderr=self.log)
            self._wait()
        return self

    def _wait(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            found = re.search(r"Serving at (http://\S+/mcp)", (self.home / "log").read_text())
            if found:
                self.url = found[1]
                if self.health()["loading_complete"]:
                    return
            time.sleep(0.02)
        raise RuntimeError((self.home / "log").read_text())

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
            self.process.send_signal(signal.SIGTERM)
            status = self.process.wait(timeout=10)
            self.log.close()
            if status != 0:
                print((self.home / "log").read_text(), file=sys.stderr)
                raise RuntimeError(f"skills-backend ended with {status}")
        shutil.rmtree(self.home)
