"""The shape of what is taken along, and the register of what there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from networks.models import NetworkPage

# Things are read so many at a time: what is written is not held.
AT_A_TIME = 50


@dataclass(frozen=True)
class Taken:
    """One thing of the network.

    `told` becomes its row of the JSON file, with the names of schema.org or
    Popolo. `body` is HTML as the site shows it, whose links and pictures are
    turned to what lies in the archive. `page` names its page there, without folder
    nor ending; "" when a line in the list of its kind is enough. `said` is that
    line: who, when. `files` are names below MEDIA_ROOT that belong to it; `text`
    says under which name of `told` the body goes too.
    """

    title: str
    told: dict[str, Any]
    body: str = ""
    page: str = ""
    said: str = ""
    files: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Part:
    """One kind of thing: what it is called, how many there are, what the names mean.

    `places` says of addresses of this site (without host) which page of this kind
    they become, by name; the links of all pages are turned by it. `note` is said
    above the list. All of them in the language in force.
    """

    title: str
    number: int
    things: Iterable[Taken]
    terms: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


_registered: dict[str, Callable[[NetworkPage], Part] | str] = {}


def register(name: str, make: Callable[[NetworkPage], Part] | str) -> None:
    """Have a part in the archive of each network, in files of that name.

    `make` may be a path, for apps that are starting.
    """
    _registered[name] = make


def registered() -> dict[str, Callable[[NetworkPage], Part]]:
    """What was registered, in that order."""
    return {
        name: import_string(make) if isinstance(make, str) else make
        for name, make in _registered.items()
    }
