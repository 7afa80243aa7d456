#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""check_hardening.py sees each protection that a program was built without. CXX names the compiler."""

import os
import platform
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).with_name("check_hardening.py")
CXX = os.environ.get("CXX", "c++")
SOURCE = """
#include <cstdio>
#include <cstring>
int main(int count, char **words)
{
    char copy[64];
    std::strcpy(copy, words[0]);
    std::strcat(copy, words[count - 1]);
    std::puts(copy);
}
"""
HARDENED = [
    "-O2", "-fPIE", "-pie", "-Wl,-z,relro,-z,now,-z,noexecstack", "-fstack-protector-strong", "-U_FORTIFY_SOURCE",
    "-D_FORTIFY_SOURCE=3",
    "-mbranch-protection=standard" if platform.machine() == "aarch64" else "-fcf-protection=full",
]


class CheckHardening(unittest.TestCase):
    def check(self, *others):
        """Builds with all protections but what OTHERS, which come last, take away."""
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "program.cpp")
            source.write_text(SOURCE, encoding="utf-8")
            subprocess.run([CXX, source, "-o", Path(folder, "program"), *HARDENED, *others], check=True)
            return subprocess.run([sys.executable, CHECK, Path(folder, "program")], capture_output=True, text=True, check=False)

    def assert_lacks(self, words, *others):
        result = self.check(*others)
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        self.assertEqual(len(result.stdout.splitlines()), 1, result.stdout)
        self.assertIn(words, result.stdout)

    def test_nothing_is_said_of_a_hardened_program(self):
        result = self.check()
        self.assertEqual((result.returncode, result.stdout), (0, ""))

    def test_a_program_that_is_not_there_is_no_hardened_one(self):
        result = subprocess.run([sys.executable, CHECK, "/nowhere"], capture_output=True, text=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (1, ""))
        self.assertIn("/nowhere cannot be read", result.stdout)

    def test_a_fixed_place_is_seen(self):
        self.assert_lacks("position-independent", "-fno-PIE", "-no-pie")

    def test_late_binding_is_seen(self):
        self.assert_lacks("-z now", "-Wl,-z,lazy")

    def test_missing_relro_is_seen(self):
        self.assert_lacks("-z relro", "-Wl,-z,norelro")

    def test_an_executable_stack_is_seen(self):
        self.assert_lacks("noexecstack", "-Wl,-z,execstack")

    def test_a_missing_stack_protector_is_seen(self):
        self.assert_lacks("stack-protector", "-fno-stack-protector")

    def test_missing_fortification_is_seen(self):
        self.assert_lacks("FORTIFY", "-U_FORTIFY_SOURCE")

    @unittest.skipUnless(platform.machine() == "x86_64", "written for x86-64")
    def test_missing_marks_of_control_flow_are_seen(self):
        self.assert_lacks("main begins with", "-fcf-protection=none")


if __name__ == "__main__":
    unittest.main()
