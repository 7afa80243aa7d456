# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""A small desktop of its own for one test: virtual screen, session bus, window manager, panel, private directories.

Everything it starts, it ends by process id. Screenshots are read from the screen's frame buffer, so that they need
no further program.
"""

import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import zlib
from collections import namedtuple

NEEDED = ["Xvfb", "dbus-daemon", "openbox", "tint2", "xdotool", "xwininfo", "xprop", "xev", "xclip"]

Window = namedtuple("Window", "id name classes x y width height")

TINT2 = """rounded = 0
border_width = 0
background_color = {background} 100
panel_items = FS
panel_position = bottom center horizontal
panel_size = 100% 32
panel_background_id = 1
systray_padding = 4 2 4
"""


def missing_programs():
    """Names of the programs that a desktop needs and that are not installed."""
    return [name for name in NEEDED if not shutil.which(name)]


def eventually(condition, timeout=10.0, step=0.05):
    """The first true value of condition(), or its last value when the time is over."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value or time.monotonic() > deadline:
            return value
        time.sleep(step)


class Desktop:
    """One virtual screen with everything that belongs to a session."""

    def __init__(self, tray=True, size=(1280, 800), panel="#dfe3e8", background="-wr"):
        self.size = size
        self._background = background
        self.home = tempfile.mkdtemp(prefix="skills-tray-e2e-")
        self._tray = tray
        self._panel = panel
        self._children = []
        self._tint2 = None
        self._next_click = 0
        self.xvfb = None
        self.env = self._environment()

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def _environment(self):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "XDG_", "DBUS_", "WAYLAND_"))}
        env["HOME"] = self.home
        for name, folder in [("CONFIG_HOME", "config"), ("CACHE_HOME", "cache"), ("DATA_HOME", "data"),
                             ("STATE_HOME", "state"), ("RUNTIME_DIR", "runtime")]:
            path = os.path.join(self.home, folder)
            os.mkdir(path, 0o700)
            env["XDG_" + name] = path
        env["QT_QPA_PLATFORM"] = "xcb"
        env["LC_ALL"] = "C.UTF-8"
        return env

    def _spawn(self, args, **options):
        log = open(os.path.join(self.home, os.path.basename(args[0]) + ".log"), "wb")
        child = subprocess.Popen(args, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options)
        log.close()
        self._children.append(child)
        return child

    def _log_of(self, program):
        with open(os.path.join(self.home, program + ".log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def _start(self):
        read, write = os.pipe()
        width, height = self.size
        self.xvfb = self._spawn(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24",
                                 "-nolisten", "tcp", "-noreset", self._background, "-fbdir", self.home], pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.env["DISPLAY"] = ":" + number

        address = os.path.join(self.home, "bus")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + address
        self._spawn(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=unix:path=" + address])
        self._spawn(["openbox", "--sm-disable"])
        if not eventually(lambda: "window id" in self._run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").lower(), 30):
            raise RuntimeError("openbox did not start: " + self._log_of("openbox"))
        # The first key that xdotool presses brings the server another keyboard. openbox then binds its own keys anew,
        # and the very key that caused it would be lost: seen as an Alt+F4 that closed nothing.
        self.keys("Shift_L")
        if self._tray:
            self.start_panel()
        if not eventually(lambda: os.path.exists(address)):
            raise RuntimeError("the session bus did not start")

    def start_panel(self):
        """tint2 with nothing but a system tray, and a wait until it offers that tray."""
        folder = os.path.join(self.env["XDG_CONFIG_HOME"], "tint2")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "tint2rc"), "w", encoding="utf-8") as file:
            file.write(TINT2.format(background=self._panel))
        self._tint2 = self._spawn(["tint2"])
        if not eventually(lambda: any("tint2" in w.classes for w in self.windows()), 30):
            raise RuntimeError("tint2 did not start: " + self._log_of("tint2"))

    def stop_panel(self):
        self._tint2.terminate()
        self._tint2.wait()

    def open_other_window(self):
        """Some window of another program, in front of ours; its id."""
        before = {w.id for w in self.windows()}
        self._spawn(["xev"])
        return eventually(lambda: next((w.id for w in self.windows() if w.name == "Event Tester" and w.id not in before), None))

    def kill_screen(self):
        self.xvfb.kill()
        self.xvfb.wait()

    def close(self):
        for child in reversed(self._children):
            if child.poll() is None:
                child.terminate()
        for child in self._children:
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    # Looking

    def _run(self, *args):
        done = subprocess.run(args, env=self.env, capture_output=True, text=True, timeout=20, check=False)
        return done.stdout + done.stderr

    def windows(self):
        """All windows, with absolute positions; mapped or not."""
        pattern = re.compile(r'^\s*(0x[0-9a-f]+) (?:"(.*)"|\(has no name\)): \((.*)\)\s+(\d+)x(\d+)\S+\s+\+(-?\d+)\+(-?\d+)$')
        found = []
        for line in self._run("xwininfo", "-root", "-tree").splitlines():
            match = pattern.match(line)
            if match:
                number, name, classes, width, height, x, y = match.groups()
                found.append(Window(int(number, 16), name or "", re.findall(r'"([^"]*)"', classes),
                                    int(x), int(y), int(width), int(height)))
        return found

    def visible(self, program="skills-tray"):
        """Our program's windows that are on the screen, the icon not counted."""
        output = self._run("xdotool", "search", "--onlyvisible", "--class", f"^{program}$")
        numbers = {int(word) for word in output.split() if word.isdigit()}
        icon = self.icon()
        return [w for w in self.windows() if w.id in numbers and w != icon and w.width > 1]

    def icon(self, program="skills-tray"):
        """The icon's window inside the panel, or None."""
        panel_top = self.size[1] - 32
        for window in self.windows():
            if program in window.classes and window.y >= panel_top and 8 <= window.width <= 64:
                return window
        return None

    def set_tray_foreground(self, level):
        """As a panel tells the colour of its text, a grey of 0 to 65535 (System Tray Protocol Specification 0.3)."""
        for window in self.windows():
            if "_NET_SYSTEM_TRAY_VISUAL" in self._run("xprop", "-id", str(window.id)):
                self._run("xprop", "-id", str(window.id), "-f", "_NET_SYSTEM_TRAY_COLORS", "32c",
                          "-set", "_NET_SYSTEM_TRAY_COLORS", ", ".join([str(level)] * 12))

    def _kind(self, window):
        """window, dialog or popup: the window manager marks what it manages."""
        facts = self._run("xprop", "-id", str(window.id), "WM_STATE", "_NET_WM_WINDOW_TYPE")
        if "window state" not in facts:
            return "popup"
        return "dialog" if "_TYPE_DIALOG" in facts else "window"

    def main_window(self):
        """The program's window while it is on the screen, or None."""
        return next((w for w in self.visible() if self._kind(w) == "window"), None)

    def dialog(self):
        """The program's dialog while one is open, or None."""
        return next((w for w in self.visible() if self._kind(w) == "dialog"), None)

    def menu(self):
        """The open menu, or None. A tooltip is less high."""
        return next((w for w in self.visible() if self._kind(w) == "popup" and w.height > 120), None)

    def active_window(self):
        output = self._run("xdotool", "getactivewindow").strip()
        return int(output) if output.isdigit() else None

    # Acting

    def click(self, window, button=1, dx=None, dy=None):
        x = window.x + (window.width // 2 if dx is None else dx)
        y = window.y + (window.height // 2 if dy is None else dy)
        self._run("xdotool", "mousemove", str(x), str(y))
        # The pointer's arrival is an event of its own, and two quick clicks would be a double click.
        time.sleep(max(0.1, self._next_click - time.monotonic()))
        self._next_click = time.monotonic() + 0.6
        self._run("xdotool", "click", str(button))

    def move_pointer(self, x, y):
        self._run("xdotool", "mousemove", str(x), str(y))

    def keys(self, *names):
        self._run("xdotool", "key", "--delay", "40", *names)

    def type(self, text):
        self._run("xdotool", "type", "--delay", "20", text)

    def activate(self, window):
        self._run("xdotool", "windowactivate", "--sync", str(window.id))

    def close_window(self, window):
        """What the button in the title bar does."""
        self.activate(window)
        self.keys("alt+F4")

    def resize(self, window, width, height):
        self._run("xdotool", "windowsize", "--sync", str(window.id), str(width), str(height))

    def move(self, window, x, y):
        self._run("xdotool", "windowmove", str(window.id), str(x), str(y))

    def clipboard(self):
        return self._run("xclip", "-out", "-selection", "clipboard")

    # Pictures

    def pixels(self):
        """The screen as (width, height, rows of RGB bytes), from Xvfb's frame buffer (an XWD file)."""
        with open(os.path.join(self.home, "Xvfb_screen0"), "rb") as file:
            data = file.read()
        header = struct.unpack(">25I", data[:100])
        header_size, width, height, line_bytes, colours = header[0], header[4], header[5], header[12], header[19]
        start = header_size + colours * 12
        rows = []
        for y in range(height):
            line = data[start + y * line_bytes:start + y * line_bytes + width * 4]
            row = bytearray(width * 3)
            row[0::3], row[1::3], row[2::3] = line[2::4], line[1::4], line[0::4]
            rows.append(bytes(row))
        return width, height, rows

    def screenshot(self, path, x=0, y=0, width=None, height=None):
        """Writes that part of the screen as a PNG file."""
        full_width, full_height, rows = self.pixels()
        x, y = max(0, x), max(0, y)
        right = min(full_width, x + (width or full_width))
        bottom = min(full_height, y + (height or full_height))
        raw = b"".join(b"\0" + row[x * 3:right * 3] for row in rows[y:bottom])

        def chunk(kind, body):
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

        with open(path, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n"
                       + chunk(b"IHDR", struct.pack(">IIBBBBB", right - x, bottom - y, 8, 2, 0, 0, 0))
                       + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def processes_with(assignment):
    """Live processes (no zombies) whose environment holds NAME=VALUE, as a dict pid -> command line."""
    found = {}
    wanted = assignment.encode()
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/environ", "rb") as file:
                if wanted not in file.read().split(b"\0"):
                    continue
            with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                state = file.read().rsplit(")", 1)[1].split()[0]
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                command = file.read().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            continue
        if state not in "ZX":
            found[int(entry)] = command
    return found


def kill_all(pids):
    """Ends what a failed test left behind."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
