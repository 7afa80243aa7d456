# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Runs the program in one situation after the other and takes a picture of each. Called by screenshots.sh."""

import os
import shutil
import socket
import subprocess
import sys
import time

from desktop import Desktop, eventually
from tray import Tray

TRANSCRIPTS = os.path.join(os.path.dirname(__file__), "../tests/data/transcripts")

# Qt 6.4 has no colour scheme of its own to ask for. Under Plasma's name it takes palette and font from kdeglobals.
KDEGLOBALS = """[General]
font={font}
fixed={fixed}
[KDE]
widgetStyle=Fusion
"""
COLOURS = """[Colors:{group}]
BackgroundNormal={back}
BackgroundAlternate={other}
ForegroundNormal={text}
ForegroundInactive={quiet}
ForegroundLink={accent}
ForegroundVisited={accent}
"""
LIGHT = {"Window": ("246,247,249", "240,241,244"), "Button": ("252,252,253", "246,247,249"),
         "View": ("255,255,255", "246,247,249"), "Tooltip": ("255,255,255", "246,247,249")}
DARK = {"Window": ("46,49,58", "52,55,64"), "Button": ("62,66,77", "68,72,83"),
        "View": ("29,31,38", "35,38,46"), "Tooltip": ("62,66,77", "68,72,83")}


def kdeglobals(dark, points):
    text = KDEGLOBALS.format(font=f"DejaVu Sans,{points},-1,5,50,0,0,0,0,0",
                             fixed=f"DejaVu Sans Mono,{max(points - 1, 7)},-1,5,50,0,0,0,0,0")
    for group, (back, other) in (DARK if dark else LIGHT).items():
        text += COLOURS.format(group=group, back=back, other=other, text="233,235,240" if dark else "28,31,38",
                               quiet="150,155,168" if dark else "100,106,120", accent="86,145,250" if dark else "37,99,220")
    return text + COLOURS.format(group="Selection", back="61,125,245", other="61,125,245", text="255,255,255",
                                 quiet="220,228,245", accent="255,255,255")


class Stage(Desktop):
    """A desktop that looks like somebody's: palette, font, a `uvx` that is the fake backend."""

    def __init__(self, folder, dark=False, points=10, size=(1280, 800)):
        super().__init__(size=size, panel="#22252c" if dark else "#dfe3e8", background="-br" if dark else "-wr")
        self.folder = folder
        self.dark = dark
        self.env.update(XDG_CURRENT_DESKTOP="KDE", KDE_FULL_SESSION="true", KDE_SESSION_VERSION="5")
        with open(os.path.join(self.env["XDG_CONFIG_HOME"], "kdeglobals"), "w", encoding="utf-8") as file:
            file.write(kdeglobals(dark, points))
        self._theme("Onyx" if dark else "Clearlooks")
        self.tray = None

    def _theme(self, name):
        path = os.path.join(self.env["XDG_CONFIG_HOME"], "openbox")
        os.makedirs(path)
        with open("/etc/xdg/openbox/rc.xml", encoding="utf-8") as file:
            text = file.read()
        with open(os.path.join(path, "rc.xml"), "w", encoding="utf-8") as file:
            file.write(text.replace("<name>Clearlooks</name>", f"<name>{name}</name>", 1))

    def uvx(self, *options):
        """~/.local/bin/uvx becomes the fake backend with these options."""
        folder = os.path.join(self.home, ".local/bin")
        os.makedirs(folder, exist_ok=True)
        if not os.path.exists(os.path.join(folder, "uvx")):
            shutil.copy(os.environ["SKILLS_FAKE_BACKEND"], os.path.join(folder, "uvx"))
        with open(os.path.join(folder, "uvx.args"), "w", encoding="utf-8") as file:
            file.write("\n".join(("--uvx-version=uvx 0.9.20", *options)) + "\n")

    def settings(self, text):
        folder = os.path.join(self.env["XDG_CONFIG_HOME"], "skills-tray")
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(os.path.join(folder, "settings.ini"), "w", encoding="utf-8") as file:
            file.write(text)

    def run(self, *args, state):
        self.tray = Tray(self, *args)
        if not self.tray.wait_for(state):
            raise RuntimeError(f"not {state}: {self.tray.status()}\n{self.tray.output()}")

    def __exit__(self, *args):
        if self.tray:
            self.tray.command("quit")
            self.tray.close()
        super().__exit__(*args)

    def window(self, width=1080, height=580):
        if not self.main_window():
            self.tray.command("show")
        window = eventually(self.main_window)
        self.move(window, 60, 60)
        self.resize(window, width, height)
        # Let the header's texts, the log and the blinking of the cursor settle.
        time.sleep(1)
        return self.main_window()

    def picture(self, name, window, margin=0):
        self.move_pointer(2, 2)
        time.sleep(0.3)
        left, right, top, bottom = self.frame(window)
        self.screenshot(os.path.join(self.folder, name + ".png"), window.x - left - margin, window.y - top - margin,
                        window.width + left + right + 2 * margin, window.height + top + bottom + 2 * margin)

    def frame(self, window):
        words = self._run("xprop", "-id", str(window.id), "_NET_FRAME_EXTENTS").replace(",", " ").split()
        numbers = [int(word) for word in words if word.isdigit()]
        return numbers if len(numbers) == 4 else [0, 0, 0, 0]


def recording(stage, name):
    """What the real backend printed, up to the point where it was asked to stop."""
    path = os.path.join(stage.home, name + ".err")
    with open(os.path.join(TRANSCRIPTS, name + ".err"), "rb") as file:
        lines = file.read().splitlines(keepends=True)
    end = next((i for i, line in enumerate(lines) if b"Shutting down" in line), len(lines))
    with open(path, "wb") as file:
        file.writelines(lines[:end])
    return "--replay=" + path


