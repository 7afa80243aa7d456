#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""How fast the built-in backend is, side by side with the original where that is set up.

    bench_backend.py PROGRAM [SKILLS_DIR]      PROGRAM: skills-backend of a release build
    bench_backend.py PROGRAM --collection DIR  a large folder of skills instead, by words and meaning

Prints one JSON object a line, the machine's load first. SKILLS_REAL_BACKEND names the folder of the original. With the Python package `mcp` 1.x
at hand (run it with that Python) queries are also timed through that client.
"""

import asyncio
import http.client
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from socket import socket

QUESTIONS = [
    "make a spreadsheet from a messy list", "align protein sequences", "write a poster for a conference",
    "plot a phylogenetic tree", "predict the structure of a molecule", "review a manuscript before it is submitted",
    "read a folder of microscope images", "train a graph neural network", "solve a differential equation",
    "find single cells that differ between two samples",
]
SECRET = "bench"
HEADERS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


def report(name, unit, values):
    values = sorted(values)
    print(json.dumps({"name": name, "value": round(statistics.median(values), 3), "unit": unit, "n": len(values),
                      "min": round(values[0], 3), "max": round(values[-1], 3)}), flush=True)


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def size_on_disk(path):
    """MiB of a file, or of all files below a folder."""
    if path.is_file():
        return path.stat().st_size / 2**20
    return sum(os.lstat(os.path.join(folder, name)).st_size
               for folder, _, names in os.walk(path) for name in names) / 2**20


def free_port():
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """One backend from exec until it is ready."""

    def __init__(self, program, config, home, patience):
        self.port = free_port()
        environment = dict(os.environ, HOME=str(home), XDG_CONFIG_HOME=str(home / "config"),
                           XDG_CACHE_HOME=str(home / "cache"), XDG_STATE_HOME=str(home / "state"),
                           SKILLS_BACKEND_SECRET=SECRET, HF_HUB_OFFLINE="1", NO_PROXY="127.0.0.1")
        self.began = began = time.monotonic()
        self.seconds_to_model = None
        self.process = subprocess.Popen([program, "--port", str(self.port), "--config", str(config)],
                                        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                self.health = json.load(urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5))
                if self.health["models_loaded"] and self.seconds_to_model is None:
                    self.seconds_to_model = self.seconds_since_start()
                if self.health["loading_complete"]:
                    break
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() - began > patience:
                raise RuntimeError(f"{program} did not become ready")
            time.sleep(0.002)
        self.seconds_to_ready = time.monotonic() - began
        self.main_thread = Path(f"/proc/{self.process.pid}/comm").read_text().strip()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        self.headers = dict(HEADERS)
        answer = self.send({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}})
        if session := answer.getheader("Mcp-Session-Id"):
            self.headers["Mcp-Session-Id"] = session
        self.headers["MCP-Protocol-Version"] = "2025-06-18"
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def send(self, message):
        self.connection.request("POST", "/mcp", json.dumps(message), self.headers)
        answer = self.connection.getresponse()
        self.body = answer.read().decode("utf-8")
        return answer

    def query(self, question):
        began = time.perf_counter()
        answer = self.send({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
            "name": "find_helpful_skills", "arguments": {"task_description": question, "list_documents": False}}})
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200 or '"result"' not in self.body:
            raise RuntimeError(self.body)
        return took

    def queries(self, count):
        return [self.query(QUESTIONS[i % len(QUESTIONS)]) for i in range(count)]

    def inside(self):
        page = urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{self.port}/activity",
                                                             headers={"Authorization": f"Bearer {SECRET}"}))
        return [call["milliseconds"] for call in json.load(page)["calls"]]

    def threads(self):
        """Name, state and seconds of the processor of each thread."""
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            head, _, rest = (task / "stat").read_text().rpartition(")")
            fields = rest.split()
            yield head.partition("(")[2], fields[0], (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def cpu(self):
        return {name: seconds for name, _, seconds in self.threads()}

    def is_making_vectors(self):
        """Its thread does nothing else, and wants to run again at once after each."""
        for _ in range(10):
            if any(name == "meaning" and state != "S" for name, state, _ in self.threads()):
                return True
            time.sleep(0.005)
        return False

    def models_loaded(self):
        return json.load(urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5))["models_loaded"]

    def seconds_since_start(self):
        return time.monotonic() - self.began

    def resident(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0

    def through_client(self, count):
        try:
            from mcp import ClientSession
            from mcp.client.streamable_http import streamablehttp_client
        except ImportError:
            return []

        async def ask():
            times = []
            async with streamablehttp_client(f"http://127.0.0.1:{self.port}/mcp") as (read, write, _):
                async with ClientSession(read, write) as session:
                    await session.initialize()
                    for i in range(count):
                        began = time.perf_counter()
                        await session.call_tool("find_helpful_skills", {
                            "task_description": QUESTIONS[i % len(QUESTIONS)], "list_documents": False})
                        times.append((time.perf_counter() - began) * 1000)
            return times

        return asyncio.run(ask())

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)


def write_config(home, *skills, more=None):
    config = home / "skills.json"
    config.write_text(json.dumps({"skill_sources": [{"type": "local", "path": str(folder)} for folder in skills],
                                  "auto_update_enabled": False} | (more or {})))
    return config


def side(prefix, program, config, home, runs, queries, patience):
    """P11 for one of the two."""
    ready, resident, times, inside, through = [], [], [], [], []
    for _ in range(runs):
        backend = Running(program, config, home, patience)
        ready.append(backend.seconds_to_ready)
        resident.append(backend.resident())
        times += backend.queries(queries)
        if backend.health.get("backend") == "skills-tray":
            inside += backend.inside()
        through += backend.through_client(queries)
        backend.end()
    report(f"{prefix}_ready", "s", ready)
    report(f"{prefix}_resident", "MiB", resident)
    for way, values in (("http", times), ("inside", inside), ("client", through)):
        if values:
            report(f"{prefix}_query_{way}", "ms", values)
            report(f"{prefix}_query_{way}_p99", "ms", [percentile(values, 0.99)])
    return {"ready": statistics.median(ready), "resident": statistics.median(resident),
            "query_http": statistics.median(times)}


def meaning(program, skills, home):
    """Words and meaning together: from nothing, from the cache, and what a question of twenty words takes."""
    home = home / "meaning"
    home.mkdir()
    config = write_config(home, skills, more={"embedding_model": "all-MiniLM-L6-v2"})
    filler = "please help me because I have never done it before and want to understand".split()
    questions = [" ".join((question.split() + filler)[:20]) for question in QUESTIONS]
    backend = Running(program, config, home, 60)
    report("meaning_ready", "s", [backend.seconds_to_ready])
    began = time.monotonic()
    meanwhile = []
    while backend.is_making_vectors() and time.monotonic() - began < 120:
        meanwhile.append(backend.query(questions[len(meanwhile) % len(questions)]))
        time.sleep(0.02)
    report("meaning_all_vectors", "s", [time.monotonic() - began + backend.seconds_to_ready])
    report("meaning_query_http_p99_meanwhile", "ms", [percentile(meanwhile, 0.99)])
    backend.end()
    backend = Running(program, config, home, 60)
    report("meaning_ready_from_cache", "s", [backend.seconds_to_ready])
    while not backend.models_loaded() and time.monotonic() - began < 240:
        time.sleep(0.002)
    report("meaning_loaded_from_cache", "s", [backend.seconds_to_model or backend.seconds_since_start()])
    report("meaning_query_http", "ms", [backend.query(questions[i % len(questions)]) for i in range(200)])
    report("meaning_query_inside", "ms", backend.inside()[-200:])
    report("meaning_resident", "MiB", [backend.resident()])
    backend.end()


def many(program, home):
    """P12: ten thousand skills."""
    words = ("table protein map invoice poem bridge star soil market voice engine river cell lens gene boat "
             "graph metal cloud song").split()
    skills = home / "many"
    for i in range(10_000):
        folder = skills / f"skill-{i:05}"
        folder.mkdir(parents=True)
        a, b, c = words[i % 20], words[i // 20 % 20], words[i // 400 % 20]
        (folder / "SKILL.md").write_text(
            f"---\nname: skill-{i:05}\ndescription: Compares each {a} with a {b} and a {c}, number {i}\n---\n"
            f"# How to compare\n" + f"Collect the {a}, then weigh the {b}, then sort the {c}.\n" * 20)
    backend = Running(program, write_config(home, skills, more={"embedding_model": "words"}), home, 120)
    report("many_ready", "s", [backend.seconds_to_ready])
    report("many_resident", "MiB", [backend.resident()])
    times = [backend.query(f"compare a {words[i % 20]} with a {words[i * 7 % 20]}") for i in range(500)]
    report("many_query_http_p99", "ms", [percentile(times, 0.99)])
    report("many_query_inside_p99", "ms", [percentile(backend.inside(), 0.99)])
    report("many_change_served", "ms", [change(backend, skills, f"skill-{i * 497:05}") for i in range(20)])
    backend.end()


def change(backend, skills, name):
    """Changes one skill; the milliseconds until the change is served."""
    mark = f"mark-{time.monotonic_ns()}"
    file = skills / name / "SKILL.md"
    new = file.with_suffix(".new")
    new.write_text(file.read_text() + mark + "\n")
    new.rename(file)
    began = time.monotonic()
    while time.monotonic() - began < 10:
        backend.send({"jsonrpc": "2.0", "id": 1, "method": "resources/read",
                      "params": {"uri": f"skill://{name}/SKILL.md"}})
        if mark in backend.body:
            break
        time.sleep(0.002)
    return (time.monotonic() - began) * 1000


def collection(program, home, folder):
    """P14: a real collection, by words and meaning."""
    own = home / "own"
    names = [f"bench-skill-{i}" for i in range(10)]
    for name in names:
        (own / name).mkdir(parents=True)
        (own / name / "SKILL.md").write_text(f"---\nname: {name}\ndescription: Is changed by a bench\n---\n# Text\n")
    config = write_config(home, folder, own, more={"embedding_model": "all-MiniLM-L6-v2"})
    backend = Running(program, config, home, 300)
    report("collection_skills", "", [backend.health["skills_loaded"]])
    report("collection_ready", "s", [backend.seconds_to_ready])
    report("collection_ready_cpu", "s", [sum(backend.cpu().values())])
    report("collection_resident", "MiB", [backend.resident()])

    def ask(when, until):
        times, inside, resident = [], [], []
        own_work = backend.cpu()[backend.main_thread]
        while until(len(times)):
            times.append(backend.query(QUESTIONS[len(times) % len(QUESTIONS)]))
            if len(times) % 20 == 0:
                inside += backend.inside()[-20:]  # seldom: that page is work, too
                resident.append(backend.resident())
            time.sleep(0.02)
        for way, values in (("http", times), ("inside", inside)):
            report(f"collection_query_{way}_{when}", "ms", values)
            report(f"collection_query_{way}_{when}_p99", "ms", [percentile(values, 0.99)])
        report(f"collection_query_cpu_{when}", "ms",
               [(backend.cpu()[backend.main_thread] - own_work) * 1000 / len(times)])
        report(f"collection_resident_{when}", "MiB", resident)

    ask("meanwhile", lambda count: count < 100 or (count % 20 or backend.is_making_vectors()))
    report("collection_all_vectors", "s", [backend.seconds_since_start() - backend.seconds_to_ready])
    report("collection_all_vectors_cpu", "s", [backend.cpu()["meaning"]])
    ask("after", lambda count: count < 500)
    report("collection_change_served", "ms", [change(backend, own, name) for name in names])
    backend.send({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "list_skills", "arguments": {}}})
    report("collection_list_skills", "characters", [len(backend.body)])
    backend.end()
    backend = Running(program, config, home, 300)
    report("collection_ready_again", "s", [backend.seconds_to_ready])
    backend.end()


def main():
    program = sys.argv[1]
    home = Path(tempfile.mkdtemp(prefix="skills-bench-"))
    if sys.argv[2:3] == ["--collection"]:
        try:
            report("load", "", [os.getloadavg()[0]])
            collection(program, home, Path(sys.argv[3]).resolve())
        finally:
            shutil.rmtree(home, ignore_errors=True)
        return
    skills = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parents[2] / "../shared/skills").resolve()
    try:
        report("load", "", [os.getloadavg()[0]])
        report("builtin_size", "MiB", [size_on_disk(Path(program))])
        words = write_config(home, skills, more={"embedding_model": "words"})
        ours = side("builtin", program, words, home, 5, 200, 60)
        meaning(program, skills, home)
        real = os.environ.get("SKILLS_REAL_BACKEND")
        if real:
            report("original_size", "MiB", [size_on_disk(Path(real) / "venv")])
            model = json.loads((Path(real) / "skills.json").read_text())["embedding_model"]
            config = write_config(home, skills, more={"embedding_model": model})
            theirs = side("original", f"{real}/venv/bin/claude-skills-mcp-backend", config, home, 1, 50, 120)
            for key, value in theirs.items():
                report(f"original_by_builtin_{key}", "x", [value / ours[key]])
        else:
            print("SKILLS_REAL_BACKEND is not set: without the original.", file=sys.stderr)
        many(program, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
