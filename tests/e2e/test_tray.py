#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""What a person does with the icon, the menu and the window, with a fake backend."""

import os
import shutil
import socket
import time
import unittest

from desktop import Desktop, eventually
from tray import TrayTest, free_port, main


class IconMenuAndWindow(TrayTest):
    def test_left_click_shows_the_window_and_hides_it_only_when_it_is_active(self):
        tray = self.start_fake("--skills=12", options=["--background"])
        icon = self.icon()
        self.assertTrue(tray.wait_for("ready"))
        self.assertIsNone(self.desktop.main_window(), "--background opens no window")

        self.desktop.click(icon)
        window = self.assert_soon(self.desktop.main_window, "a click shows the window")
        self.assert_soon(lambda: self.desktop.active_window() == window.id, "the window is active")
        self.keep_screenshot("window")

        # Another window on top: then the click raises ours instead of hiding it.
        other = self.desktop.open_other_window()
        self.assert_soon(lambda: self.desktop.active_window() == other, "the other window is active")
        # A click that follows at once counts as one on the active window: some panels take the focus first.
        time.sleep(1)
        self.desktop.click(icon)
        self.assert_soon(lambda: self.desktop.active_window() == window.id, "the click raises the window")
        self.assertIsNotNone(self.desktop.main_window())

        self.desktop.click(icon)
        self.assert_soon(lambda: not self.desktop.main_window(), "a click on the active window's icon hides it")

    def test_menu_stops_and_starts_and_quits(self):
        tray = self.start_fake("--skills=12", "--children=2", options=["--background"])
        self.assertTrue(tray.wait_for("ready"))
        first = tray.status()["pid"]

        self.open_menu()
        self.keep_screenshot("menu")
        self.desktop.keys("t")
        self.assertTrue(tray.wait_for("stopped"), "Stop backend")
        self.assertEqual(tray.backend_tree(), {}, "stopped means that the tree is gone")
        self.assertIsNone(tray.process.poll(), "the tray itself stays")

        self.choose("s")
        self.assertTrue(tray.wait_for("ready"), "Start backend")
        self.assertNotEqual(tray.status()["pid"], first)

        self.choose("r")
        self.assert_soon(lambda: tray.status().get("pid") not in (None, first), "Restart backend")
        self.assertTrue(tray.wait_for("ready"))

        self.choose("q")
        self.assert_gone(tray, 8)
        self.assertEqual(tray.process.wait(), 0)

    def test_closing_the_window_hides_it(self):
        tray = self.start_fake("--skills=3")
        self.icon()
        window = self.assert_soon(self.desktop.main_window, "the window opens at the start")
        self.desktop.close_window(window)
        self.assert_soon(lambda: not self.desktop.main_window(), "the window is hidden")
        self.assertIsNone(tray.process.poll())
        self.assertTrue(tray.wait_for("ready"), "the backend runs on")
        self.assertEqual(tray.command("show").returncode, 0)
        self.assert_soon(self.desktop.main_window, "`show` brings it back")

    def test_the_first_close_is_told_where_nobody_shows_notifications(self):
        tray = self.start_fake("--skills=3")
        self.icon()
        window = self.assert_soon(self.desktop.main_window, "the window opens at the start")
        self.desktop.close_window(window)
        self.assert_soon(lambda: not self.desktop.main_window(), "the window is hidden")
        told = self.assert_soon(self.desktop.dialog, "a dialog says that Skills Tray keeps running")
        self.desktop.activate(told)
        self.desktop.keys("Return")
        self.assert_soon(lambda: not self.desktop.dialog(), "and goes")
        self.assertIsNone(tray.process.poll(), "with it nothing ends")
        self.assertEqual(tray.command("show").returncode, 0)
        window = self.assert_soon(self.desktop.main_window, "`show` brings it back")
        self.desktop.close_window(window)
        self.assert_soon(lambda: not self.desktop.main_window(), "the window is hidden")
        time.sleep(2)  # nothing may happen meanwhile, and nothing tells when nothing happened
        self.assertIsNone(self.desktop.dialog(), "it is told once")

    def test_start_asks_while_a_download_needs_a_yes(self):
        fake = os.path.join(self.desktop.home, "fake")
        os.mkdir(fake)
        shutil.copy(os.environ["SKILLS_FAKE_BACKEND"], os.path.join(fake, "uvx"))
        uvx = os.path.join(self.desktop.home, "uvx")
        with open(uvx, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\ncase \"$*\" in --version) echo uvx 0.9.20; exit 0;; --offline*) exit 1;; esac\n"
                       f"exec {fake}/uvx \"$@\"\n")
        os.chmod(uvx, 0o755)
        # Not by --backend, which is a yes.
        settings = os.path.join(self.desktop.env["XDG_CONFIG_HOME"], "skills-tray")
        os.makedirs(settings, exist_ok=True)
        with open(os.path.join(settings, "settings.ini"), "w", encoding="utf-8") as file:
            file.write("[backend]\nkind=claude-skills-mcp\n")
        tray = self.start("--port", "{PORT}", PATH=self.desktop.home + ":" + os.environ["PATH"])
        window = self.assert_soon(self.desktop.main_window, "the window opens at the start")
        self.assertTrue(tray.wait_for("failed"))
        self.assertEqual(tray.status()["failure"]["kind"], "needs-download")
        started = tray.command("start")
        self.assertEqual(started.returncode, 1)
        self.assertIn("needs a download first", started.stderr)
        self.assertTrue(tray.wait_for("failed"))
        self.desktop.activate(window)
        self.desktop.keys("alt+s")
        question = self.assert_soon(self.desktop.dialog, "Start backend asks")
        self.desktop.activate(question)
        self.keep_screenshot("question")
        self.desktop.keys("alt+d")
        self.assertTrue(tray.wait_for("ready"), "a yes starts it")

    def test_the_icon_follows_the_colours_of_its_tray(self):
        tray = self.start_fake("--skills=3", options=["--background"])
        self.icon()
        self.assertTrue(tray.wait_for("ready"))

        def star():
            """How bright the icon is in its middle, 0 to 255."""
            icon = self.desktop.icon()
            x, y = icon.x + icon.width // 2, icon.y + icon.height // 2
            return self.desktop.pixels()[2][y][x * 3 + 1]

        for foreground, is_right in ((65535, lambda light: light > 200), (0, lambda light: light < 100)):
            self.desktop.set_tray_foreground(foreground)
            self.assert_soon(lambda: is_right(star()), f"the icon fits a panel whose text is {foreground}: {star()}")

    def test_keys_work_in_the_window(self):
        tray = self.start_fake("--skills=3")
        self.assertTrue(tray.wait_for("ready"))
        window = self.assert_soon(self.desktop.main_window, "the window opens at the start")
        self.assert_soon(lambda: self.desktop.active_window() == window.id, "and is active")
        self.desktop.keys("ctrl+f")
        self.desktop.type("Loaded skill")
        self.desktop.keys("ctrl+a", "ctrl+c")
        self.assert_soon(lambda: self.desktop.clipboard() == "Loaded skill", "Ctrl+F opens the find bar")
        self.desktop.keys("Escape", "ctrl+l")
        self.desktop.type("/skill.*3/")
        self.desktop.keys("ctrl+a", "ctrl+c")
        self.assert_soon(lambda: self.desktop.clipboard() == "/skill.*3/", "Ctrl+L goes to the filter")
        self.desktop.keys("ctrl+shift+c")
        self.assert_soon(lambda: self.desktop.clipboard() == tray.status()["mcp_url"], "the address is copied")
        self.desktop.keys("ctrl+q")
        self.assert_gone(tray, 8)

    def test_start_at_login_writes_and_removes_the_entry(self):
        self.start_fake("--skills=3", options=["--background"])
        entry = os.path.join(self.desktop.env["XDG_CONFIG_HOME"], "autostart", "skills-tray.desktop")
        self.icon()
        self.assertFalse(os.path.exists(entry), "off until chosen")
        self.choose("g")
        self.assert_soon(lambda: os.path.exists(entry), "chosen")
        with open(entry, encoding="utf-8") as file:
            text = file.read()
        self.assertIn(os.path.realpath(os.environ["SKILLS_TRAY"]), text)
        self.assertIn("--background", text)
        self.choose("g")
        self.assert_soon(lambda: not os.path.exists(entry), "and off again")

    def test_an_error_while_the_window_is_hidden_is_told(self):  # A10
        # Where the folder of the login entries should be, there is a file; and nobody here shows notifications.
        with open(os.path.join(self.desktop.env["XDG_CONFIG_HOME"], "autostart"), "w", encoding="utf-8"):
            pass
        self.start_fake("--skills=3")
        self.icon()
        window = self.assert_soon(self.desktop.main_window, "the window opens at the start")
        self.desktop.close_window(window)
        self.assert_soon(lambda: not self.desktop.main_window(), "the window is hidden")
        self.choose("g")
        self.assert_soon(self.desktop.main_window, "the window comes, to say that it did not work")

    def test_the_login_entry_names_the_place_that_we_were_called_by(self):  # case C07
        # Another version is one link away, and the entry goes with it.
        current = os.path.join(self.desktop.home, "my \"odd\" $dir 100%")
        os.symlink(os.path.dirname(os.path.dirname(os.environ["SKILLS_TRAY"])), current)
        self.start_fake("--skills=3", options=["--background"], program=os.path.join(current, "bin", "skills-tray"))
        entry = os.path.join(self.desktop.env["XDG_CONFIG_HOME"], "autostart", "skills-tray.desktop")
        self.icon()
        self.choose("g")
        self.assert_soon(lambda: os.path.exists(entry), "chosen")
        with open(entry, encoding="utf-8") as file:
            lines = dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)
        self.assertEqual(lines["TryExec"], f"{current}/bin/skills-tray")
        self.assertIn("100%%/bin/skills-tray", lines["Exec"])

    def saved_settings(self):
        try:
            with open(os.path.join(self.desktop.env["XDG_CONFIG_HOME"], "skills-tray", "settings.ini"), encoding="utf-8") as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def open_settings(self):
        self.choose("e")
        dialog = self.assert_soon(self.desktop.dialog, "the settings open")
        self.assert_soon(lambda: self.desktop.active_window() == dialog.id, "and are active")

    def test_reopened_settings_still_offer_the_restart(self):
        tray = self.start_fake("--skills=3", options=["--background"])
        self.assertTrue(tray.wait_for("ready"))
        other = free_port()
        self.open_settings()
        self.desktop.keys("alt+p", "ctrl+a")
        self.desktop.type(str(other))
        self.desktop.keys("Tab")
        self.assert_soon(lambda: f"port={other}" in self.saved_settings(), "the port is saved")
        self.desktop.keys("alt+o")
        self.assert_soon(lambda: not self.desktop.dialog(), "the settings close")
        self.open_settings()
        self.desktop.keys("alt+r")
        self.assert_soon(lambda: tray.status().get("port") == other, "Restart now is there, and takes the new port")
        self.assertTrue(tray.wait_for("ready"))

    def test_open_settings_follow_a_remedy(self):
        with socket.create_server(("127.0.0.1", 0)) as stranger:
            taken = stranger.getsockname()[1]
            tray = self.start("--port", str(taken), "--", os.environ["SKILLS_FAKE_BACKEND"], "--port", "{port}")
            self.assertTrue(tray.wait_for("failed"))
            window = self.assert_soon(self.desktop.main_window, "the window opens")
            self.open_settings()
            self.desktop.activate(window)
            self.desktop.keys("alt+p")  # Use another port…
            self.assert_soon(lambda: self.desktop.active_window() != window.id, "it asks which one")
            self.desktop.keys("Return")
            self.assertTrue(tray.wait_for("ready"))
            port = tray.status()["port"]
            self.assertNotEqual(port, taken)
            settings = next(w for w in self.desktop.visible() if "Settings" in w.name)
            self.desktop.activate(settings)
            self.desktop.keys("alt+b")  # Start the backend when Skills Tray starts
            self.assert_soon(lambda: "startAtLaunch=false" in self.saved_settings(), "a change is saved")
            self.assertIn(f"port={port}", self.saved_settings(), "and nothing is taken back by it")

    def test_a_second_start_shows_the_first_ones_window(self):
        tray = self.start_fake("--skills=3", options=["--background"])
        self.icon()
        self.assertTrue(tray.wait_for("ready"))
        self.assertEqual(tray.command(timeout=5).returncode, 0)
        self.assert_soon(self.desktop.main_window, "the window comes")
        self.assertIsNone(tray.process.poll())

    def test_the_icon_comes_back_with_the_panel(self):
        tray = self.start_fake("--skills=3", options=["--background"])
        self.icon()
        self.desktop.stop_panel()
        self.assert_soon(lambda: not self.desktop.icon(), "the icon went with the panel")
        self.desktop.start_panel()
        self.icon()
        self.assertIsNone(tray.process.poll())


