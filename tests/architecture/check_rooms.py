#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Checks the dependency rule that the linker cannot see: who may include whom.

    check_rooms.py [PROJECT_DIR]

app -> ui -> core, never back; inside core: backend -> process, log, settings; mcp/tools -> skills -> embedding; the others know nobody but json.
Inside core/backend: supervisor -> run -> launch -> port -> health -> state, and words -> state.
Inside core/skills: search -> reading <- source -> download; reading -> frontmatter. Inside core/mcp: transport -> protocol <- tools.
Inside ui: window -> log, settings, tray -> clients, shared; only the window knows its neighbours.
Inside app/tray: commands -> control; desktop knows neither.
What exists only on Linux lies in files named *_linux.cpp. Prints one line for each breach; exit status 1 if any.
"""

import re
import sys
from pathlib import Path

PRODUCT = ["core", "ui", "app"]

UI = ["ui/shared", "ui/clients", "ui/log", "ui/settings", "ui/tray", "ui/window"]

# Room -> rooms whose headers it may include, besides its own. The longest matching room counts.
MAY_INCLUDE = {
    "core/process": [],
    "core/log": [],
    "core/json": [],
    "core/settings": ["core/json"],
    "core/embedding": [],
    "core/skills/frontmatter": [],
    "core/skills/reading": ["core/skills/frontmatter"],
    "core/skills/search": ["core/embedding", "core/skills/reading"],
    "core/skills/download": ["core/skills/reading"],
    "core/skills/source": ["core/skills/frontmatter", "core/skills/reading", "core/skills/download"],
    "core/mcp/protocol": ["core/json"],
    "core/mcp/tools": ["core/mcp/protocol", "core/skills/frontmatter", "core/skills/reading", "core/skills/search",
                       "core/skills/source"],
    "core/mcp/transport": ["core/mcp/protocol"],
    "core/backend/state": ["core/json", "core/settings"],
    "core/backend/words": ["core/backend/state", "core/process", "core/settings"],
    "core/backend/health": ["core/backend/state", "core/process", "core/log", "core/settings"],
    "core/backend/port": ["core/backend/state", "core/backend/words", "core/backend/health", "core/process",
                          "core/settings"],
    "core/backend/launch": ["core/backend/state", "core/backend/words", "core/backend/port", "core/process",
                            "core/json", "core/settings"],
    "core/backend/run": ["core/backend/state", "core/backend/words", "core/backend/health", "core/backend/port",
                         "core/backend/launch", "core/process", "core/log", "core/settings"],
    "core/backend": ["core/backend/state", "core/backend/words", "core/backend/port", "core/backend/launch",
                     "core/backend/run", "core/backend/health", "core/process", "core/log", "core/settings"],
    "ui/shared": ["core/backend/state", "core/settings"],
    "ui/clients": [],
    "ui/log": ["ui/shared", "core/log", "core/settings"],
    "ui/settings": ["ui/shared", "core/settings"],
    "ui/tray": ["ui/shared", "ui/clients", "core/backend/state", "core/settings"],
    "ui/window": ["ui/shared", "ui/clients", "ui/log", "ui/settings", "ui/tray", "core/backend/state", "core/settings"],
    "app/guard": ["core/process"],
    "app/backend": ["core/skills/reading", "core/skills/search", "core/skills/source", "core/mcp/protocol",
                    "core/mcp/tools", "core/mcp/transport", "core/settings"],
    "app/tray": ["app/tray/commands", "app/tray/control", "app/tray/desktop", *UI, "core/backend",
                 "core/backend/state", "core/backend/launch", "core/process", "core/log", "core/settings"],
    "app/tray/commands": ["app/tray", "app/tray/control", "core/backend/state", "core/backend/launch", "core/process",
                          "core/log", "core/settings"],
    "app/tray/control": ["app/tray", "core/backend/state", "core/log", "core/settings"],
    "app/tray/desktop": ["app/tray", *UI, "core/backend", "core/backend/state", "core/backend/words",
                         "core/backend/launch", "core/process", "core/log", "core/settings"],
}

# What ui may know of core/backend: values and pure functions. (The log store and the settings are rooms of their own.)
VALUES_FOR_UI = ["core/backend/state/state.h", "core/backend/state/status.h"]

# Room -> Qt headers that it may not include, directly or through our own headers.
PIXELS = r"Qt(Gui|Widgets|Svg|Test)/|QWidget$|QApplication$|QGuiApplication$|QPainter$|QPixmap$|QImage$|QColor$|QFont$"
FORBIDDEN_QT = {
    "core": (PIXELS, "core has no pixels"),
    "ui": (r"QtNetwork/|QProcess$|QLocal(Server|Socket)$|QTcp(Server|Socket)$|QUdpSocket$|QNetworkAccessManager$",
           "ui has no processes and no sockets"),
    "app/guard": (r"Qt|Q[A-Z]", "the guard knows no Qt"),
    "app/backend": (PIXELS, "the server has no pixels"),
}

LINUX_HEADERS = re.compile(
    r"^(linux/.*|asm/.*|sys/(prctl|signalfd|eventfd|timerfd|epoll|inotify|fanotify|pidfd|syscall|sendfile|capability|"
    r"vfs|sysmacros|sysinfo)\.h)$")
LINUX_TOKENS = re.compile(r'"/proc/|\b__linux__\b|\bQ_OS_LINUX\b|\bprctl\(|\bpidfd_|\bSO_PEERCRED\b')

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")', re.MULTILINE)
# Made by Qt's tools beside the object files.
GENERATED = re.compile(r"(^|/)(moc_[^/]+\.cpp|[^/]+\.moc|ui_[^/]+\.h)$")


def room_of(path):
    """The longest room of MAY_INCLUDE that holds this file, or None."""
    rooms = [room for room in MAY_INCLUDE if path.startswith(room + "/")]
    return max(rooms, key=len) if rooms else None


def without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.DOTALL)


class Project:
    def __init__(self, root):
        self.root = Path(root)
        self.files = {}
        for top in PRODUCT:
            for path in sorted((self.root / top).rglob("*")):
                if path.suffix in (".h", ".cpp"):
                    self.files[path.relative_to(self.root).as_posix()] = path.read_text(encoding="utf-8")

    def includes(self, name):
        """Pairs (header, is ours by its quotes)."""
        return [(angle or quoted, bool(quoted)) for angle, quoted in INCLUDE.findall(self.files[name])]

    def reachable(self, name):
        """This file and every file of ours that it includes, with the way that leads there."""
        ways = {name: [name]}
        queue = [name]
        while queue:
            current = queue.pop()
            for header, _ in self.includes(current):
                if header in self.files and header not in ways:
                    ways[header] = ways[current] + [header]
                    queue.append(header)
        return ways

    def breaches(self):
        for name in self.files:
            yield from self._breaches_of(name)

    def _breaches_of(self, name):
        room = room_of(name)
        if room is None:
            yield f"{name}: lies in no room that check_rooms.py knows"
            return
        for header, quoted in self.includes(name):
            target = room_of(header)
            if GENERATED.search(header):
                continue
            if target is not None and target != room and target not in MAY_INCLUDE[room]:
                yield f"{name}: {room} must not include {header}"
            elif room.startswith("ui/") and target == "core/backend/state" and header not in VALUES_FOR_UI:
                yield f"{name}: of core/backend, ui may only know the values of {', '.join(VALUES_FOR_UI)}"
            elif header.startswith("tests/"):
                yield f"{name}: the product must not include {header}"
            elif quoted and header not in self.files:
                yield f"{name}: \"{header}\" is no path from the project's root"
            elif header.endswith("_linux.h") and "_linux." not in name:
                yield f"{name}: {header} is for files named *_linux.cpp"
            elif LINUX_HEADERS.match(header) and not self._is_linux_file(name):
                yield f"{name}: <{header}> exists only on Linux; it belongs in a file named *_linux.cpp"
        match = LINUX_TOKENS.search(without_comments(self.files[name]))
        if match and not self._is_linux_file(name):
            yield f"{name}: {match.group().strip()} works only on Linux; it belongs in a file named *_linux.cpp"
        yield from self._forbidden_qt(name)

    def _forbidden_qt(self, name):
        for room, (pattern, reason) in FORBIDDEN_QT.items():
            if not name.startswith(room + "/"):
                continue
            for reached, way in self.reachable(name).items():
                for header, _ in self.includes(reached):
                    if re.match(pattern, header.rsplit("/", 1)[-1]) or re.match(pattern, header):
                        yield f"{' -> '.join(way)}: includes <{header}>, but {reason}"

    @staticmethod
    def _is_linux_file(name):
        return name.endswith("_linux.cpp")


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    project = Project(root)
    breaches = sorted(set(project.breaches()))
    for breach in breaches:
        print(breach)
    if not project.files:
        print(f"{root}: no source files found")
        return 1
    print(f"{len(project.files)} files, {len(breaches)} breaches of the dependency rule")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
