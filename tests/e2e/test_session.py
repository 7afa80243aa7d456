#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""The end of a desktop's session, as X11's session managers do it (XSMP)."""

import time

from desktop import eventually
from session_manager import RESTART_NEVER, SessionManager
from tray import TrayTest, main


class SessionEnds(TrayTest):
    tray_host = False  # where a window that is asked to close asks back

    def setUp(self):
        super().setUp()
        self.manager = SessionManager(self.desktop.home)
        self.addCleanup(self.manager.close)

    def start_in_session(self, *fake_args, options=()):
        tray = self.start_fake(*fake_args, options=options, SESSION_MANAGER=self.manager.address)
        self.assertTrue(self.manager.registered.wait(20), "it is a client of the session manager")
        self.assertTrue(tray.wait_for("ready"))
        return tray

    def end_session(self, tray):
        started = time.monotonic()
        self.manager.end_session()
        self.assert_gone(tray, 4)
        self.assertEqual(tray.process.wait(), 0)
        return time.monotonic() - started

    def test_the_backend_is_asked_to_end_whatever_the_window_says(self):  # A05
        tray = self.start_in_session("--skills=3", "--children=2", "--slow-term=700")
        self.assert_soon(self.desktop.main_window, "the window is open")
        # SIGTERM came, for it took its time, and no SIGKILL.
        self.assertGreater(self.end_session(tray), .7)
        with open(self.log_file(), encoding="utf-8") as file:
            self.assertNotIn("did not end when asked", file.read())
        # A byte says it; what Qt sends behind it means nothing.
        self.assertTrue(self.manager.properties["RestartStyleHint"][0].startswith(RESTART_NEVER))

    def test_a_stubborn_backend_is_killed_in_time(self):  # A05
        tray = self.start_in_session("--ignore-term", "--children=3", options=["--background"])
        self.end_session(tray)

    def test_an_open_question_does_not_hold_up_the_end(self):  # A05, A14
        tray = self.start_in_session("--skills=3")
        window = self.assert_soon(self.desktop.main_window, "the window is open")
        self.desktop.close_window(window)
        self.assert_soon(self.desktop.dialog, "without an icon, closing asks")
        self.end_session(tray)

    def test_a_session_that_is_restored_finds_it_again(self):  # A05, C06
        tray = self.start_in_session("--skills=3", options=["-session", "10abcdef_1_2"])
        self.assertTrue(eventually(lambda: self.manager.previous_id is not None))
        self.assertIsNone(self.desktop.main_window(), "as after a start in the background")
        self.end_session(tray)

    def log_file(self):
        return f"{self.desktop.env['XDG_STATE_HOME']}/skills-tray/backend.log"


if __name__ == "__main__":
    main()
