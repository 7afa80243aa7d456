#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# Makes every picture of the README into docs/screenshots, by running the program on a virtual desktop:
#     docs/screenshots.sh [NAME…]        all of them, or those
# The backend is the tests' fake, which replays what the real one once printed. Needs what `quickstart.sh --test`
# installs, and fonts-dejavu-core; with pngquant the files get smaller.
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$source_dir"
cmake --preset release -DBUILD_TESTING=ON >/dev/null
cmake --build --preset release --target skills-tray skills-tray-guard fake_backend >/dev/null
export SKILLS_TRAY=$PWD/build/release/bin/skills-tray
export SKILLS_FAKE_BACKEND=$PWD/build/release/tests/fake_backend/fake_backend
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$PWD/tests/e2e
python3 docs/screenshots.py docs/screenshots "$@"
! command -v pngquant >/dev/null || pngquant --force --skip-if-larger --strip --ext .png docs/screenshots/*.png || true
du -ch docs/screenshots/*.png | tail -n 1
