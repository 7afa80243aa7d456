# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Programs that speak to a model and to MCP servers, each run once with a home of its own and model_endpoint.py."""

import json
import subprocess
import tempfile
from pathlib import Path

from model_endpoint import ModelEndpoint


class Client:
    """One program that speaks to a model; its home is thrown away. It finds the server by HTTP, or starts it."""

    group = "agents"  # the folder that setup.sh puts it into
    has_prompts = True

    def __init__(self, name, folder, stdio=False):
        self.name = name
        self.modules = folder / self.group / "node_modules"
        self.node = folder / "node22" / "bin"
        self.stdio = stdio

    def is_there(self):
        return (self.modules.parent / "ready").exists() and (self.modules / self.program).exists()

    def environment(self, home, endpoint):
        return {"PATH": f"{self.node}:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8",
                "NO_PROXY": "127.0.0.1,localhost", "ANTHROPIC_BASE_URL": endpoint.url,
                "ANTHROPIC_API_KEY": "not-a-real-key", **self.more(home, endpoint)}

    def more(self, _home, _endpoint):
        return {}

    def invocation(self, skill, task):
        """What a user types, as arguments, to call a skill by its name."""
        raise NotImplementedError

    def passed_on(self, task):
        """What of the task it gives to the server."""
        return task

    def ask(self, served, calls, words=("find skills",)):
        """The endpoint after all calls were made; the words are what the user types."""
        with tempfile.TemporaryDirectory(prefix="skills-client-") as folder, ModelEndpoint(calls) as endpoint:
            home = Path(folder)
            command = self.command(home, served, endpoint, words)
            done = subprocess.run(command, cwd=home, env=self.environment(home, endpoint), stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, timeout=300, check=False)
            self.output = f"{done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}\n{endpoint.paths[-5:]}"
            return endpoint

    def command(self, home, served, endpoint, words):
        raise NotImplementedError


class ClaudeCode(Client):
    program = "@anthropic-ai/claude-code-linux-x64/claude"

    def invocation(self, skill, task):
        return [f"/mcp__skills__{skill} {task}"]

    def passed_on(self, task):
        return task.split()[0]  # it cuts at blanks and has one argument to fill; the model is told all words beside

    def more(self, _home, _endpoint):
        return {"DISABLE_TELEMETRY": "1", "DISABLE_AUTOUPDATER": "1", "IS_SANDBOX": "1",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"}

    def command(self, home, served, endpoint, words):
        server = {"type": "http", "url": served.url}
        if self.stdio:
            server = {"command": served.program, "args": served.stdio, "env": {"HOME": str(served.home)}}
        (home / "mcp.json").write_text(json.dumps({"mcpServers": {"skills": server}}))
        return [f"{self.modules}/{self.program}", "-p", *words, "--mcp-config", "mcp.json", "--strict-mcp-config",
                "--allowedTools", "mcp__skills__find_helpful_skills,mcp__skills__list_skills,"
                "mcp__skills__read_skill_document", "--model", "claude-sonnet-4-5"]


class OpenCode(Client):
    program = "opencode-linux-x64/bin/opencode"

    def invocation(self, skill, task):
        return ["--command", f"skills:{skill}", task]

    def command(self, home, served, endpoint, words):
        folder = home / ".config" / "opencode"
        folder.mkdir(parents=True)
        server = {"type": "remote", "url": served.url, "enabled": True}
        if self.stdio:
            server = {"type": "local", "command": [served.program, *served.stdio],
                      "environment": {"HOME": str(served.home)}, "enabled": True}
        (folder / "opencode.json").write_text(json.dumps({
            "autoupdate": False, "share": "disabled", "mcp": {"skills": server},
            "provider": {"anthropic": {"options": {"baseURL": endpoint.url + "/v1", "apiKey": "not-a-real-key"}}}}))
        return [f"{self.modules}/{self.program}", "run", "-m", "anthropic/claude-sonnet-4-5", *words]


class Gemini(Client):
    program = "@google/gemini-cli/bundle/gemini.js"
    group = "more"

    def invocation(self, skill, task):
        return [f'/{skill} --task="{task}"']

    def more(self, _home, endpoint):
        return {"GOOGLE_GEMINI_BASE_URL": endpoint.url, "GEMINI_API_KEY": "not-a-real-key"}

    def command(self, home, served, endpoint, words):
        folder = home / ".gemini"
        folder.mkdir()
        (folder / "trustedFolders.json").write_text(json.dumps({str(home): "TRUST_FOLDER"}))
        server = {"httpUrl": served.url, "trust": True}
        if self.stdio:
            server = {"command": served.program, "args": served.stdio, "env": {"HOME": str(served.home)}, "trust": True}
        (folder / "settings.json").write_text(json.dumps({
            "mcpServers": {"skills": server},
            "security": {"auth": {"selectedType": "gemini-api-key"}}, "privacy": {"usageStatisticsEnabled": False}}))
        return [f"{self.node}/node", f"{self.modules}/{self.program}", "--yolo", "-m",
                "gemini-2.5-flash", "-p", *words]


class Codex(Client):
    program = "@openai/codex/bin/codex.js"
    group = "more"
    has_prompts = False

    def more(self, _home, _endpoint):
        return {"MODEL_KEY": "not-a-real-key"}

    def command(self, home, served, endpoint, words):
        folder = home / ".codex"
        folder.mkdir()
        server = f'url = "{served.url}"\n'
        if self.stdio:  # a list of strings is the same in TOML and in JSON
            server = (f'command = "{served.program}"\nargs = {json.dumps(served.stdio)}\n'
                      f'env = {{ HOME = "{served.home}" }}\n')
        (folder / "config.toml").write_text(
            'model = "gpt-5"\nmodel_provider = "loopback"\n[model_providers.loopback]\nname = "loopback"\n'
            f'base_url = "{endpoint.url}/v1"\nenv_key = "MODEL_KEY"\nwire_api = "responses"\n'
            f'[mcp_servers.skills]\n{server}')
        return [f"{self.node}/node", f"{self.modules}/{self.program}", "exec",
                "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", *words]


CLIENTS = {"claude-code": ClaudeCode, "opencode": OpenCode, "gemini": Gemini, "codex": Codex}
