"""Migrations are complete, are named by what they do, and stand on nothing that may change."""

import ast
import re

import pytest
from django.core.management import call_command

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
