#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Hours of faults by chance: the walk (tests/walk) and, beside it, the real skills-tray --headless.

    soak.py BUILD_DIR [--hours H] [--seed N]... [--interval LEAST MOST]

Every seed is one run of both, side by side, H hours long. A fault comes every LEAST to MOST seconds: commands,
signals to tray, guard, first process and anybody in the tree, processes that stand still, a port that is taken, a record
that is spoilt, another backend. Every few minutes all is let go, and what is promised must hold: a start leads to ready, a
stop leaves nobody, strangers live on.

Where SKILLS_REAL_BACKEND names a folder with venv/ and skills.json, the real claude-skills-mcp backend walks along.

Prints one table; exit status 1 when somebody survived, a stranger was harmed, something was not as promised, or memory or
descriptors grew.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from headless_tray import HeadlessTray, programs, send, start_ticks, state

REST_EVERY = 180  # seconds
PATIENCE = 60
MEMORY_ALLOWED = 64 * 1024 * 1024 + 64 * 1024 * 1024  # the log's cap, and as much again
BACKENDS = ("", "", "", "--children=3", "--ignore-term --children=2", "--grandchild=doublefork --grandchild-ignore-term",
            "--grandchild=setsid,respawn", "--grandchild=envwipe --ignore-term", "--grandchild=storm", "--slow-term=800",
            "--exit-after=1 --exit-code=1", "--exit-after=2 --grandchild=doublefork --grandchild-ignore-term",
            "--die-signal=SEGV --exit-after=1", "--health=hang", "--health=flip", "--health=huge-body", "--no-listen",
            "--stop-self", "--log=flood --lines=300000 --log-to=both", "--log=ansi --log-every=5", "--load-seconds=3")
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV, signal.SIGSTOP, signal.SIGABRT)