def ready(stage):
    stage.uvx(recording(stage, "ready-columns"), "--replay-speed=20000", "--skills=151", "--load-seconds=4")
    stage.run("--background", "--backend", "claude-skills-mcp", state="ready")


def window_ready(name, **look):
    def take(folder):
        with Stage(folder, **look) as stage:
            ready(stage)
            stage.picture(name, stage.window())
    return take


def tray_icon(folder):
    with Stage(folder) as stage:
        ready(stage)
        icon = eventually(stage.icon)
        stage.move_pointer(icon.x + 1, icon.y + icon.height - 1)
        time.sleep(1.5)
        stage.screenshot(os.path.join(folder, "tray.png"), icon.x - 252, icon.y - 48, 290, 90)


def menu(name, **look):
    def take(folder):
        with Stage(folder, **look) as stage:
            ready(stage)
            stage.click(eventually(stage.icon), button=3)
            window = eventually(stage.menu)
            stage.move_pointer(2, 2)
            time.sleep(0.3)
            stage.screenshot(os.path.join(folder, name + ".png"), window.x - 12, window.y - 12, window.width + 24,
                             window.height + 60)
    return take


def loading(folder):
    with Stage(folder, dark=True) as stage:
        os.makedirs(os.path.join(stage.env["XDG_STATE_HOME"], "skills-tray"), mode=0o700)
        stage.uvx("--skills=151", "--load-seconds=2")
        stage.run("--background", "--backend", "claude-skills-mcp", state="ready")
        stage.uvx("--skills=151", "--load-seconds=14", "--loud-skills")
        stage.tray.command("restart")
        window = stage.window()
        eventually(lambda: (stage.tray.status().get("skills") or 0) > 80, 20)
        stage.picture("loading-dark", window)


def stopped(folder):
    with Stage(folder) as stage:
        ready(stage)
        stage.tray.command("stop")
        stage.picture("stopped", stage.window())


def port_in_use(folder):
    code = "import socket, time; s = socket.create_server(('127.0.0.1', {})); time.sleep(60)"
    with Stage(folder) as stage:
        stage.uvx()
        with socket.socket() as probe:
            port = 8765 if probe.connect_ex(("127.0.0.1", 8765)) else 8766
        stranger = subprocess.Popen([sys.executable, "-c", code.format(port)])
        try:
            time.sleep(0.5)
            stage.run("--background", "--backend", "claude-skills-mcp", "--port", str(port), state="failed")
            stage.picture("port-in-use", stage.window())
        finally:
            stranger.kill()
            stranger.wait()


def warning(folder):
    with Stage(folder, dark=True) as stage:
        stage.uvx(recording(stage, "no-model"), "--skills=0", "--update-errors=Background loading failed")
        stage.run("--background", "--backend", "claude-skills-mcp", state="ready")
        window = stage.window(1080, 640)
        stage.keys("alt+e")  # Show error
        time.sleep(0.5)
        stage.picture("warning-dark", window)


def traceback(name, *keys):
    def take(folder):
        with Stage(folder, dark=True) as stage:
            stage.uvx(recording(stage, "no-model"), "--skills=0", "--update-errors=Background loading failed")
            stage.run("--background", "--backend", "claude-skills-mcp", state="ready")
            window = stage.window(1080, 640)
            stage.click(window, dy=window.height - 120)
            for key in keys:
                stage.keys(key)
            time.sleep(0.7)
            stage.picture(name, window)
    return take


def consent(folder):
    with Stage(folder) as stage:
        stage.uvx("--uvx-offline-exit=1")
        stage.settings("[backend]\nkind=claude-skills-mcp\n")
        stage.run("--background", state="failed")
        stage.picture("consent", stage.window())


def settings(folder):
    with Stage(folder) as stage:
        ready(stage)
        stage.click(eventually(stage.icon), button=3)
        eventually(stage.menu)
        stage.keys("e")
        dialog = eventually(lambda: next((w for w in stage.visible() if "Settings" in w.name), None))
        time.sleep(0.5)
        stage.picture("settings", dialog)


def find(folder):
    with Stage(folder) as stage:
        ready(stage)
        window = stage.window()
        stage.click(window, dy=window.height // 2)
        stage.keys("ctrl+f")
        stage.type("Loaded skill: sc")
        stage.keys("Return")
        time.sleep(0.7)
        stage.picture("find", window)


def narrow(folder):
    with Stage(folder) as stage:
        ready(stage)
        stage.picture("narrow", stage.window(480, 640))


def largest_font(folder):
    with Stage(folder, points=24, size=(1600, 1000)) as stage:
        ready(stage)
        stage.picture("largest-font", stage.window(1400, 800))


PICTURES = {
    "tray": tray_icon,
    "menu-light": menu("menu-light"),
    "menu-dark": menu("menu-dark", dark=True),
    "window-light": window_ready("window-light"),
    "window-dark": window_ready("window-dark", dark=True),
    "loading-dark": loading,
    "stopped": stopped,
    "port-in-use": port_in_use,
    "warning-dark": warning,
    "traceback-folded": traceback("traceback-folded"),
    "traceback-open": traceback("traceback-open", "F8", "Escape"),
    "consent": consent,
    "settings": settings,
    "find": find,
    "narrow": narrow,
    "largest-font": largest_font,
}


def main():
    folder, *names = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for name in names or PICTURES:
        PICTURES[name](folder)
        print(name)


if __name__ == "__main__":
    main()
