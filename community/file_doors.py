"""Which app decides who may open the uploads of a folder.

    file_doors.register("case_files", "knowledge.files.may_open")

The callable takes the visitor and the name of the file below MEDIA_ROOT. It
returns whether everybody may open it and raises Http404 when this visitor may not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AnonymousUser

    from community.models import User

    Door = Callable[[User | AnonymousUser, str], bool]

_doors: dict[str, str] = {}


def register(folder: str, door: str) -> None:
    _doors[folder] = door


def door_of(folder: str) -> Door | None:
    """None for the folders that are no app's own."""
    path = _doors.get(folder)
    if path is None:
        return None
    door: Door = import_string(path)
    return door
