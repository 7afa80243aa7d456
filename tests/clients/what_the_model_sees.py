#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""What reaches a model through real clients: each question asked through Claude Code and opencode, beside our own answer.

    what_the_model_sees.py [--all] [--client NAME]… [--original [COUNT]]

The clients are those of setup.sh in SKILLS_CLIENTS_DIR; the model is model_endpoint.py on loopback. Ten questions of
questions.tsv are asked, or --all fifty; then list_skills, a long document, and a skill called by its name as a prompt.
It fails where the right skill's name or guidance does not arrive or a client has changed an answer. --original asks
COUNT questions (10) with "answers": "original" and only reports. Exit status 77: nothing to run.
"""

import argparse
import json
import os
import statistics
import sys
import time
import urllib.request
from pathlib import Path

from agents import CLIENTS
from served import Served

HERE = Path(__file__).parent
USUAL = ["claude-code", "opencode"]
LONG = ("long-document", "references/all.md")


def questions():
    lines = (HERE / "questions.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines]


def tokens(text):
    """An estimate: English prose and code have a token for some four characters."""
    return len(text) // 4


class Plain:
    """The answers themselves, without a client between."""

    def __init__(self, url):
        self.url = url
        self.session = None
        self.session = self.send("initialize", {"protocolVersion": "2025-11-25", "capabilities": {},
                                                "clientInfo": {"name": "plain", "version": "1"}})[1]

    def send(self, method, params):
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        if self.session:
            headers["Mcp-Session-Id"] = self.session
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url, body, headers)) as answer:
            return json.load(answer)["result"], answer.headers.get("Mcp-Session-Id")

    def call(self, tool, arguments):
        result, _ = self.send("tools/call", {"name": tool, "arguments": arguments})
        return "\n".join(block["text"] for block in result["content"])


def add_long_document(skills):
    """Beside the real skills one with a document of 200 000 characters."""
    folder = skills / LONG[0] / "references"
    folder.mkdir(parents=True)
    (folder.parent / "SKILL.md").write_text(f"---\nname: {LONG[0]}\ndescription: Has a document that is long\n---\nRead it.\n")
    (folder / "all.md").write_text("".join(f"## Part {n}\n\n{'Words of this part. ' * 40}\n\n" for n in range(1, 250)))


def await_vectors(served):
    """Until questions are answered by meaning, too: scores change before that."""
    deadline = time.monotonic() + 120
    while not list((served.home / "cache" / "skills-tray").glob("vectors-*.bin")):
        if time.monotonic() > deadline:
            raise RuntimeError("The skills' vectors are not made after two minutes")
        time.sleep(0.1)


def calls_of(asked):
    return [("find_helpful_skills", {"task_description": question}) for _, question in asked] + [
        ("list_skills", {}), ("read_skill_document", {"skill_name": LONG[0], "document_path": LONG[1]})]


def report(name, answers, texts):
    sizes = [len(text) for text in texts] or [0]
    counts = [tokens(text) for text in texts] or [0]
    print(f"| {name} | {answers} | {len(texts)} | {int(statistics.median(sizes))} | {max(sizes)} | "
          f"{int(statistics.median(counts))} | {max(counts)} |", flush=True)


def faults_of(endpoint, plain, asked):
    """What did not arrive as it was answered, in words."""
    faults = []
    calls = calls_of(asked)
    for number, (tool, arguments) in enumerate(calls):
        told = " ".join(str(value) for value in arguments.values())[:60]
        seen = endpoint.results.get(number)
        if seen is None:
            faults.append(f"{tool} {told}: nothing arrived")
            continue
        if seen.strip() != plain.call(tool, arguments).strip():
            faults.append(f"{tool} {told}: changed on the way: {seen[:200]!r}")
        if number < len(asked):
            skill = asked[number][0]
            if f"**{skill}**" not in seen or f"SKILL.md of {skill}:\n\n" not in seen:
                faults.append(f"{tool} {told}: {skill} or its guidance did not arrive")
    if f'To read on: read_skill_document {{"skill_name": "{LONG[0]}"' not in endpoint.results.get(len(calls) - 1, ""):
        faults.append("the long document does not say how to read on")
    return faults


def prompt_arrives(client, served):
    """A skill called by its name, as users do."""
    task = "sum it up"
    endpoint = client.ask(served, [], client.invocation(LONG[0], task))
    return any(f"Follow the skill {LONG[0]} for this task: {client.passed_on(task)}" in text for text in endpoint.prompts)


def run(client, served, asked, answers, wanted):
    served.wait_for_meaning()
    plain = Plain(served.url)
    endpoint = client.ask(served, calls_of(asked))
    found = [text for number, text in sorted(endpoint.results.items()) if number < len(asked)]
    report(client.name, answers, found)
    report(client.name + ", list_skills", answers, [endpoint.results.get(len(asked), "")])
    report(client.name + ", a long document", answers, [endpoint.results.get(len(asked) + 1, "")])
    if not wanted:
        whole = sum(f"Skill 1: {skill}" in endpoint.results.get(number, "") or f'"name":"{skill}"' in
                    endpoint.results.get(number, "") for number, (skill, _) in enumerate(asked))
        print(f"{client.name}, {answers}: the right skill's name reaches the model in {whole} of {len(asked)} answers")
        return []
    faults = faults_of(endpoint, plain, asked)
    if client.has_prompts and not prompt_arrives(client, served):
        faults.append("a skill called by its name: its prompt did not arrive")
    if faults:
        print(client.output, file=sys.stderr)
    return [f"{client.name}: {fault}" for fault in faults]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--all", action="store_true", help="all fifty questions")
    options.add_argument("--client", action="append", choices=CLIENTS, help="these only")
    options.add_argument("--original", nargs="?", type=int, const=10, default=0, metavar="COUNT")
    options = options.parse_args()
    folder = Path(os.environ.get("SKILLS_CLIENTS_DIR", ""))
    source = Path(os.environ.get("SKILLS_SHARED_DIR", HERE / "../../../shared")) / "skills"
    clients = [CLIENTS[name](name, folder) for name in options.client or USUAL]
    for client in list(clients):
        if not client.is_there():
            print(f"Skipped: {client.name} is not set up in {folder}; tests/clients/setup.sh does that.")
            clients.remove(client)
    if not source.is_dir():
        print(f"Skipped: there are no skills in {source}.")
    if not clients or not source.is_dir():
        return 77
    asked = questions() if options.all else questions()[::5]
    print("| client | answers | number | characters: median | most | tokens (estimated): median | most |")
    print("|---|---|---|---|---|---|---|")
    faults = []
    with Served(source, prepare=add_long_document) as served:
        await_vectors(served)
        for client in clients:
            faults += run(client, served, asked, "brief", True)
    if options.original:
        with Served(source, prepare=add_long_document, config={"answers": "original"}) as served:
            await_vectors(served)
            for client in clients:
                run(client, served, questions()[:options.original], "original", False)
    print("\n".join(faults) or f"All {len(asked)} questions, list_skills, a long document and a prompt arrive unchanged.")
    return 1 if faults else 0


sys.exit(main())
