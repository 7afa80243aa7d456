# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""The real skills-tray without a display, in a home of its own, and all that belongs to it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

PLACES = {"HOME": "home", "XDG_CONFIG_HOME": "config", "XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache",
          "XDG_DATA_HOME": "data", "XDG_RUNTIME_DIR": "run"}


def programs(build):
    """Paths of skills-tray and fake_backend in a build directory; ends the program when they are not there."""
    build = Path(build).resolve()
    found = (build / "bin/skills-tray", build / "tests/fake_backend/fake_backend")
    for path in found:
        if not path.is_file():
            raise SystemExit(f"{path} is missing: build skills-tray and fake_backend first")
    return found


def start_ticks(pid):
    """The start time of a process that lives, None of a zombie or of nobody."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0]
    except OSError:
        return None


def processes_with(mark):
    """{(pid, start): command} of all that live and carry the mark in environment or command line."""
    mark = mark.encode()
    found = {}
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = Path(entry.path, "cmdline").read_bytes()
            if mark not in command and mark not in Path(entry.path, "environ").read_bytes():
                continue
        except OSError:
            continue
        start = start_ticks(entry.name)
        if start is not None:
            found[int(entry.name), start] = command.replace(b"\0", b" ").decode(errors="replace").strip()
    return found


def send(pid, number):
    """True when there was somebody to get it."""
    try:
        os.kill(pid, number)
        return True
    except (ProcessLookupError, TypeError):
        return False


class HeadlessTray:
    """One home; skills-tray runs in it, dies, and is started again. The backend is what `become()` says."""

    def __init__(self, build, grace=5):
        self.program, self.fake = programs(build)
        self.folder = Path(tempfile.mkdtemp(prefix="skills-tray-soak-"))
        self.mark = f"soak-{uuid.uuid4()}"
        self.env = {**os.environ, "SKILLS_SOAK": self.mark, "LC_ALL": "C.UTF-8", "HF_HUB_OFFLINE": "1"}
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "NOTIFY_SOCKET", "DBUS_SESSION_BUS_ADDRESS"):
            self.env.pop(name, None)
        for variable, name in PLACES.items():
            (self.folder / name).mkdir(mode=0o700)
            self.env[variable] = str(self.folder / name)
        settings = self.folder / "config/skills-tray/settings.ini"
        settings.parent.mkdir(mode=0o700)
        settings.write_text(f"[backend]\ngraceSeconds={grace}\n", encoding="ascii")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = None
        self.backend = self.folder / "backend"
        self.become("")

    def become(self, options):
        """What the next launch of the backend runs. The tray's command line stays the same."""
        fresh = self.folder / "backend.new"
        fresh.write_text(f'#!/bin/sh\nexec {self.fake} --host 127.0.0.1 --port {self.port} --tag={self.mark} {options}\n',
                         encoding="utf-8")
        fresh.chmod(0o755)
        fresh.rename(self.backend)

    def become_program(self, *command):
        fresh = self.folder / "backend.new"
        fresh.write_text("#!/bin/sh\nexec " + " ".join(f"'{word}'" for word in command) + "\n", encoding="utf-8")
        fresh.chmod(0o755)
        fresh.rename(self.backend)

    def start(self, *options, program=None):
        self.process = subprocess.Popen([program or self.program, "--headless", "--port", str(self.port), *options, "--",
                                         str(self.backend)], env=self.env, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def command(self, *words, timeout=40):
        """Exit status and output of a command; (None, "") when it did not end."""
        try:
            done = subprocess.run([self.program, *words], env=self.env, stdin=subprocess.DEVNULL, capture_output=True,
                                  text=True, timeout=timeout, check=False, errors="replace")
            return done.returncode, done.stdout
        except subprocess.TimeoutExpired:
            return None, ""

    def status(self):
        try:
            return json.loads(self.command("status", "--json", timeout=20)[1] or "{}")
        except json.JSONDecodeError:
            return {}

    def eventually(self, holds, seconds):
        end = time.monotonic() + seconds
        while not (value := holds()):
            if time.monotonic() > end:
                return value
            time.sleep(0.05)
        return value

    def tree(self):
        """Guards and backend processes of this home."""
        own = self.process.pid if self.process else None
        program = str(self.program)
        return {key: command for key, command in processes_with(self.mark).items()
                if key[0] != own and not command.startswith(program + " ")}

    def close(self):
        """Leaves nobody behind, also where the product would. Returns how many had to be killed here."""
        if self.process:
            self.process.kill()
            self.process.wait()
        # The guard does its work when the tray is gone; killed, it would leave a storm to itself.
        self.eventually(lambda: not processes_with(self.mark), 8)
        killed = set()
        empty_looks = 0
        while empty_looks < 10:
            found = processes_with(self.mark)
            empty_looks = 0 if found else empty_looks + 1
            for pid, _ in found:
                send(pid, signal.SIGSTOP)  # what stands still cannot fork away
            for key in processes_with(self.mark):
                killed.add(key)
                send(key[0], signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)
        return len(killed)
