# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""The Python package `mcp` 2.x, with the newest protocol and with the handshake of the older ones."""

import asyncio

from mcp import Client
from mcp.client.stdio import StdioServerParameters

from served import SKILLS, Served, write_skill


async def until_listed(client, names):
    for _ in range(100):
        listed = await client.call_tool("list_skills", {})
        if all(name in listed.content[0].text for name in names):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(listed)


async def first_event(client, act):
    async with client.listen(resources_list_changed=True) as subscription:
        act()
        async for event in subscription:
            return event


async def journey(target, served, mode):
    changed = asyncio.Event()

    async def on_message(message):
        if type(message).__name__ == "ResourceListChangedNotification":
            changed.set()

    async with Client(target, mode=mode, message_handler=on_message) as client:
        print("protocol", client.protocol_version)
        assert client.protocol_version == ("2026-07-28" if mode == "auto" else "2025-11-25")
        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert tools == {"find_helpful_skills", "read_skill_document", "list_skills"}, tools
        await until_listed(client, SKILLS)
        found = await client.call_tool("find_helpful_skills", {"task_description": "make a spreadsheet from a list"})
        assert "table-maker" in found.content[0].text, found
        document = await client.call_tool(
            "read_skill_document", {"skill_name": "table-maker", "document_path": "scripts/run.py"})
        assert "print('hello')" in document.content[0].text, document
        wrong = await client.call_tool("find_helpful_skills", {"task_description": 7})
        assert wrong.is_error, wrong
        uris = [str(resource.uri) for resource in (await client.list_resources()).resources]
        text = (await client.read_resource(next(uri for uri in uris if "poem-writer" in uri))).contents[0].text
        assert "poem" in text, text
        prompts = {prompt.name for prompt in (await client.list_prompts()).prompts}
        assert prompts == set(SKILLS), prompts
        prompt = await client.get_prompt("table-maker", {"task": "sort my list"})
        assert "for this task: sort my list" in prompt.messages[0].content.text, prompt

        def change():
            write_skill(served.skills, "fresh-one", "Feeds sourdough and other living doughs")

        if mode == "auto":
            event = await asyncio.wait_for(first_event(client, change), 5)
            print("event", type(event).__name__)
        else:
            await asyncio.sleep(0.3)  # the client opens its stream in the background
            changed.clear()
            change()
            await asyncio.wait_for(changed.wait(), 5)
        await until_listed(client, ["fresh-one"])


async def main():
    for mode in ("auto", "legacy"):
        with Served() as served:
            await journey(served.url, served, mode)
        with Served(http=False) as served:
            server = StdioServerParameters(command=served.program, args=served.stdio, env=served.environment)
            await journey(server, served, mode)


asyncio.run(main())
