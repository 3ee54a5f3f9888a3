#!/bin/sh
# The browser tests need Debian's Chromium. As root it is installed, otherwise we say how.
set -e
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
    echo "The browser tests need Chromium. Install it and run this again:"
    echo "    sudo apt-get install chromium"
    exit 1
fi
