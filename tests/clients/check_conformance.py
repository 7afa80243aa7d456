#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""The official conformance suite, the npm package @modelcontextprotocol/conformance, against skills-backend over HTTP.

    check_conformance.py FOLDER [NODE]

FOLDER holds node_modules with the suite; NODE is Node.js 22 or newer. All of its scenarios for a server run at 2025-11-25
and 2026-07-28, and those of the Skills extension; those of the Tasks extension do not, which we do not offer. What fails
must stand in conformance_expected.tsv with the reason (version or "both", scenario, check, why), and what stands there
must fail. The suite has such a file, too (--expected-failures), but passes over an entry whose check is gone.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from served import Served, write_skill

VERSIONS = ["2025-11-25", "2026-07-28"]
SKILLS_EXTENSION = ["sep-2640-skills-directory", "sep-2640-skills-enumeration", "sep-2640-skills-manifest"]


def expected():
    """The reason for each failure, by (version, scenario, check)."""
    reasons = {}
    for line in Path(__file__).with_name("conformance_expected.tsv").read_text(encoding="utf-8").splitlines():
        version, scenario, check, why = line.split("\t")
        assert why and version in [*VERSIONS, "both"], line
        for each in VERSIONS if version == "both" else [version]:
            assert (each, scenario, check) not in reasons, line
            reasons[each, scenario, check] = why
    return reasons


def add_prompt(skills):
    """A skill is a prompt, so that one scenario about prompts finds its own."""
    write_skill(skills, "test_simple_prompt", "What the suite asks for by name")


class Suite:
    def __init__(self, program, url):
        self.program = program
        self.url = url

    def checks(self, version, *which):
        """The suite's verdicts by scenario, each a list of checks."""
        with tempfile.TemporaryDirectory(prefix="skills-conformance-") as folder:
            command = [*self.program, "server", "--url", self.url, "--spec-version", version, "-o", folder, *which]
            done = subprocess.run(command, capture_output=True, text=True, timeout=170, check=False)
            found = {}
            for file in Path(folder).glob("*/checks.json"):
                name = re.fullmatch(r"server-(.+)-\d{4}-\d\d-\d\dT.*", file.parent.name)[1]
                found[name] = json.loads(file.read_text(encoding="utf-8"))
        told = re.search(r"Running all suite \((\d+) scenarios\)", done.stdout)
        if len(found) != (int(told[1]) if told else 1):
            raise RuntimeError(f"{' '.join(which)} at {version} left {len(found)} results:\n{done.stdout}\n{done.stderr}")
        return found


def main():
    node = sys.argv[2] if len(sys.argv) > 2 else "node"
    package = Path(sys.argv[1]) / "node_modules" / "@modelcontextprotocol" / "conformance"
    failures = {}
    with Served(prepare=add_prompt) as served:
        suite = Suite([node, str(package / "dist" / "index.js")], served.url)
        for version in VERSIONS:
            found = suite.checks(version, "--suite", "all")
            for scenario in SKILLS_EXTENSION:
                found |= suite.checks(version, "--scenario", scenario, "--force")
            flat = [(name, check) for name, checks in found.items() for check in checks]
            failing = {(version, name, check["id"]): check.get("errorMessage") or check["description"]
                       for name, check in flat if check["status"] in ("FAILURE", "WARNING")}
            failures |= failing
            whole = set(found) - {name for _, name, _ in failing}
            passed = sum(check["status"] == "SUCCESS" for _, check in flat)
            print(f"{version}: {len(whole)} of {len(found)} scenarios pass, {passed} checks; {len(failing)} checks fail")
    reasons = expected()
    faults = [f"{' '.join(key)} fails: {why}" for key, why in failures.items() if key not in reasons]
    faults += [f"{' '.join(key)} does not fail any more: take it out of the list" for key in reasons if key not in failures]
    print("\n".join(faults) or "Only what is expected fails.")
    return 1 if faults else 0


sys.exit(main())
