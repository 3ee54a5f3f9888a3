#!/bin/sh
# The browser tests need Debian's Chromium, the shell without windows or the whole. As root it is
# installed, otherwise we say how.
set -e
command -v chromium-headless-shell >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium..."
    apt-get update -qq || true
    if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null; then
        exit 0
    fi
fi
if ! command -v chromium >/dev/null 2>&1; then
    echo "The browser tests need Chromium. Install it and run this again:"
    echo "    sudo apt-get install chromium-headless-shell"
    exit 1
fi