class Soak:
    """One seed on the real program."""

    def __init__(self, build, seed, interval):
        self.dice = random.Random(seed)
        self.interval = interval
        self.tray = HeadlessTray(build, grace=1)
        self.real = os.environ.get("SKILLS_REAL_BACKEND")
        self.frozen = []  # (pid, start, when it goes on)
        self.faults, self.done = [], {}
        self.survivors = self.harmed = 0
        self.base = None  # memory, descriptors, threads of a tray at rest
        self.grown = (0, 0, 0)
        self.measured = 0  # how often one was compared with itself
        self.slowest = 0.0
        self.stranger = None
        self.bystanders = [subprocess.Popen([self.tray.fake, "--quiet", "--no-listen", "--port", str(self.tray.port)],
                                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                           for _ in range(2)]

    def fault(self, text):
        self.faults.append(text)
        print(f"FAULT: {text}", file=sys.stderr, flush=True)

    # What can happen.

    def verb(self, *words):
        started = time.monotonic()
        code, _ = self.tray.command(*words, timeout=PATIENCE)
        seconds = time.monotonic() - started
        self.slowest = max(self.slowest, seconds)
        if code is None:
            self.fault(f"{' '.join(words)} did not end")

    def hit(self, pid):
        number = self.dice.choice(SIGNALS)
        start = start_ticks(pid) if pid else None
        if start is None:
            return
        send(pid, number)
        if number == signal.SIGSTOP:
            self.frozen.append((pid, start, time.monotonic() + self.dice.uniform(0.5, 8)))

    def a_command(self):
        self.verb(self.dice.choice(("start", "stop", "restart", "start", "status")))

    def a_signal_to_the_guard(self):
        self.hit(self.tray.status().get("guard_pid"))

    def a_signal_to_the_first_process(self):
        self.hit(self.tray.status().get("pid"))

    def a_signal_to_somebody(self):
        everybody = sorted(self.tray.tree())
        if everybody:
            self.hit(self.dice.choice(everybody)[0])

    def a_killed_tray(self):
        self.thaw(True)
        before = list(self.tray.tree())
        self.tray.process.kill()
        self.tray.process.wait()
        self.base = None
        if self.dice.random() < 0.5:
            self.await_empty(before, "the tray was killed")
        self.tray.start()

    def a_quit(self):
        self.thaw(True)
        before = list(self.tray.tree())
        self.verb("quit")
        try:
            if self.tray.process.wait(15) != 0:
                self.fault(f"after quit the tray's exit status is {self.tray.process.returncode}")
        except subprocess.TimeoutExpired:
            self.fault("quit did not end the tray")
            self.tray.process.kill()
            self.tray.process.wait()
        self.await_empty(before, "quit")
        self.base = None
        self.tray.start()

    def a_killed_guard_and_tray(self):
        guard = self.tray.status().get("guard_pid")
        if guard:
            send(guard, signal.SIGKILL)
        self.tray.process.kill()
        self.tray.process.wait()
        self.base = None
        self.tray.start()

    def a_tray_that_stands_still(self):
        send(self.tray.process.pid, signal.SIGSTOP)
        time.sleep(self.dice.uniform(0.5, 10))
        send(self.tray.process.pid, signal.SIGCONT)

    def another_backend(self):
        if self.real and self.dice.random() < 0.1:
            folder = Path(self.real)
            self.tray.become_program(folder / "venv/bin/claude-skills-mcp-backend", "--config", folder / "skills.json",
                                     "--host", "127.0.0.1", "--port", self.tray.port)
        else:
            self.tray.become(self.dice.choice(BACKENDS))

    def a_port_that_is_taken(self):
        if not self.stranger:
            self.stranger = subprocess.Popen([self.tray.fake, "--quiet", "--port", str(self.tray.port)],
                                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def a_port_that_is_freed(self):
        if self.stranger:
            self.stranger.kill()
            self.stranger.wait()
            self.stranger = None

    def a_record_that_is_spoilt(self):
        record = self.tray.folder / "state/skills-tray/owner.json"
        if record.exists():
            record.write_bytes(self.dice.choice((b"", b"{", b"\0\xff garbage", b"[]")))

    EVENTS = ((a_command, 8), (another_backend, 5), (a_signal_to_the_guard, 3), (a_signal_to_the_first_process, 3),
              (a_signal_to_somebody, 3), (a_killed_tray, 1), (a_quit, 1), (a_killed_guard_and_tray, 1),
              (a_tray_that_stands_still, 1), (a_port_that_is_taken, 2), (a_port_that_is_freed, 3),
              (a_record_that_is_spoilt, 1))

    ENDINGS = (a_killed_tray, a_quit, a_killed_guard_and_tray)

    # What must hold.

    def thaw(self, everybody=False):
        rest = []
        for pid, start, due in self.frozen:
            if not everybody and time.monotonic() < due:
                rest.append((pid, start, due))
            elif start_ticks(pid) == start:
                send(pid, signal.SIGCONT)
        self.frozen = rest

    def await_empty(self, before, when):
        """Nobody of those who lived before is left in seven seconds, a busy machine's share added."""
        if not self.tray.eventually(lambda: not any(start_ticks(pid) == start for pid, start in before), 15):
            left = [pid for pid, start in before if start_ticks(pid) == start]
            self.survivors += len(left)
            self.fault(f"{when}, and {left} live on")

    def look_at_strangers(self):
        for process in [*self.bystanders, *([self.stranger] if self.stranger else [])]:
            if process.poll() is not None and process.returncode < 0 or state(process.pid) == "T":
                self.harmed += 1
                self.fault(f"a stranger was harmed: {process.returncode}, {state(process.pid)}")

    def look_at_tray(self):
        code = self.tray.process.poll()
        if code is not None:
            self.fault(f"the tray has ended with {code}")
            self.tray.start()

    def rest(self):
        self.thaw(True)
        self.a_port_that_is_freed()
        self.look_at_tray()
        if not self.tray.eventually(lambda: self.tray.status().get("state"), PATIENCE):  # it may have been started just now
            self.fault("the tray does not answer")
        self.verb("stop")
        if not self.tray.eventually(lambda: self.tray.status().get("state") == "stopped" and not self.tray.tree(), PATIENCE):
            self.survivors += len(self.tray.tree())
            self.fault(f"stopped, and there is {self.tray.tree() or self.tray.status().get('state')}")
        self.tray.become("")
        self.verb("start")
        if self.tray.command("wait", "ready", "--timeout", str(PATIENCE), timeout=PATIENCE + 10)[0] != 0:
            self.fault(f"it does not become ready: {self.tray.status().get('message')}")
        status = self.tray.status()
        log = status.get("log", {})
        if log and (log["out"] + log["err"] > log["lines"] or log["kept"] + log["dropped"] != log["lines"]):
            self.fault(f"the log's counts do not add up: {log}")
        self.verb("stop")
        self.tray.eventually(lambda: not self.tray.tree(), 15)
        for key, command in self.tray.tree().items():
            self.survivors += 1
            self.fault(f"stopped, and there is {key[0]} {command}")
        self.measure()

    def measure(self):
        pid = self.tray.process.pid
        try:
            text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
            field = {line.split(":")[0]: line.split()[1] for line in text.splitlines() if len(line.split()) > 1}
            now = (int(field["VmRSS"]) * 1024, len(os.listdir(f"/proc/{pid}/fd")), int(field["Threads"]))
        except (OSError, KeyError):
            return
        if not self.base:
            self.base = now  # of this tray; a new one has another
            return
        self.measured += 1
        self.grown = tuple(max(most, new - old) for most, new, old in zip(self.grown, now, self.base))
        if now[0] - self.base[0] > MEMORY_ALLOWED:
            self.fault(f"{now[0] - self.base[0]} bytes more than before")
        if now[1] > self.base[1] or now[2] > self.base[2]:
            self.fault(f"descriptors {self.base[1]} -> {now[1]}, threads {self.base[2]} -> {now[2]}")

    def run(self, seconds):
        end = time.monotonic() + seconds
        rest_due = time.monotonic() + REST_EVERY
        self.tray.start()
        try:
            self.tray.eventually(lambda: self.tray.status().get("state"), PATIENCE)
            self.rest()
            while time.monotonic() < end:
                event = self.dice.choices([e for e, _ in self.EVENTS], [w for _, w in self.EVENTS])[0]
                self.done[event.__name__] = self.done.get(event.__name__, 0) + 1
                ends_a_tray = event in self.ENDINGS
                if ends_a_tray:
                    self.rest()  # what it has grown by is looked at before it goes
                event(self)
                if ends_a_tray:
                    self.rest()
                due = time.monotonic() + self.dice.uniform(*self.interval)
                while (left := due - time.monotonic()) > 0:
                    self.thaw()
                    time.sleep(min(left, 0.2))
                self.look_at_strangers()
                self.look_at_tray()
                if time.monotonic() > rest_due:
                    self.rest()
                    rest_due = time.monotonic() + REST_EVERY
            self.rest()
        finally:
            self.thaw(True)
            self.a_port_that_is_freed()
            for process in self.bystanders:
                process.kill()
                process.wait()
            self.tray.close()
        if not self.measured:
            self.fault("no tray lived long enough to be compared with itself")
        return {"events": sum(self.done.values()), "survivors": self.survivors, "strangers": self.harmed,
                "memory": self.grown[0], "descriptors": self.grown[1], "silence": f"{self.slowest:.1f} s to answer a command",
                "faults": self.faults}


def start_walk(build, seed, seconds, interval):
    pause = f"{int(interval[0] * 1000)}-{int(interval[1] * 1000)}"
    return subprocess.Popen([Path(build) / "tests/skills_walk", "--seed", str(seed), "--seconds", str(int(seconds)), "--pause",
                             pause, "--go-on"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)


def end_walk(process):
    lines = process.communicate()[0].splitlines()
    try:
        outcome = json.loads(lines[-1])
    except (json.JSONDecodeError, IndexError):
        return {"events": 0, "survivors": 0, "strangers": 0, "memory": 0, "descriptors": 0, "silence": "?",
                "faults": [f"the walk ended with {process.returncode}"]}
    silence = f"{outcome['longest_silence_ms']} ms, {outcome['longest_own_silence_ms']} of them its own"
    return {"events": outcome["steps"], "survivors": outcome["survivors"], "strangers": outcome["strangers_harmed"],
            "memory": outcome["memory_grown_bytes"], "descriptors": outcome["descriptors_grown"], "silence": silence,
            "faults": outcome["faults"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build")
    parser.add_argument("--hours", type=float, default=2.0, help="for each seed")
    parser.add_argument("--seed", type=int, action="append", help="repeatable; default: two of chance")
    parser.add_argument("--interval", type=float, nargs=2, default=(1.0, 5.0), metavar=("LEAST", "MOST"), help="seconds")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whatever runs is ended on the way out
    programs(options.build)
    seeds = options.seed or [random.SystemRandom().randrange(10**9) for _ in range(2)]
    rows = []
    for seed in seeds:
        print(f"seed {seed}", file=sys.stderr, flush=True)
        walk = start_walk(options.build, seed, options.hours * 3600, options.interval)
        try:
            rows.append((seed, "skills-tray --headless", Soak(options.build, seed, options.interval).run(options.hours * 3600)))
            rows.append((seed, "walk", end_walk(walk)))
        finally:
            walk.kill()
            walk.wait()
    print("| seed | what | events | survivors | strangers harmed | memory | descriptors | longest silence | faults |")
    print("|---|---|---|---|---|---|---|---|---|")
    for seed, what, r in rows:
        print(f"| {seed} | {what} | {r['events']} | {r['survivors']} | {r['strangers']} | {r['memory'] / 1e6:+.1f} MB | "
              f"{r['descriptors']:+d} | {r['silence']} | {len(r['faults'])} |")
    return 1 if any(r["faults"] for _, _, r in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
