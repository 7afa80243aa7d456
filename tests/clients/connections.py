#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Real programs connect by HTTP and by standard input and output: they list the tools, call one, get a skill as a prompt.

    connections.py [--all | --client NAME…]

--all tries those too that setup.sh brings with --all alone. The programs are those of setup.sh in SKILLS_CLIENTS_DIR; for
agents the model is model_endpoint.py. The SDKs have checks of their own, check_*.py. It fails where one step of one
program does. Exit status 77: nothing to run.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import agents
from served import Served

SKILL, TASK = "table-maker", "sort my list"
TOOL, QUESTION = "find_helpful_skills", {"task_description": "make a spreadsheet from a list"}
PROMPT = f"Follow the skill {SKILL} for this task: "


def told(flag):
    return "yes" if flag else "NO"


class Agent:
    """A program that speaks to a model: the model asks for the tool, the user for the skill."""

    def __init__(self, name, folder, stdio):
        self.client = agents.CLIENTS[name](name, folder, stdio)
        self.name = name
        self.said = ""

    def is_there(self):
        return self.client.is_there()

    def steps(self, served):
        with_prompt = self.client.has_prompts
        words = self.client.invocation(SKILL, TASK) if with_prompt else ["find skills"]
        endpoint = self.client.ask(served, [(TOOL, QUESTION)], words)
        self.said = f"{self.client.output}\n{endpoint.prompts}"
        prompt = PROMPT + self.client.passed_on(TASK)
        return {"lists": told(any(name.endswith(TOOL) for name in endpoint.offered)),
                "calls": told(SKILL in endpoint.results.get(0, "")),
                "gets a prompt": told(any(prompt in text for text in endpoint.prompts)) if with_prompt else "has none"}


class Tool:
    """A program for the command line, run once a step with a home of its own."""

    def __init__(self, name, folder, stdio):
        self.name = name
        self.program = folder / "tools" / "node_modules" / ".bin" / self.executable
        self.node = folder / "node22" / "bin"
        self.stdio = stdio
        self.said = ""

    def is_there(self):
        return self.program.exists() and (self.node / "node").exists()

    def run(self, home, *arguments):
        environment = {"PATH": f"{self.node}:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "NO_COLOR": "1",
                       "NO_PROXY": "127.0.0.1,localhost"}
        done = subprocess.run([self.program, *arguments], cwd=home, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120, check=False)
        self.said += f"{' '.join(arguments)}: {done.returncode}\n{done.stdout[-1000:]}\n{done.stderr[-1000:]}\n"
        return done.stdout if done.returncode == 0 else ""

    def steps(self, served):
        entry = {"type": "http", "url": served.url} if not self.stdio else {
            "command": served.program, "args": served.stdio, "env": {"HOME": str(served.home)}}
        with tempfile.TemporaryDirectory(prefix="skills-tool-") as folder:
            home = Path(folder)
            (home / "servers.json").write_text(json.dumps({"mcpServers": {"skills": entry}}))
            try:
                return self.found(home)
            finally:
                self.end_what_is_left(home)

    @staticmethod
    def end_what_is_left(home):
        """A bridge that came up too late for its own program is asked for by nobody. Ours are those with this home."""
        for environment in Path("/proc").glob("[0-9]*/environ"):
            try:
                if f"HOME={home}".encode() in environment.read_bytes().split(b"\0"):
                    os.kill(int(environment.parent.name), signal.SIGKILL)
            except OSError:
                pass  # it is another's, or has ended


class Inspector(Tool):
    executable = "mcp-inspector"

    def ask(self, home, *arguments):
        return self.run(home, "--cli", "--config", "servers.json", "--server", "skills", *arguments)

    def found(self, home):
        argument = [f"{name}={value}" for name, value in QUESTION.items()]
        return {"lists": told(TOOL in self.ask(home, "--method", "tools/list", "--strict")),
                "calls": told(SKILL in self.ask(home, "--method", "tools/call", "--tool-name", TOOL, "--tool-arg",
                                                *argument)),
                "gets a prompt": told(PROMPT + TASK in self.ask(home, "--method", "prompts/get", "--prompt-name", SKILL,
                                                         "--prompt-args", f"task={TASK}")),
                # Its own check of the Skills extension; the report has a line for each skill.
                "skills": told(self.ask(home, "--method", "skills/list", "--verify", "--require-digests"))}


class Mcpc(Tool):
    executable = "mcpc"

    def found(self, home):
        # It gives its bridge, a process of its own, five seconds to begin: on a busy machine too few.
        for _ in range(5):
            if self.run(home, "connect", "servers.json:skills", "@skills") or "Bridge failed to start" not in self.said:
                break
        try:
            argument = [f"{name}:={value}" for name, value in QUESTION.items()]
            return {"lists": told(TOOL in self.run(home, "@skills", "tools-list")),
                    "calls": told(SKILL in self.run(home, "@skills", "tools-call", TOOL, *argument)),
                    "gets a prompt": told(PROMPT + TASK in self.run(home, "@skills", "prompts-get", SKILL, f"task:={TASK}"))}
        finally:
            self.run(home, "close", "@skills")  # a process of its own holds the session


LARGE = ["gemini", "codex"]
PROGRAMS = {**{name: Agent for name in agents.CLIENTS}, "inspector": Inspector, "mcpc": Mcpc}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--all", action="store_true", help="the large ones, too")
    options.add_argument("--client", action="append", choices=PROGRAMS, help="these only")
    options = options.parse_args()
    folder = Path(os.environ.get("SKILLS_CLIENTS_DIR", "/nonexistent"))
    tried, faults = 0, []
    with Served() as served:
        for name in options.client or [name for name in PROGRAMS if options.all or name not in LARGE]:
            for stdio in (False, True):
                program = PROGRAMS[name](name, folder, stdio)
                if not program.is_there():
                    print(f"Skipped: {name} is not set up in {folder}; tests/clients/setup.sh does that.")
                    break
                tried += 1
                steps = program.steps(served)
                way = "standard input" if stdio else "HTTP"
                print(f"{name}, {way}: {', '.join(f'{step} {answer}' for step, answer in steps.items())}", flush=True)
                if "NO" in steps.values():
                    faults.append(f"--- {name}, {way}:\n{program.said}")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0 if tried else 77


sys.exit(main())
