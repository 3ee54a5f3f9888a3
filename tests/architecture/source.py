"""What the tests of the architecture read: our own source files."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Read it bottom to top: `territories` is the ground, everything else stands on it.
MAY_IMPORT = {
    "knowledge": {"networks", "community", "territories"},
    "blog": {"networks", "community", "territories"},
    "search": {"community", "territories"},
    "networks": {"community", "territories"},
    "community": {"territories"},
    "territories": set(),
}


@cache
def tracked_files():
    """Every file of the project, as git sees it: tracked or new, not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def python_files(*folders):
    """Python files of the project; only those under `folders` when given."""
    return [
        file
        for file in tracked_files()
        if file.suffix == ".py" and (not folders or file.relative_to(ROOT).parts[0] in folders)
    ]


@cache
def tree(file):
    return ast.parse(file.read_text())


def place(file):
    return str(file.relative_to(ROOT))
