# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""The Python package `mcp` 1.x: initialise, list, call every tool, read a resource, see a changed skill."""

import asyncio
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamablehttp_client

from served import SKILLS, Served, write_skill


async def journey(read, write, served):
    changed = asyncio.Event()

    async def on_message(message):
        if type(getattr(message, "root", message)).__name__ == "ResourceListChangedNotification":
            changed.set()

    async with ClientSession(read, write, message_handler=on_message) as session:
        welcome = await session.initialize()
        assert welcome.serverInfo.name, welcome
        print("protocol", welcome.protocolVersion)
        tools = {tool.name for tool in (await session.list_tools()).tools}
        assert tools == {"find_helpful_skills", "read_skill_document", "list_skills"}, tools
        for _ in range(100):
            listed = await session.call_tool("list_skills", {})
            if all(name in listed.content[0].text for name in SKILLS):
                break
            await asyncio.sleep(0.05)
        assert not listed.isError and all(name in listed.content[0].text for name in SKILLS), listed
        found = await session.call_tool("find_helpful_skills", {"task_description": "make a spreadsheet from a list"})
        assert "table-maker" in found.content[0].text, found
        document = await session.call_tool(
            "read_skill_document", {"skill_name": "table-maker", "document_path": "scripts/run.py"})
        assert "print('hello')" in document.content[0].text, document
        wrong = await session.call_tool("find_helpful_skills", {"task_description": 7})
        assert wrong.isError, wrong
        uris = [str(resource.uri) for resource in (await session.list_resources()).resources]
        assert any(uri.endswith("poem-writer/SKILL.md") for uri in uris), uris
        text = (await session.read_resource(next(uri for uri in uris if "poem-writer" in uri))).contents[0].text
        assert "poem" in text, text
        prompts = {prompt.name for prompt in (await session.list_prompts()).prompts}
        assert prompts == set(SKILLS), prompts
        prompt = await session.get_prompt("table-maker", {"task": "sort my list"})
        assert "for this task: sort my list" in prompt.messages[0].content.text, prompt
        await session.send_ping()
        if served.http:
            await asyncio.sleep(0.3)  # the client opens its stream in the background
        changed.clear()
        write_skill(served.skills, "fresh-one", "Feeds sourdough and other living doughs")
        await asyncio.wait_for(changed.wait(), 5)
        assert "fresh-one" in (await session.call_tool("list_skills", {})).content[0].text


async def main():
    with Served() as served:
        async with streamablehttp_client(served.url) as (read, write, _):
            await journey(read, write, served)
    with Served(http=False) as served:
        server = StdioServerParameters(command=served.program, args=served.stdio, env=served.environment)
        async with stdio_client(server) as (read, write):
            await journey(read, write, served)


asyncio.run(main())
sys.exit(0)
