#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# Runs one check: run.sh mcp1|mcp2|fastmcp|sdk|agents|conformance|restarts|connections. Exit status 77: it is not set up.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dir=${SKILLS_CLIENTS_DIR:-}
name=$1
if [ "$name" = restarts ] || [ "$name" = connections ]; then
    exec python3 "$here/$name.py"
fi
[ "$name" = sdk ] && place=$dir/node || place=$dir/$name
if [ -z "$dir" ] || [ ! -e "$place/ready" ] || { [ "$name" = conformance ] && [ ! -e "$dir/node22/ready" ]; }; then
    echo "Skipped: SKILLS_CLIENTS_DIR does not name a folder where tests/clients/setup.sh has set up $name."
    exit 77
fi
if [ "$name" = sdk ]; then
    exec python3 "$here/check_sdk.py" "$place"
fi
if [ "$name" = conformance ]; then
    exec python3 "$here/check_conformance.py" "$place" "$dir/node22/bin/node"
fi
if [ "$name" = agents ]; then
    exec python3 "$here/what_the_model_sees.py"
fi
exec "$place/bin/python" "$here/check_$name.py"
