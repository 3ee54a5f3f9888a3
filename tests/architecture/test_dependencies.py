"""Apps may import only the apps below them. The map in `source.py` must stay true.

Imports inside functions count, and so do relations declared by a string.
Tests are free to import anything.
"""

import ast
import re

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture.source import MAY_IMPORT, place, python_files, tree

# Where Django looks a model up by its label.
LABEL = re.compile(r"^([a-z_]+)\.[A-Z]\w+$")


def imported_packages(file):
    """Line number and top-level package of every absolute import, inside functions too."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.lineno, node.module.split(".")[0]


def named_packages(file):
    """Line number and app of every string that names a model ("networks.NetworkPage")."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = LABEL.match(node.value)
            if match:
                yield node.lineno, match[1]


@pytest.mark.parametrize("app", MAY_IMPORT)
@pytest.mark.parametrize("mentioned", [imported_packages, named_packages])
def test_app_mentions_only_what_lies_below(app, mentioned):
    allowed = MAY_IMPORT[app] | {app}
    broken = [
        f"{place(file)}:{line} names {package}"
        for file in python_files(app)
        if not place(file).startswith(("community/settings/", f"{app}/migrations/"))
        for line, package in mentioned(file)
        if package in MAY_IMPORT and package not in allowed
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_relations_point_down(app):
    """Whatever the spelling, a model relates only to models of apps below it."""
    allowed = MAY_IMPORT[app] | {app}
    broken = [
        f"{model.__name__}.{field.name} points at {field.related_model._meta.label}"
        for model in apps.get_app_config(app).get_models()
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.related_model
        and field.related_model._meta.app_label in MAY_IMPORT
        and field.related_model._meta.app_label not in allowed
    ]
    assert not broken, "\n".join(broken)


def test_imports_stand_at_the_top():
    """An import inside a function hides a cycle; a type checker's block is the only exception."""
    broken = [
        f"{place(file)}:{node.lineno}"
        for file in python_files(*MAY_IMPORT)
        for function in ast.walk(tree(file))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not broken, "\n".join(broken)


def test_every_app_is_on_the_map():
    assert set(settings.OUR_APPS) == set(MAY_IMPORT)


def test_the_map_has_no_cycles():
    for app, below in MAY_IMPORT.items():
        for other in below:
            assert app not in MAY_IMPORT[other], f"{app} and {other} import each other"


def test_only_one_module_imports_bleach():
    importing = {
        place(file)
        for file in python_files(*MAY_IMPORT)
        for _, package in imported_packages(file)
        if package == "bleach"
    }
    assert importing <= {"community/html.py"}
