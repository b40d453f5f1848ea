#!/usr/bin/env bash
# Makes the virtual environment and installs what pyproject.toml and constraints.txt name. Shows what it does.
set -euo pipefail
python=$1 venv=$2

say() { printf '» %s\n' "$*"; }
stop() { printf 'bofast: %s\n' "$*" >&2; exit 2; }

command -v "$python" >/dev/null || stop "python3 is missing: install Python 3.11 or newer"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "$("$python" --version) is too old: Python 3.11 or newer is needed (make PYTHON=python3.12 …)"

if [ ! -x "$venv/bin/python" ]; then
    say "making the virtual environment in $venv"
    "$python" -m venv "$venv" ||
        stop "python's venv is missing: on Debian and Ubuntu, apt-get install python3-venv"
fi
say "installing packages (the first time takes a minute or two)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --progress-bar on \
    --constraint constraints.txt --editable '.[dev]' ||
    stop "packages could not be installed: is there a way to PyPI from here?"
say "ready"
