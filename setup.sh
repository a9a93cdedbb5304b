#!/bin/sh
# Makes a virtual environment with the locked dependencies and this project, editable.
# Usage: setup.sh FOLDER LOCK
set -eu

folder=$1
lock=$2
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Profit Sentinel needs Python 3.11 or newer; '$python' is not. Try: make PYTHON=python3.12 ..." >&2
    exit 1
fi

make_venv() {
    "$python" -m venv --clear "$folder" >/dev/null 2>&1
}

# Debian ships Python without the part that makes virtual environments.
if ! make_venv; then
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --clear --seed --python "$python" "$folder"
    elif command -v apt-get >/dev/null 2>&1; then
        echo "Installing python3-venv, which Debian keeps apart from Python ..." >&2
        as_root=
        [ "$(id -u)" = 0 ] || as_root=sudo
        $as_root apt-get update -qq
        $as_root apt-get install -y -qq python3-venv >/dev/null
        make_venv
    else
        echo "'$python -m venv $folder' fails here; install Python's venv module and try again." >&2
        exit 1
    fi
fi

unset PYTHONDONTWRITEBYTECODE
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .
"$folder/bin/python" -m compileall -q src
