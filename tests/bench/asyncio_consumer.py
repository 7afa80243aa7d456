#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""What a Python program of the usual kind takes from a pipe: asyncio, readline, logging to a file.

    asyncio_consumer.py LOGFILE PROGRAM [ARG...]

Prints one JSON object: lines, seconds from the first line to the last, and the processor's seconds in that time.
"""

import asyncio
import json
import logging
import sys
import time


async def consume(path, command):
    logging.basicConfig(filename=path, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    log = logging.getLogger("backend")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    lines, began, work = 0, None, None
    while line := await process.stdout.readline():
        if began is None:
            began, work = time.monotonic(), time.process_time()
        log.info(line.decode("utf-8", "replace").rstrip("\n"))
        lines += 1
    seconds, work = time.monotonic() - began, time.process_time() - work
    await process.wait()
    print(json.dumps({"lines": lines, "seconds": seconds, "processor": work}))


if __name__ == "__main__":
    asyncio.run(consume(sys.argv[1], sys.argv[2:]))
