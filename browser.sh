#!/bin/sh
# Installs Chromium for the browser tests where it is missing and can be had; they are skipped else.
command -v chromium >/dev/null 2>&1 && exit 0
command -v chromium-browser >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the browser tests ..." >&2
    timeout 120 apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -y -qq chromium >/dev/null 2>&1 && exit 0
fi
echo "No Chromium here, and none could be installed: the browser tests are skipped." >&2
