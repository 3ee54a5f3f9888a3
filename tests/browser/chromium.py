"""Which browser looks at the site, and how it is started."""

import shutil

# Debian's shell without windows needs a third of what the whole program needs (measured
# with twenty pages); the whole one serves where only that is there.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright):
    """A browser of `sync_playwright`, to be closed by whoever asked for it."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
