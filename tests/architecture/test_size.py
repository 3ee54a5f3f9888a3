"""Modules and functions stay small enough to be read at one sitting."""

import ast

from tests.architecture.source import place, python_files, tree

LINES_OF_A_MODULE = 400
LINES_OF_A_FUNCTION = 60
LINES_OF_SETTINGS = 250


def lines(file):
    return len(file.read_text().splitlines())


def test_no_module_is_longer_than_a_sitting():
    long = [
        f"{place(file)}: {lines(file)} lines"
        for file in python_files()
        if "/migrations/" not in place(file) and lines(file) > LINES_OF_A_MODULE
    ]
    assert not long, "\n".join(long)


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{place(file)}:{node.lineno} {node.name}"
        for file in python_files()
        if "/migrations/" not in place(file)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LINES_OF_A_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_settings_are_not_a_novel():
    long = [
        f"{place(file)}: {lines(file)} lines"
        for file in python_files("community")
        if place(file).startswith("community/settings/") and lines(file) > LINES_OF_SETTINGS
    ]
    assert not long, "\n".join(long)
