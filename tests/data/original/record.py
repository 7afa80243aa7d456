#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Records what the original backend answers about the skills beside this file.

    record.py [--model FOLDER] BACKEND

BACKEND is the original's program, claude-skills-mcp-backend 1.0.6; FOLDER holds its model, for a machine without
network. Needs the Python package mcp, 1.x. Writes one .txt
for each line of cases.json; where the skills lie becomes {root} in them.
"""

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

HERE = Path(__file__).resolve().parent
MAX_IMAGE = 2048


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_loaded(port, backend):
    while True:
        if backend.poll() is not None:
            sys.exit(f"the backend ended with {backend.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
                if json.load(answer)["loading_complete"]:
                    return
        except OSError:
            pass
        time.sleep(0.2)


async def record(port):
    async with streamablehttp_client(f"http://127.0.0.1:{port}/mcp") as (read, write, _):
        async with ClientSession(read, write) as session:
            await session.initialize()
            for case in json.loads((HERE / "cases.json").read_text(encoding="utf-8")):
                result = await session.call_tool(case["tool"], case["arguments"])
                text = "\n".join(part.text for part in result.content)
                text = text.replace(str(HERE / "skills"), "{root}")
                (HERE / f"{case['name']}.txt").write_bytes(text.encode())
                print(f"{case['name']}: {len(text)} characters{', an error' if result.isError else ''}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model")
    parser.add_argument("backend")
    options = parser.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "config.json")
        sources = [{"type": "local", "path": str(HERE / "skills")}]
        settings = {"skill_sources": sources, "auto_update_enabled": False, "max_image_size_bytes": MAX_IMAGE}
        if options.model:
            settings["embedding_model"] = options.model
        config.write_text(json.dumps(settings), encoding="utf-8")
        backend = subprocess.Popen([options.backend, "--config", str(config), "--port", str(port)])
        try:
            wait_until_loaded(port, backend)
            asyncio.run(record(port))
        finally:
            backend.terminate()
            backend.wait()


if __name__ == "__main__":
    main()
