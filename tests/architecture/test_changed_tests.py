#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""That .ci/changed_tests.py runs a test again for each thing that it is made of, and for nothing else."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / ".ci/changed_tests.py"


class ChangedTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.build = self.root / "build"
        for name in (".ci", "build", "tests/data/sub"):
            (self.root / name).mkdir(parents=True)
        self.script = shutil.copy(SCRIPT, self.root / ".ci")
        (self.root / "tests/data/sub/one.txt").write_text("1", encoding="utf-8")
        self.program = self.build / "tst_x"
        # A program that names what it reads, as QStringLiteral does.
        self.program.write_bytes(b"#!/bin/sh\nexit 0\n" + f"{self.root}/tests/data/".encode("utf-16-le") + b"\0\0")
        self.program.chmod(0o755)
        self.guard = self.build / "guard"
        self.guard.write_text("guard", encoding="utf-8")
        (self.build / "CTestTestfile.cmake").write_text(
            f'add_test(tst_x "{self.program}")\n'
            f'set_tests_properties(tst_x PROPERTIES REQUIRED_FILES "{self.guard}")\n', encoding="utf-8")

    def run_it(self):
        done = subprocess.run(["python3", self.script, self.build], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout

    def test_what_passed_is_run_again_only_when_it_changed(self):
        self.assertIn("100% tests passed", self.run_it())
        self.assertEqual(self.run_it(), "0 of 1 tests changed since they passed.\n")
        for file in (self.program, self.guard, self.root / "tests/data/sub/one.txt"):
            with open(file, "ab") as end:
                end.write(b"\n")
            self.assertIn("1 of 1 tests changed", self.run_it(), file)
            self.assertIn("0 of 1 tests changed", self.run_it(), file)
        (self.root / "tests/data/two.txt").write_text("2", encoding="utf-8")
        self.assertIn("1 of 1 tests changed", self.run_it())

    def test_what_failed_is_run_again(self):
        self.program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        for _ in range(2):
            done = subprocess.run(["python3", self.script, self.build], capture_output=True, text=True, check=False)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("1 of 1 tests changed", done.stdout)


if __name__ == "__main__":
    unittest.main()