class DeathOfTheScreen(TrayTest):
    def test_everything_ends_and_the_next_start_is_clean(self):  # O07
        tray = self.start_fake("--skills=3", "--children=2", "--ignore-term", options=["--background"])
        self.icon()
        self.assertTrue(tray.wait_for("ready"))
        self.desktop.kill_screen()
        self.assert_gone(tray, 7)

        with Desktop() as second:
            places = {k: v for k, v in self.desktop.env.items() if k.startswith("XDG_") or k == "HOME"}
            again = self.start_fake("--skills=3", options=["--background"], desktop=second, **places)
            self.assertTrue(again.wait_for("ready"), "the next start works")
            self.assertTrue(eventually(second.icon))
            self.assertEqual(again.command("quit").returncode, 0)
            self.assert_gone(again, 8)


class NoTrayHost(TrayTest):
    tray_host = False

    def test_the_window_opens_and_closing_it_quits(self):  # U01
        tray = self.start_fake("--skills=3")
        window = self.assert_soon(self.desktop.main_window, "the window opens", timeout=35)
        self.assertTrue(tray.wait_for("ready"))
        self.keep_screenshot("window")
        self.assertIsNone(self.desktop.icon())
        self.desktop.close_window(window)
        self.assert_soon(self.desktop.dialog, "without an icon, closing asks")
        self.keep_screenshot("question")
        self.desktop.keys("alt+q")
        self.assert_gone(tray, 8)

    def test_a_panel_that_comes_later_gets_the_icon(self):
        self.start_fake("--skills=3")
        self.assert_soon(self.desktop.main_window, "the window opens", timeout=35)
        self.desktop.start_panel()
        self.icon()


if __name__ == "__main__":
    main()
