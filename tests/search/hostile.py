"""Strings that have broken search boxes elsewhere.

A selection from the Big List of Naughty Strings by Max Woolf and contributors
(MIT licence), github.com/minimaxir/big-list-of-naughty-strings, after our own.
"""

import json
from pathlib import Path

OURS = [
    "NUL\x00inside",
    "x" * 10_000,
    'a"b',
    '"',
    '"unbalanced',
    "'",
    "''",
    "\U0001f600 agua \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "%",
    "_",
    "\\",
    "* OR 1=1 --",
    "(",
    ")",
    "agua AND",
    "NOT",
    "NEAR(",
    "agua:",
    "^agua",
    "agua*",
    "{agua}",
    "\ufb01",
    "\u202eagua",
    "\r\n\t",
]
NAUGHTY = json.loads((Path(__file__).parent / "naughty_strings.json").read_text())
HOSTILE = [*OURS, *NAUGHTY]
