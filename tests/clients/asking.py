# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""One session of one Python client that asks when it is told to, for restarts.py:  asking.py CLIENT URL

A line on standard input is a question; the lines on standard output are "ready VERSION", "answer TEXT", "error WHY", and
"changed" for each notification that a list has changed. It ends with standard input.
"""

import asyncio
import sys

ASKED = ("find_helpful_skills", {"task_description": "make a spreadsheet from a list"})


def say(kind, text=""):
    print(kind, " ".join(str(text).split())[:300], flush=True)


async def on_message(message):
    if type(getattr(message, "root", message)).__name__ == "ResourceListChangedNotification":
        say("changed")


async def answer_lines(version, call):
    say("ready", version)
    while await asyncio.to_thread(sys.stdin.readline):
        try:
            result = await asyncio.wait_for(call(*ASKED), 20)
            say("answer", result.content[0].text)
        except Exception as error:  # whatever a client says is what is looked at
            say("error", repr(error))


async def mcp1(url):
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async with streamablehttp_client(url) as (read, write, _):
        async with ClientSession(read, write, message_handler=on_message) as session:
            welcome = await session.initialize()
            await answer_lines(welcome.protocolVersion, session.call_tool)


async def mcp2(url, mode="auto"):
    from mcp import Client

    async with Client(url, mode=mode, message_handler=on_message) as client:
        await answer_lines(client.protocol_version, client.call_tool)


async def mcp2_legacy(url):
    await mcp2(url, "legacy")


async def fastmcp(url):
    from fastmcp import Client

    async with Client(url, message_handler=on_message) as client:
        await answer_lines(getattr(client, "protocol_version", ""), client.call_tool)


CLIENTS = {"mcp1": mcp1, "mcp2": mcp2, "mcp2-legacy": mcp2_legacy, "fastmcp": fastmcp}

if __name__ == "__main__":
    asyncio.run(CLIENTS[sys.argv[1]](sys.argv[2]))
