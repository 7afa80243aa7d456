#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Open sessions of real clients while skills-backend is ended, by SIGTERM and SIGKILL in turn, and started anew.

    restarts.py [--times COUNT] [--pause SECONDS] [--client NAME]… [--while-down]

After each of COUNT restarts (4), with SECONDS between end and start (1.5, as after a crash), every client asks once more
in the session that it has, and those that listen for changes are told of one again; where that fails for one, it fails.
--while-down lets each ask while nobody is there, too, and tells what becomes of that question; what is asked next must be
answered all the same. The clients are those of setup.sh. Exit status 77: nothing to run.
"""

import argparse
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from asking import ASKED
from model_endpoint import ModelEndpoint
from served import Served, lasting_port

HERE = Path(__file__).parent
PATIENCE = 40  # seconds for one answer


class Asker:
    """One program with one session: lines in, lines out."""

    def __init__(self, name, command, environment, folder):
        self.name = name
        self.version = ""
        self.listens = name in ("mcp1", "mcp2-legacy", "sdk")  # these open a stream without being told to
        self.changes = 0
        self.waited = []
        self.lines = queue.Queue()
        self.errors = (folder / f"{name}.err").open("w+")
        self.process = subprocess.Popen(command, env=environment, cwd=folder, text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.errors)
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            if line.startswith("changed"):
                self.changes += 1
            else:
                self.lines.put(line.rstrip("\n"))
        self.lines.put("error the client has ended")

    def _line(self, patience=PATIENCE):
        try:
            kind, _, text = self.lines.get(timeout=patience).partition(" ")
            return kind, text
        except queue.Empty:
            return "error", f"nothing for {patience} s"

    def begin(self):
        kind, self.version = self._line()
        if kind != "ready":
            raise RuntimeError(f"{self.name}: {self.version}\n{self.said()}")

    def ask(self):
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        except OSError:
            self.lines.put("error the client has ended")

    def answer(self):
        """None, or why there was no answer."""
        kind, text = self._line()
        return None if kind == "answer" and "table-maker" in text else f"{kind} {text}"

    def said(self):
        self.errors.seek(0)
        return self.errors.read()[-3000:]

    def end(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reader.join()
        self.errors.close()


class ClaudeCode(Asker):
    """A conversation of many turns; in each the model, which is model_endpoint.py, calls the tool once."""

    def __init__(self, program, served, folder):
        self.endpoint = ModelEndpoint([])
        self.endpoint.__enter__()
        (folder / "mcp.json").write_text(json.dumps({"mcpServers": {"skills": {"type": "http", "url": served.url}}}))
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8",
                       "NO_PROXY": "127.0.0.1,localhost", "ANTHROPIC_BASE_URL": self.endpoint.url,
                       "ANTHROPIC_API_KEY": "not-a-real-key", "DISABLE_TELEMETRY": "1", "DISABLE_AUTOUPDATER": "1",
                       "IS_SANDBOX": "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"}
        super().__init__("claude-code", [
            program, "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose",
            "--mcp-config", "mcp.json", "--strict-mcp-config", "--allowedTools", f"mcp__skills__{ASKED[0]}",
            "--model", "claude-sonnet-4-5"], environment, folder)

    def begin(self):
        pass  # it says nothing before the first question

    def ask(self):
        self.endpoint.calls.append(ASKED)
        message = {"type": "user", "message": {"role": "user", "content": f"find skills, {len(self.endpoint.calls)}"}}
        try:
            self.process.stdin.write(json.dumps(message) + "\n")
            self.process.stdin.flush()
        except OSError:
            self.lines.put("error the client has ended")

    def answer(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            kind, text = self._line(max(0, deadline - time.monotonic()))
            if kind == "error":
                return text
            event = json.loads(f"{kind} {text}")
            if event.get("type") == "system" and event.get("subtype") == "init":
                self.version = event.get("claude_code_version", "")
            if event.get("type") == "result":
                break
        seen = self.endpoint.results.get(len(self.endpoint.calls) - 1)
        return None if seen and "table-maker" in seen else f"its model got {seen!r}"[:300]

    def end(self):
        super().end()
        self.endpoint.__exit__()


def beginners(folder, served):
    """Of each client that is set up, by name, what starts it."""
    python = {"mcp1": "mcp1", "mcp2": "mcp2", "mcp2-legacy": "mcp2", "fastmcp": "fastmcp"}
    found = {}
    for name, place in python.items():
        if (folder / place / "ready").exists():
            command = [folder / place / "bin" / "python", HERE / "asking.py", name, served.url]
            found[name] = lambda own, name=name, command=command: Asker(name, command, served.environment, own)
    if (folder / "node" / "ready").exists():
        def sdk(own):
            script = folder / "node" / "asking.mjs"  # beside its node_modules
            script.write_text((HERE / "asking.mjs").read_text())
            return Asker("sdk", ["node", script, served.url], served.environment, own)
        found["sdk"] = sdk
    claude = folder / "agents" / "node_modules" / "@anthropic-ai" / "claude-code-linux-x64" / "claude"
    if (folder / "agents" / "ready").exists() and claude.exists():
        found["claude-code"] = lambda own: ClaudeCode(claude, served, own)
    return found


def ask_all(askers, told):
    """What did not get its answer, in words."""
    for asker in askers:
        asker.ask()
    answers = [(asker, asker.answer()) for asker in askers]
    return [f"{asker.name}, {told}: {why}" for asker, why in answers if why]


def await_streams(askers, told):
    """Who listens is told that the lists may have changed: so begins a stream that opens anew. Who is not, in words."""
    begun = time.monotonic()
    deaf = [asker for asker in askers if asker.listens]
    while deaf and time.monotonic() < begun + PATIENCE:
        time.sleep(0.05)
        for asker in [asker for asker in deaf if asker.changes]:
            asker.waited.append(time.monotonic() - begun)
            deaf.remove(asker)
    for asker in deaf:
        asker.listens = False
    return [f"{asker.name}, {told}: its stream does not open any more" for asker in deaf]


def rounds(served, askers, options):
    faults = []
    for number in range(options.times):
        how = (signal.SIGTERM, signal.SIGKILL)[number % 2]
        told = f"restart {number + 1} by {how.name}"

        def between(told=told):
            time.sleep(options.pause)
            if options.while_down:
                for fault in ask_all(askers, f"while down before {told}"):
                    print(fault)
            for asker in askers:
                asker.changes = 0

        served.restart(how, between)
        faults += ask_all(askers, f"after {told}") + await_streams(askers, f"after {told}")
    return faults


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=4, metavar="COUNT")
    options.add_argument("--pause", type=float, default=1.5, metavar="SECONDS")
    options.add_argument("--client", action="append", metavar="NAME")
    options.add_argument("--while-down", action="store_true")
    options = options.parse_args()
    folder = Path(os.environ.get("SKILLS_CLIENTS_DIR", "/nonexistent"))
    with Served(port=lasting_port()) as served, tempfile.TemporaryDirectory(prefix="skills-restarts-") as home:
        begin = {name: start for name, start in beginners(folder, served).items()
                 if not options.client or name in options.client}
        if not begin:
            print(f"Skipped: SKILLS_CLIENTS_DIR ({folder}) holds no client; tests/clients/setup.sh sets them up.")
            return 77
        askers = []
        try:
            for name, start in begin.items():
                own = Path(home) / name
                own.mkdir()
                askers.append(start(own))
            for asker in askers:
                asker.begin()
            faults = ask_all(askers, "at the beginning") + rounds(served, askers, options)
            print("| client | version | restarts | its stream opens again, at the latest |\n|---|---|---|---|")
            for asker in askers:
                waited = f"after {max(asker.waited):.1f} s" if asker.waited else ""
                print(f"| {asker.name} | {asker.version} | {options.times} | {waited} |")
            for asker in askers if faults else []:
                print(f"--- {asker.name}:\n{asker.said()}", file=sys.stderr)
        finally:
            for asker in askers:
                asker.end()
    print("\n".join(faults) or f"Every question after {options.times} restarts is answered.")
    return 1 if faults else 0


sys.exit(main())
