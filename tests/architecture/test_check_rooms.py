#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""check_rooms.py finds each kind of breach when one is planted into a project that has none."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).with_name("check_rooms.py")

SOUND = {
    "core/process/identity.h": "#include <QString>\n",
    "core/process/identity_linux.cpp": '#include "core/process/identity.h"\n#include <sys/prctl.h>\n',
    "core/process/guard_words.h": "#include <string>\n",
    "core/log/log_line.h": "#include <QByteArray>\n",
    "core/settings/settings.h": "#include <QString>\n",
    "core/skills/reading/skill.h": "#include <QString>\n",
    "core/skills/search/ranking.h": '#include "core/skills/reading/skill.h"\n',
    "core/skills/source/folder.h": '#include "core/skills/reading/skill.h"\n',
    "core/mcp/protocol/server.h": "#include <QString>\n",
    "core/mcp/tools/offer.h": '#include "core/mcp/protocol/server.h"\n#include "core/skills/search/ranking.h"\n',
    "core/mcp/transport/http.h": '#include "core/mcp/protocol/server.h"\n',
    "core/backend/state/status.h": '#include "core/settings/settings.h"\n',
    "core/backend/supervisor.h": '#include "core/process/identity.h"\n#include "core/log/log_line.h"\n',
    "ui/window/window.h": '#include "core/backend/state/status.h"\n#include <QWidget>\n',
    "ui/window/window.cpp": '#include "ui/window/window.h"\n#include "moc_window.cpp"\n',
    "app/tray/application.cpp": '#include "ui/window/window.h"\n#include "core/backend/supervisor.h"\n',
    "app/guard/main.cpp": '#include "core/process/guard_words.h"\n#include <unistd.h>\n',
}


class CheckRooms(unittest.TestCase):
    def check(self, planted):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**SOUND, **planted}.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True, check=False)

    def assert_found(self, name, text, words):
        result = self.check({name: text})
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertIn(words, result.stdout)

    def test_a_sound_project_passes(self):
        result = self.check({})
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn("0 breaches", result.stdout)

    def test_an_empty_folder_is_not_sound(self):
        with tempfile.TemporaryDirectory() as folder:
            result = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 1)

    def test_core_may_not_know_ui(self):
        self.assert_found("core/backend/bad.cpp", '#include "ui/window/window.h"\n', "core/backend must not include ui/window/window.h")

    def test_ui_may_not_know_app(self):
        self.assert_found("ui/window/bad.cpp", '#include "app/tray/application.h"\n', "ui/window must not include app/tray/application.h")

    def test_ui_may_not_know_processes(self):
        self.assert_found("ui/window/bad.cpp", '#include "core/process/identity.h"\n', "ui/window must not include core/process/identity.h")

    def test_ui_gets_values_of_the_backend_only(self):
        self.assert_found("ui/window/bad.cpp", '#include "core/backend/state/machine.h"\n', "ui may only know the values")
        self.assert_found("ui/window/bad.cpp", '#include "core/backend/supervisor.h"\n', "ui/window must not include")

    def test_a_run_does_not_know_its_supervisor(self):
        self.assert_found("core/backend/run/bad.cpp", '#include "core/backend/supervisor.h"\n', "must not include")

    def test_rooms_of_ui_do_not_know_each_other(self):
        self.assert_found("ui/log/bad.cpp", '#include "ui/window/window.h"\n', "ui/log must not include ui/window/window.h")

    def test_ui_runs_no_process(self):
        self.assert_found("ui/window/bad.cpp", "#include <QProcess>\n", "ui has no processes and no sockets")

    def test_log_may_not_know_backend(self):
        self.assert_found("core/log/bad.h", '#include "core/backend/state/status.h"\n', "core/log must not include")

    def test_process_may_not_know_settings(self):
        self.assert_found("core/process/bad.h", '#include "core/settings/settings.h"\n', "core/process must not include")

    def test_reading_may_not_know_where_skills_come_from(self):
        self.assert_found("core/skills/reading/bad.h", '#include "core/skills/source/folder.h"\n',
                          "core/skills/reading must not include core/skills/source/folder.h")

    def test_search_may_not_know_where_skills_come_from(self):
        self.assert_found("core/skills/search/bad.h", '#include "core/skills/source/folder.h"\n',
                          "core/skills/search must not include core/skills/source/folder.h")

    def test_the_protocol_knows_neither_skills_nor_what_carries_it(self):
        for header in ("core/mcp/tools/offer.h", "core/mcp/transport/http.h", "core/skills/reading/skill.h"):
            self.assert_found("core/mcp/protocol/bad.h", f'#include "{header}"\n', f"core/mcp/protocol must not include {header}")

    def test_what_carries_knows_no_skills(self):
        for header in ("core/mcp/tools/offer.h", "core/skills/reading/skill.h"):
            self.assert_found("core/mcp/transport/bad.h", f'#include "{header}"\n', f"core/mcp/transport must not include {header}")

    def test_what_is_offered_does_not_know_what_carries_it(self):
        self.assert_found("core/mcp/tools/bad.h", '#include "core/mcp/transport/http.h"\n',
                          "core/mcp/tools must not include core/mcp/transport/http.h")

    def test_a_heap_beside_the_rooms_is_found(self):
        self.assert_found("core/skills/bad.h", "\n", "lies in no room")

    def test_angle_brackets_hide_nothing(self):
        self.assert_found("core/log/bad.h", "#  include <core/backend/state/status.h>\n", "core/log must not include")

    def test_core_has_no_pixels(self):
        self.assert_found("core/log/bad.cpp", "#include <QtGui/QColor>\n", "core has no pixels")

    def test_the_guard_knows_no_qt_not_even_through_a_header(self):
        self.assert_found("app/guard/main.cpp", '#include "core/process/identity.h"\n',
                          "app/guard/main.cpp -> core/process/identity.h: includes <QString>")

    def test_linux_headers_need_a_linux_file(self):
        self.assert_found("core/process/bad.cpp", "#include <sys/signalfd.h>\n", "exists only on Linux")

    def test_a_header_for_linux_stays_among_linux_files(self):
        result = self.check({"core/process/proc_linux.h": "\n",
                             "core/process/bad.cpp": '#include "core/process/proc_linux.h"\n'})
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertIn("is for files named *_linux.cpp", result.stdout)

    def test_proc_needs_a_linux_file(self):
        self.assert_found("core/process/bad.cpp", 'const char *f = "/proc/self/stat";\n', "works only on Linux")

    def test_a_comment_may_speak_of_proc(self):
        result = self.check({"core/process/good.h": '// as in "/proc/self/stat"\n'})
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_includes_start_at_the_root(self):
        self.assert_found("core/log/bad.cpp", '#include "../backend/status.h"\n', "is no path from the project's root")

    def test_a_new_room_must_be_made_known(self):
        self.assert_found("core/secret/bad.h", "\n", "lies in no room")

    def test_the_product_does_not_know_its_tests(self):
        self.assert_found("ui/window/bad.cpp", '#include "tests/support/probe.h"\n', "the product must not include")


if __name__ == "__main__":
    unittest.main()
