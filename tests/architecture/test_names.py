"""Every file is called by what it holds."""

import ast
import re

from tests.architecture.source import MAY_IMPORT, ROOT, place, python_files, tracked_files, tree

SAYS_NOTHING = {
    "utils",
    "util",
    "helpers",
    "misc",
    "common",
    "core",
    "services",
    "managers",
    "signals",
}
CLASS_SAYS_NOTHING = re.compile(r"(Item|Data|Info|Manager|Helper|Service)$")
# Django's own word for the object that makes accounts.
KNOWN_CLASSES = {"UserManager"}


def test_no_file_or_folder_has_a_name_that_says_nothing():
    nameless = [
        place(file)
        for file in tracked_files()
        if SAYS_NOTHING & {*file.relative_to(ROOT).parts[:-1], file.stem}
    ]
    assert not nameless, "\n".join(nameless)


def test_models_are_nouns_a_town_clerk_would_use():
    nameless = [
        f"{place(file)}:{node.lineno} {node.name}"
        for file in python_files(*MAY_IMPORT)
        if "/models" in place(file)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ClassDef)
        and CLASS_SAYS_NOTHING.search(node.name)
        and node.name not in KNOWN_CLASSES
    ]
    assert not nameless, "\n".join(nameless)


def test_every_stylesheet_is_read_by_the_main_one():
    folder = ROOT / "community/static/community/css"
    main = (folder / "main.css").read_text()
    unread = [
        str(sheet.relative_to(folder))
        for sheet in sorted(folder.rglob("*.css"))
        if sheet.name != "main.css" and f'"{sheet.relative_to(folder)}"' not in main
    ]
    assert not unread, unread


def test_fragments_say_what_they_need():
    silent = [
        place(file)
        for file in tracked_files()
        if file.suffix == ".html"
        and file.name.startswith("_")
        and not file.read_text().startswith("{#")
    ]
    assert not silent, "\n".join(silent)


def test_nothing_comes_from_another_host():
    """No address of a content network in what a browser loads."""
    foreign = re.compile(r"""(?:src|href)=["']https?://|@import\s+(?:url\()?["']?https?://""")
    loading = [
        f"{place(file)}: {match[0]}"
        for file in tracked_files()
        if file.suffix in {".css", ".js"} or place(file) == "templates/base.html"
        for match in foreign.finditer(file.read_text())
    ]
    assert not loading, "\n".join(loading)


def test_the_lock_names_no_package_index():
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text(), lock.name
