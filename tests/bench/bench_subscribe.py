#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""What a client that subscribes without end costs the others (P15).

    bench_subscribe.py PROGRAM [--rate 2000] [--seconds 60] [--connections 4] [--sessions 1] [--addresses 1] [--skills DIR]

Subscribes so often a second to so many addresses, in so many sessions, while another client asks find_helpful_skills and
a third one /health. Each is a process of its own. Prints one JSON object a line: the machine's load, the rate that was
reached, milliseconds of the others before and meanwhile, and the server's memory before, in the middle and after.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import socket
import statistics
import tempfile
import time
from pathlib import Path

from bench_backend import QUESTIONS, Running, percentile, write_config

VERSION = "2025-11-25"


def report(name, unit, value):
    print(json.dumps({"name": name, "value": round(value, 3), "unit": unit}), flush=True)


class Connection:
    """One connection that stays open; nothing of http.client, which takes longer than the server."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    @staticmethod
    def post(message, session=""):
        body = json.dumps(message).encode()
        head = ("POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                "Accept: application/json, text/event-stream\r\n" +
                (f"Mcp-Session-Id: {session}\r\nMCP-Protocol-Version: {VERSION}\r\n" if session else "") +
                f"Content-Length: {len(body)}\r\n\r\n")
        return head.encode() + body

    def send(self, request):
        self.socket.sendall(request)

    def answer(self):
        while (end := self.rest.find(b"\r\n\r\n")) < 0:
            self.more()
        head = self.rest[:end]
        at = head.lower().find(b"\r\ncontent-length:")
        size = int(head[at + 17:].split(b"\r\n")[0]) if at >= 0 else 0
        while len(self.rest) < end + 4 + size:
            self.more()
        body, self.rest = self.rest[end + 4:end + 4 + size], self.rest[end + 4 + size:]
        return head, body

    def more(self):
        bytes_ = self.socket.recv(65536)
        if not bytes_:
            raise RuntimeError("the server has closed the connection")
        self.rest += bytes_

    def ask(self, request):
        self.send(request)
        return self.answer()

    def session(self):
        head, _ = self.ask(self.post({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": VERSION, "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}}))
        session = next(line.split(b":")[1].strip().decode() for line in head.split(b"\r\n")
                       if line.lower().startswith(b"mcp-session-id:"))
        self.ask(self.post({"jsonrpc": "2.0", "method": "notifications/initialized"}, session))
        return session


def addresses_of(port, count):
    connection = Connection(port)
    session = connection.session()
    _, body = connection.ask(connection.post({"jsonrpc": "2.0", "id": 1, "method": "resources/list"}, session))
    return [resource["uri"] for resource in json.loads(body)["result"]["resources"]][:count]


def subscribe(port, options, addresses, results):
    """Sends a batch to each connection, waits for the answers, and for the time of the next batch."""
    connections = [Connection(port) for _ in range(options.connections)]
    sessions = [connections[0].session() for _ in range(options.sessions)]
    requests = [Connection.post({"jsonrpc": "2.0", "id": 7, "method": "resources/subscribe", "params": {"uri": uri}},
                                session) for session in sessions for uri in addresses]
    began = time.monotonic()
    sent = 0
    while (now := time.monotonic() - began) < options.seconds:
        due = int(now * options.rate) - sent
        if due < 1:
            time.sleep(0.0005)
            continue
        due = min(due, len(connections))
        for i in range(due):
            connections[i].send(requests[(sent + i) % len(requests)])
        for i in range(due):
            head, body = connections[i].answer()
            if b" 200 " not in head[:20] or b'"error"' in body:
                raise RuntimeError(body.decode())
        sent += due
    results.put(sent / (time.monotonic() - began))


def others(port, kind, seconds, results):
    connection = Connection(port)
    session = connection.session()
    health = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    times = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        request = health if kind == "health" else Connection.post(
            {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
                "name": "find_helpful_skills", "arguments": {"task_description": QUESTIONS[len(times) % len(QUESTIONS)]}}},
            session)
        began = time.perf_counter()
        head, _ = connection.ask(request)
        times.append((time.perf_counter() - began) * 1000)
        assert b" 200 " in head[:20]
        time.sleep(0.02)
    results.put((kind, times))


def measure(port, seconds, when, subscriber=None):
    results = multiprocessing.Queue()
    asking = [multiprocessing.Process(target=others, args=(port, kind, seconds, results)) for kind in ("find", "health")]
    for process in asking:
        process.start()
    middle = None
    if subscriber:
        time.sleep(seconds / 2)
        middle = subscriber()
    for _ in asking:
        kind, times = results.get()
        report(f"{kind}_{when}_p50", "ms", statistics.median(times))
        report(f"{kind}_{when}_p99", "ms", percentile(times, 0.99))
        report(f"{kind}_{when}_most", "ms", max(times))
    for process in asking:
        process.join()
    return middle


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rate", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--sessions", type=int, default=1)
    parser.add_argument("--addresses", type=int, default=1)
    parser.add_argument("--skills", default=str(Path(__file__).parents[2] / "../shared/skills"))
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="skills-bench-"))
    try:
        report("load_before", "", os.getloadavg()[0])
        config = write_config(home, Path(options.skills).resolve(), more={"embedding_model": "all-MiniLM-L6-v2"})
        backend = Running(options.program, config, home, 60)
        while backend.is_making_vectors():
            time.sleep(0.1)
        addresses = addresses_of(backend.port, options.addresses)
        measure(backend.port, min(10, options.seconds), "before")
        report("resident_before", "MiB", backend.resident())
        cpu = sum(backend.cpu().values())
        results = multiprocessing.Queue()
        flood = multiprocessing.Process(target=subscribe, args=(backend.port, options, addresses, results))
        flood.start()
        time.sleep(0.5)
        middle = measure(backend.port, options.seconds - 1, "meanwhile", backend.resident)
        report("subscribe_rate", "1/s", results.get())
        flood.join()
        report("cpu_meanwhile", "s/s", (sum(backend.cpu().values()) - cpu) / options.seconds)
        report("resident_middle", "MiB", middle)
        report("resident_after", "MiB", backend.resident())
        report("load_after", "", os.getloadavg()[0])
        backend.end()
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
