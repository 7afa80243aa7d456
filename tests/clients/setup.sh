#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# Sets up the real MCP clients that the tests in this folder drive, outside of the checkout.
#
#     setup.sh DIR        then: SKILLS_CLIENTS_DIR=DIR ctest …
#     setup.sh DIR --all  also what is too large for CI, half a gigabyte more: Gemini CLI and Codex, for connections.py
#
# What is there already is kept, as long as it is what is asked for today. Without network it says what is missing and
# ends with 0: those tests are skipped.
set -euo pipefail

dir=${1:?usage: setup.sh DIR [--all]}
more=${2:-}
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

# What is skipped without it is said in WHY.
npm_client() { # NAME WHY PACKAGE…
    local name=$1 why=$2
    shift 2
    [ "$(cat "$dir/$name/ready" 2>/dev/null)" = "$*" ] && return
    rm -rf "${dir:?}/$name"
    mkdir -p "$dir/$name"
    # npm takes older packages where Node.js is too old for the newest.
    if command -v npm >/dev/null && PATH="$dir/node22/bin:$PATH" npm install --silent --no-audit --no-fund --prefix "$dir/$name" "$@"; then
        echo "$*" >"$dir/$name/ready"
    else
        echo "Skipped: npm brought no $*, so $why."
        rm -rf "${dir:?}/$name"
    fi
}

# Debian's Node.js is older than what the programs below need.
case $(uname -m) in
x86_64) arch=x64 ;;
aarch64) arch=arm64 ;;
*) arch='' ;;
esac
if [ -n "$arch" ]; then
    npm_client node22 'what needs Node.js 22 will be skipped' "node-linux-$arch@22"
else
    echo "Skipped: there is no ready made Node.js 22 for $(uname -m), so what needs it will be skipped."
fi
[ ! -e "$dir/node22/ready" ] || ln -sfn "node_modules/node-linux-$arch/bin" "$dir/node22/bin"
npm_client node 'the tests with the SDK for TypeScript will be skipped' '@modelcontextprotocol/sdk@^1.25'
npm_client tools 'MCP Inspector and mcpc are not tried' '@modelcontextprotocol/inspector@2' '@apify/mcpc@0.2'
[ "$more" != --all ] || npm_client more 'Gemini CLI and Codex are not tried' '@google/gemini-cli@0' '@openai/codex@0'
npm_client conformance 'the conformance suite will be skipped' '@modelcontextprotocol/conformance@0.2.0-alpha.12'

# Agents that speak to a model: their programs come ready made.
if [ "$arch" = x64 ]; then
    npm_client agents 'what reaches a model is not looked at' '@anthropic-ai/claude-code-linux-x64@2' 'opencode-linux-x64@1'
else
    echo "Skipped: Claude Code and opencode are set up on x86_64 only, so what reaches a model is not looked at."
fi
