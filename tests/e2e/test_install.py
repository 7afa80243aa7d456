#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""What `cmake --install` leaves behind works without the build tree."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from tray import free_port


class Install(unittest.TestCase):
    def setUp(self):
        self.prefix = Path(tempfile.mkdtemp(prefix="skills tray ")) / ".local"
        self.addCleanup(shutil.rmtree, self.prefix.parent)
        done = subprocess.run(["cmake", "--install", os.environ["SKILLS_BUILD_DIR"], "--prefix", self.prefix],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_everything_lies_where_it_is_looked_for(self):
        for name in ["bin/skills-tray", "bin/skills-backend", "share/man/man1/skills-backend.1", "libexec/skills-tray/skills-tray-guard", "share/man/man1/skills-tray.1",
                     "share/applications/skills-tray.desktop", "share/metainfo/skills-tray.metainfo.xml",
                     "share/icons/hicolor/scalable/apps/skills-tray.svg",
                     "share/bash-completion/completions/skills-tray", "share/bash-completion/completions/skills-backend",
                     "share/zsh/site-functions/_skills-tray", "share/zsh/site-functions/_skills-backend",
                     "share/fish/vendor_completions.d/skills-tray.fish", "share/fish/vendor_completions.d/skills-backend.fish"]:
            self.assertTrue((self.prefix / name).is_file(), name)

    def test_the_launcher_names_the_installed_program(self):
        launcher = self.prefix / "share/applications/skills-tray.desktop"
        text = launcher.read_text(encoding="utf-8")
        self.assertIn(f'Exec="{self.prefix}/bin/skills-tray"\n', text)
        self.assertIn(f"TryExec={self.prefix}/bin/skills-tray\n", text)
        if shutil.which("desktop-file-validate"):
            done = subprocess.run(["desktop-file-validate", launcher], capture_output=True, text=True, check=False)
            self.assertEqual(done.stdout + done.stderr, "")

    def test_the_unit_names_the_installed_program(self):
        unit = self.prefix / "lib/systemd/user/skills-tray.service"
        text = unit.read_text(encoding="utf-8")
        self.assertIn(f'\nExecStart="{self.prefix}/bin/skills-tray" --headless --log-to-stderr\n', text)
        self.assertIn(f'\nExecStop=-"{self.prefix}/bin/skills-tray" quit\n', text)
        if shutil.which("systemd-analyze"):
            env = {**os.environ, "XDG_RUNTIME_DIR": str(self.prefix.parent)}
            done = subprocess.run(["systemd-analyze", "--user", "verify", unit], env=env, capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_a_unit_of_a_home_lies_where_systemd_looks_for_it(self):
        env = {**os.environ, "HOME": str(self.prefix.parent)}
        done = subprocess.run(["cmake", "--install", os.environ["SKILLS_BUILD_DIR"], "--prefix", self.prefix], env=env,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertTrue((self.prefix / "share/systemd/user/skills-tray.service").is_file())

    def test_the_installed_program_runs_a_backend_with_the_installed_guard(self):
        home = self.prefix.parent
        env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "QT_"))}
        env.update(HOME=str(home), XDG_RUNTIME_DIR=str(home), QT_QPA_PLATFORM="offscreen")
        program = self.prefix / "bin/skills-tray"
        tray = subprocess.Popen([program, "--background", "--port", str(free_port()), "--", os.environ["SKILLS_FAKE_BACKEND"], "--port", "{port}",
                                 "--skills=3"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(tray.wait)
        self.addCleanup(tray.terminate)

        def ask(*args):
            return subprocess.run([program, *args], env=env, capture_output=True, text=True, timeout=30, check=False)

        for _ in range(100):
            if ask("status").returncode != 3:
                break
        done = ask("wait", "settled", "--timeout", "20")
        self.assertEqual(done.returncode, 0, done.stderr)
        guard = int(json.loads(ask("status", "--json").stdout)["guard_pid"])
        self.assertEqual(os.readlink(f"/proc/{guard}/exe"), str(self.prefix / "libexec/skills-tray/skills-tray-guard"))

        # An upgrade puts other files in the place of those that run.
        for name in ["bin/skills-tray", "bin/skills-backend", "libexec/skills-tray/skills-tray-guard"]:
            fresh = self.prefix / (name + ".dpkg-new")
            shutil.copy2(self.prefix / name, fresh)
            os.replace(fresh, self.prefix / name)
        self.assertEqual(ask("restart").returncode, 0)
        done = ask("wait", "settled", "--timeout", "20")
        self.assertEqual(done.returncode, 0, done.stderr)
        status = json.loads(ask("status", "--json").stdout)
        self.assertEqual(status["state"], "ready", status)
        self.assertNotEqual(status["guard_pid"], guard)
        self.assertEqual(os.readlink(f"/proc/{status['guard_pid']}/exe"), str(self.prefix / "libexec/skills-tray/skills-tray-guard"))
        self.assertEqual(ask("quit").returncode, 0)

    def test_a_first_start_ends_in_ready_with_skills(self):
        home = self.prefix.parent
        env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "QT_"))}
        # Nobody listens there: a computer without a network.
        env.update(HOME=str(home), XDG_RUNTIME_DIR=str(home), QT_QPA_PLATFORM="offscreen",
                   SKILLS_BACKEND_GITHUB_URL="http://127.0.0.1:1")
        program = self.prefix / "bin/skills-tray"
        tray = subprocess.Popen([program, "--port", str(free_port())], env=env, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
        self.addCleanup(tray.wait)
        self.addCleanup(tray.terminate)

        def ask(*args):
            return subprocess.run([program, *args], env=env, capture_output=True, text=True, timeout=60, check=False)

        for _ in range(100):
            if ask("status").returncode != 3:
                break
        done = ask("wait", "settled", "--timeout", "30")
        status = json.loads(ask("status", "--json").stdout)
        self.assertEqual((done.returncode, status["state"]), (0, "ready"), status)
        self.assertEqual(status["backend"], "builtin")
        self.assertEqual(status["command"][0], str(self.prefix / "bin/skills-backend"))
        self.assertEqual(status["skills"], 3)
        self.assertEqual(status["skills_expected"], 3)
        self.assertEqual(ask("status").returncode, 0)
        config = home / ".config/skills-tray/skills.json"
        example = subprocess.run([self.prefix / "bin/skills-backend", "--example-config"], capture_output=True, check=True)
        self.assertEqual(config.read_bytes(), example.stdout)
        self.assertEqual(ask("quit").returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
