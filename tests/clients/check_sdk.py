# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Runs check_sdk.mjs beside a backend, over HTTP and over standard input and output."""

import json
import subprocess
import sys
from pathlib import Path

from served import Served

script = Path(sys.argv[1]) / "check_sdk.mjs"  # beside its node_modules
script.write_text(Path(__file__).with_suffix(".mjs").read_text())
for http in (True, False):
    with Served(http=http) as served:
        plan = {"url": served.url if http else None, "command": served.program, "args": served.stdio,
                "env": served.environment, "skills": str(served.skills)}
        subprocess.run(["node", str(script), json.dumps(plan)], check=True, timeout=60)
