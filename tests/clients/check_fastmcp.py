# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""The Python package `fastmcp` 4.2 with its strict client of the Skills extension.

Every conforming skill is listed, got and read, each digest and each frontmatter verified, also while files change.
"""

import asyncio
import base64
import hashlib
import os
import random
import threading
import time
from pathlib import Path

import yaml
from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from fastmcp.skills import SkillsClientExtension

from served import SKILLS, Served, write_skill


def bytes_of(contents):
    if getattr(contents, "text", None) is not None:
        return contents.text.encode("utf-8")
    return base64.b64decode(contents.blob)


def frontmatter_of(markdown):
    text = markdown.decode("utf-8-sig").replace("\r\n", "\n")
    # As JSON has it: dates are texts there.
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.yaml_implicit_resolvers = {
        key: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    return yaml.load(text.split("---\n", 2)[1], Loader=loader)


async def verified(client, skill):
    """The number of files, when all of them are what the entry says. None: it changed meanwhile."""
    for resource in skill.resources:
        content = bytes_of((await client.read_resource(str(resource.uri)))[0])
        if "sha256:" + hashlib.sha256(content).hexdigest() != resource.digest or len(content) != resource.size:
            return None
        if str(resource.uri) == str(skill.uri):
            shown = getattr(skill.frontmatter, "root", skill.frontmatter)
            assert shown == frontmatter_of(content), (skill.uri, shown, frontmatter_of(content))
    return len(skill.resources)


async def verify_all(client):
    files = 0
    skills = await client.list_skills(cache_mode="bypass")
    for skill in skills:
        count = None
        for _ in range(20):
            entry = await client.get_skill(str(skill.uri))
            try:
                count = await verified(client, getattr(entry, "skill", entry))
            except Exception as error:  # a file that is being replaced is not there for a moment
                if "-32" not in repr(error) and "not" not in str(error).lower():
                    raise
                count = None
            if count is not None:
                break
            await asyncio.sleep(0.05)
        assert count, skill.uri
        files += count
    return len(skills), files


def connect(served):
    if served.http:
        return Client(served.url, extensions=[SkillsClientExtension()])
    transport = StdioTransport(command=served.program, args=served.stdio, env=served.environment)
    return Client(transport, extensions=[SkillsClientExtension()])


async def small(served):
    async with connect(served) as client:
        for _ in range(100):
            skills = await client.list_skills(cache_mode="bypass")
            if len(skills) == len(SKILLS):
                break
            await asyncio.sleep(0.05)
        assert await verify_all(client) == (len(SKILLS), 2 * len(SKILLS))
        tools = {tool.name for tool in await client.list_tools()}
        assert tools == {"find_helpful_skills", "read_skill_document", "list_skills"}, tools
        found = await client.call_tool("find_helpful_skills", {"task_description": "make a spreadsheet from a list"})
        assert "table-maker" in found.content[0].text, found
        assert {prompt.name for prompt in await client.list_prompts()} == set(SKILLS)
        prompt = await client.get_prompt("table-maker", {"task": "sort my list"})
        assert "for this task: sort my list" in prompt.messages[0].content.text, prompt
        write_skill(served.skills, "fresh-one", "Feeds sourdough and other living doughs")
        for _ in range(100):
            skills = await client.list_skills(cache_mode="bypass")
            if len(skills) == len(SKILLS) + 1:
                break
            await asyncio.sleep(0.05)
        assert any("fresh-one" in str(skill.uri) for skill in skills), skills


async def real(served):
    """All the skills of the shared folder, while one of them changes all the time."""
    health = served.health()
    expected = health["skills_loaded"] - health["skills_nonconforming"]
    async with connect(served) as client:
        count, files = await verify_all(client)
        print(f"{count} skills with {files} files verified")
        assert count == expected > 0, (count, health)
        write_skill(served.skills, "restless", "Changes all the time")
        for _ in range(100):
            if len(await client.list_skills(cache_mode="bypass")) == expected + 1:
                break
            await asyncio.sleep(0.05)
        stop = threading.Event()

        def write():
            number = 0
            while not stop.is_set():
                number += 1
                write_skill(served.skills, "restless", f"Changes all the time, now for the {number}th", "x" * number)
                # Now and then long enough for a slow machine to read it whole between two changes.
                time.sleep(random.uniform(0.02, 0.4))

        writer = threading.Thread(target=write)
        writer.start()
        try:
            count, files = await verify_all(client)
        finally:
            stop.set()
            writer.join()
        print(f"{count} skills with {files} files verified while one changed")
        assert count == expected + 1, count


async def main():
    with Served() as served:
        await small(served)
    with Served(http=False) as served:
        await small(served)
    shared = Path(os.environ["SKILLS_SHARED_DIR"]) / "skills"
    if shared.is_dir():
        with Served(source=shared) as served:
            await real(served)
    else:
        print(f"Skipped: there is no {shared}.")


asyncio.run(main())
