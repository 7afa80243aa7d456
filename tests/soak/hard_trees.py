#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Trees that do not want to end, and whether they end: by Stop, by Quit, and when tray, guard or both are killed.

    hard_trees.py BUILD_DIR [--runs N] [--jobs N] [--tree NAME]... [--end NAME]...

Prints one table: for each tree and each end how many runs left nobody seven seconds later, and the slowest of them. Exit
status 1 when somebody survived or an exit status was not the one that is promised.

Where the backend's first process is gone, it was killed a moment before. Where guard and tray are both killed nobody is
left who could end a tree: the seven seconds count from the next start.
"""

import argparse
import collections
import concurrent.futures
import signal
import sys
import time

from headless_tray import HeadlessTray, send, start_ticks

LIMIT = 7.0

# Name: options of fake_backend, processes besides the first one, whether the first one is killed before the end.
TREES = {
    "setsid": ("--grandchild=setsid --grandchild-ignore-term", 1, False),
    "double fork": ("--grandchild=doublefork --grandchild-ignore-term", 1, False),
    "TERM ignored": ("--ignore-term --children=7", 7, False),
    "frozen": ("--ignore-term --children=2 --stop-self", 2, False),
    "forking each other": ("--grandchild=respawn --grandchild-ignore-term", 1, False),
    "fork storm": ("--grandchild=storm --grandchild-ignore-term", 3, False),
    "leader gone first": ("--grandchild=doublefork,setsid", 2, True),
    "environment wiped": ("--grandchild=envwipe --ignore-term", 1, False),
    "leader gone, stubborn child left": ("--children=2 --ignore-term", 2, True),
}
ENDS = ("stop", "quit", "kill tray", "kill guard", "kill both")


class Wrong(Exception):
    """What was not as promised, or why the run could not be made."""


def expect(what, got, wanted):
    if got != wanted:
        raise Wrong(f"{what} {got}, not {wanted}")


def grow(tray, count):
    """Starts the tree and waits until all of it is there and the guard has told of it. Returns guard and leader."""
    tray.start()
    ids = tray.eventually(lambda: (lambda s: s.get("pid") and s.get("guard_pid") and s)(tray.status()), 30)
    if not ids:
        raise Wrong("not started")
    if not tray.eventually(lambda: len(tray.tree()) >= count + 2, 20):
        raise Wrong(f"only {len(tray.tree())} processes of {count + 2}")
    time.sleep(0.7)
    return ids["guard_pid"], ids["pid"]


def seconds_until_gone(tray, old, since):
    """Until nobody of `old` lives, nor anybody whom they have started meanwhile; None: not within the limit."""
    def gone():
        if any(start_ticks(pid) == start for pid, start in old):
            return False
        return not any("--next-run" not in command for command in tray.tree().values() if tray.fake.name in command)
    empty_since = None
    while True:
        now = time.monotonic()
        if not gone():
            empty_since = None
        elif empty_since is None:
            empty_since = now
        elif now - empty_since > 0.5:  # a look is no match for those that change all the time
            return empty_since - since
        if (empty_since or now) - since > LIMIT:
            return None
        time.sleep(0.02)


def one_run(build, tree, end):
    options, count, leader_dies = TREES[tree]
    tray = HeadlessTray(build)
    try:
        tray.become(options)
        guard, leader = grow(tray, count)
        old = list(tray.tree())
        tray.become("--tag=--next-run")  # whoever is launched from now on is not counted
        if leader_dies:
            send(leader, signal.SIGKILL)
        since = time.monotonic()
        if end == "stop":
            expect("exit status of stop", tray.command("stop")[0], 0)
        elif end == "quit":
            expect("exit status of quit", tray.command("quit")[0], 0)
            expect("exit status of the tray", tray.process.wait(5), 0)
        elif end == "kill tray":
            tray.process.kill()
            expect("exit status of the tray", tray.process.wait(5), -signal.SIGKILL)
        elif end == "kill guard":
            send(guard, signal.SIGKILL)
        elif end == "kill both":
            send(guard, signal.SIGKILL)
            tray.process.kill()
            tray.process.wait(5)
            since = time.monotonic()
            tray.start()
        seconds = seconds_until_gone(tray, old, since)
        if seconds is None:
            raise Wrong("survivors: " + "; ".join(tray.tree().values()))
        if end in ("stop", "kill guard", "kill both"):
            expect("the tray", tray.process.poll(), None)
        if end == "stop":
            expect("state", tray.status().get("state"), "stopped")
            expect("exit status of status", tray.command("status")[0], 1)
        if end in ("stop", "kill guard", "kill both"):
            expect("exit status of quit", tray.command("quit")[0], 0)
            expect("exit status of the tray", tray.process.wait(5), 0)
        else:
            expect("exit status of a command without a tray", tray.command("status")[0], 3)
        return tree, end, seconds, None
    except (Wrong, TimeoutError, OSError) as wrong:
        return tree, end, None, str(wrong)
    except Exception as wrong:  # a run that failed otherwise is a run that failed
        return tree, end, None, f"{type(wrong).__name__}: {wrong}"
    finally:
        tray.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build")
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--jobs", type=int, default=6, help="runs side by side: each mostly waits")
    parser.add_argument("--tree", action="append", choices=TREES, help="only this one; repeatable")
    parser.add_argument("--end", action="append", choices=ENDS, help="only this one; repeatable")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whatever runs is ended on the way out
    trees, ends = options.tree or list(TREES), options.end or list(ENDS)

    times = collections.defaultdict(list)
    wrongs = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        runs = [pool.submit(one_run, options.build, tree, end) for _ in range(options.runs) for tree in trees for end in ends]
        for done in concurrent.futures.as_completed(runs):
            tree, end, seconds, wrong = done.result()
            if wrong:
                wrongs.append((tree, end, wrong))
                print(f"{tree}, {end}: {wrong}", file=sys.stderr, flush=True)
            else:
                times[tree, end].append(seconds)

    print("| tree | " + " | ".join(ends) + " |")
    print("|---|" + "---|" * len(ends))
    for tree in trees:
        cells = []
        for end in ends:
            good = times[tree, end]
            cells.append(f"{len(good)}/{options.runs}" + (f", {max(good):.1f} s" if good else ""))
        print(f"| {tree} | " + " | ".join(cells) + " |")
    print(f"{len(wrongs)} of {len(runs)} runs were not as promised")
    return 1 if wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
