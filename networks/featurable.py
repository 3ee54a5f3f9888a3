"""What besides pages may stand first on the front of a network.

An app says so of its own in `AppConfig.ready()`:

    featurable.register("knowledge.Case", "knowledge.featuring.cases",
                        "knowledge.featuring.address")

two functions, named by their paths because models are not there yet. The first
takes a reader and gives a query of the things this reader may open, each with
`told`: JSON with at least `title` and `family` ("" when it has none). The
second makes the address of a thing out of what is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User

_kinds: dict[str, tuple[str, str]] = {}


def register(label: str, readable: str, address: str) -> None:
    """Have things of the model with this label featured. The last word counts."""
    _kinds[label.lower()] = readable, address


def all_featurable() -> list[str]:
    """The labels of the models, in small letters."""
    return list(_kinds)


def readable_things(label: str, reader: User | AnonymousUser) -> Any:
    """Those of that model the reader may open."""
    return import_string(_kinds[label.lower()][0])(reader)


def address_of(label: str, told: dict[str, Any]) -> str:
    address: str = import_string(_kinds[label.lower()][1])(told)
    return address
