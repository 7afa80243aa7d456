#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""check_faults.py believes no row that names a test which does not exist."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).with_name("check_faults.py")


class CheckFaults(unittest.TestCase):
    def check(self, rows, more=(), catalogue=None):
        with tempfile.TemporaryDirectory() as parent:
            folder = Path(parent, "project")
            room = Path(folder, "tests/process")
            room.mkdir(parents=True)
            Path(room, "tst_guard.cpp").write_text("void stopKillsTheWholeTree() {}\nvoid killIsImmediate() {}\n", encoding="utf-8")
            Path(room, "test_tray.py").write_text("def test_quit(self):\n    pass\n", encoding="utf-8")
            table = ["## Catalogue", "| id | test |", "|---|---|", *rows, *more]
            Path(folder, "tests/faults.md").write_text("\n".join(table) + "\n", encoding="utf-8")
            if catalogue is not None:
                Path(parent, "shared").mkdir()
                Path(parent, "shared/RELIABILITY.md").write_text("".join(f"| {fault} | a fault |\n" for fault in catalogue), encoding="utf-8")
            return subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True, check=False,
                                  env={name: value for name, value in os.environ.items() if name != "SKILLS_SHARED_DIR"})

    def assert_found(self, rows, words, *more):
        result = self.check(rows, *more)
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertIn(words, result.stdout)

    def test_a_true_table_passes(self):
        result = self.check(["| O05 | test_tray: test_quit; tst_guard: stopKillsTheWholeTree |",
                             "| T03 | tst_guard: stopKillsTheWholeTree (a, b), killIsImmediate |", "| T20 | none: cannot be caused here |"])
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_without_the_catalogue_it_says_so_and_passes(self):
        result = self.check(["| T03 | tst_guard: killIsImmediate |"])
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn("Not compared with the catalogue", result.stdout)

    def test_the_whole_catalogue_passes(self):
        result = self.check(["| T03 | tst_guard: killIsImmediate |"], catalogue=["T03"])
        self.assertEqual((result.returncode, result.stdout), (0, ""))

    def test_a_fault_without_a_row_is_found(self):
        self.assert_found(["| T03 | tst_guard: killIsImmediate |"], "T04 of the catalogue has no row", (), ["T03", "T04"])

    def test_a_row_of_another_list_stands_in_for_none(self):
        more = ["## Findings", "| T04 | tst_guard: killIsImmediate |"]
        self.assert_found(["| T03 | tst_guard: killIsImmediate |"], "T04 of the catalogue has no row", more, ["T03", "T04"])

    def test_a_row_for_no_fault_is_found(self):
        self.assert_found(["| T03 | tst_guard: killIsImmediate |"], "T03 is not in the catalogue", (), [])

    def test_one_id_may_stand_in_two_lists(self):
        result = self.check(["| T03 | tst_guard: killIsImmediate |"], ["## Findings", "| T03 | test_tray: test_quit |"])
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_an_unknown_method_is_found(self):
        self.assert_found(["| T03 | tst_guard: stopKillsHalfTheTree |"], "has no method stopKillsHalfTheTree")

    def test_an_unknown_second_method_is_found(self):
        self.assert_found(["| T03 | tst_guard: killIsImmediate, killIsSlow |"], "has no method killIsSlow")

    def test_an_unknown_program_is_found(self):
        self.assert_found(["| T03 | tst_other: stopKillsTheWholeTree |"], "there is no test program tst_other")

    def test_a_row_that_names_no_test_is_found(self):
        self.assert_found(["| T03 | it works |"], "cannot read")

    def test_disorder_is_found(self):
        self.assert_found(["| T03 | test_tray: test_quit |", "| O05 | test_tray: test_quit |"], "not sorted")

    def test_a_second_row_for_one_fault_is_found(self):
        self.assert_found(["| T03 | test_tray: test_quit |", "| T03 | tst_guard: stopKillsTheWholeTree |"], "more than one row")

    def test_an_empty_table_is_found(self):
        self.assert_found([], "there are no rows")


if __name__ == "__main__":
    unittest.main()
