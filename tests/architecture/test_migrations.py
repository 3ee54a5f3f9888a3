"""Migrations are complete, are named by what they do, and stand on nothing that may change."""

import ast
import re

import pytest
from django.core.management import call_command
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader

from tests.architecture.source import MAY_IMPORT, place, python_files, tree


def migrations():
    return [
        file
        for file in python_files(*MAY_IMPORT)
        if "/migrations/" in place(file) and file.name != "__init__.py"
    ]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_migrations_are_named_by_what_they_do():
    nameless = [
        place(file)
        for file in migrations()
        if not re.match(r"^\d{4}_[a-z]", file.name)
        or re.search(r"_auto_|_initial\.py|_\d{8}_", file.name)
    ]
    assert not nameless, "\n".join(nameless)


def test_the_first_migration_of_community_holds_the_user_alone():
    first = next(file for file in migrations() if file.name == "0001_members.py")
    made = re.findall(r"CreateModel\(\s*name=['\"](\w+)", first.read_text())

    assert made == ["User"]


def test_data_migrations_do_not_import_what_will_change():
    broken = [
        f"{place(file)} imports {node.module}"
        for file in migrations()
        if "RunPython" in file.read_text()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MAY_IMPORT
    ]
    assert not broken, "\n".join(broken)


def test_data_migrations_can_be_taken_back():
    """Every `RunPython` names its reverse."""
    broken = [
        f"{place(file)}:{node.lineno}"
        for file in migrations()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "RunPython"
        and len(node.args) < 2
        and "reverse_code" not in {keyword.arg for keyword in node.keywords}
    ]
    assert not broken, "\n".join(broken)


def test_what_was_squashed_makes_what_the_long_way_makes():
    """A new site and one that came through every step are alike."""
    long_way = MigrationLoader(None, replace_migrations=False)
    squashed = [key for key in long_way.graph.nodes if "_squashed_" in key[1]]
    replaced = {key for new in squashed for key in long_way.graph.nodes[new].replaces}

    steps = [key for key in long_way.graph.leaf_nodes() if key not in squashed]
    made, short = long_way.project_state(steps), MigrationLoader(None).project_state()

    assert squashed
    assert replaced <= set(long_way.graph.nodes)
    assert not MigrationAutodetector(made, short)._detect_changes()
    assert not MigrationAutodetector(short, made)._detect_changes()


def test_what_was_squashed_asks_for_no_more_of_us_than_the_long_way():
    """Else a site in the middle of an upgrade would be told that its history is broken."""
    nodes = MigrationLoader(None, replace_migrations=False).graph.nodes
    for new in (key for key in nodes if "_squashed_" in key[1]):
        old = {tuple(needed) for key in nodes[new].replaces for needed in nodes[key].dependencies}
        ours = {tuple(needed) for needed in nodes[new].dependencies if needed[0] in MAY_IMPORT}

        assert ours <= old, new
