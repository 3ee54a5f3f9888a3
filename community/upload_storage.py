"""Where uploads lie, each under a name of its own for good."""

from __future__ import annotations

import os
import re
import secrets

from django.core.files.storage import FileSystemStorage

TOKEN = re.compile(r"-[0-9a-f]{8}(?=\.[^.]*$|$)")


class LastingFileStorage(FileSystemStorage):
    """Adds a token to every name: "guide.pdf" is kept as "guide-1f0c9a3e.pdf".

    A name that is free again after a deletion would mean two contents, and
    browsers are told to keep what they have. Nor can addresses be guessed.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        root, ending = os.path.splitext(name)
        return super().get_available_name(f"{root}-{secrets.token_hex(4)}{ending}", max_length)


def name_for_reader(name: str) -> str:
    """What the file should be called on the reader's disk: without folder and token."""
    return TOKEN.sub("", name.rpartition("/")[2])
