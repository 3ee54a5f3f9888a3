"""Things of this site that a page can show as a card: an experience, a post.

Whoever writes pastes the address; each app says in `AppConfig.ready()` how its
own things are found:

    cards.register("networks.cards.find")

a function, named by its path because models are not there yet, that takes
paths of this site, without language or query, and a reader. It gives `Source`s
of the things of the app that lie at one of them and that this reader may open;
none where no path could be one of its own. All are read in one query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from community.together import Source, drawn_together

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from django.contrib.auth.models import AnonymousUser

    from community.models import User

    Find = Callable[[Collection[str], User | AnonymousUser], Iterable["Source"]]

LONGEST = 500
# No address of this site has one of these; an address of another kind has.
NO_PATH = re.compile(r"[\s:<>]")


@dataclass(frozen=True)
class Card:
    """A thing in short. `kind` is what it is called, `seed` what its tile is drawn from."""

    kind: str
    title: str
    url: str
    summary: str = ""
    whence: str = ""
    family: str = "gestion"
    seed: str = ""


_finders: list[str] = []


def register(find: str) -> None:
    """Have the function at this path asked. Twice is as once."""
    if find not in _finders:
        _finders.append(find)


def cards_at(paths: Collection[str], reader: User | AnonymousUser) -> dict[str, Card]:
    """The cards of those that this reader may open, by path. One query."""
    return drawn_together(sources_at(paths, reader))


def sources_at(paths: Collection[str], reader: User | AnonymousUser) -> list[Source]:
    """Where those cards are read, to read them together with other things. No query."""
    sources: list[Source] = []
    for name in _finders if paths else ():
        find: Find = import_string(name)
        sources += find(paths, reader)
    return sources


def path_of(address: str) -> str:
    """The path of a pasted address of this site, without language, query or anchor.

    Raises:
        ValidationError: it is no address, or one of another site.

    """
    typed = address.strip()
    parts = urlsplit(typed if "//" in typed or typed.startswith("/") else f"/{typed}")
    if parts.netloc and parts.hostname not in hosts():
        words = _("That address is of another site. Use a link in the text for it.")
        raise ValidationError(words, "elsewhere")
    if (
        parts.scheme not in ("", "http", "https")
        or len(typed) > LONGEST
        or NO_PATH.search(parts.path)
    ):
        raise ValidationError(_("Paste the address of a page of this site."), "no_address")
    steps = [step for step in parts.path.split("/") if step]
    languages = {code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
    if steps and steps[0] in languages:
        steps = steps[1:]
    return f"/{'/'.join(steps)}/" if steps else "/"


def hosts() -> set[str | None]:
    """The names under which this site is known."""
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    return {own, *(host for host in settings.ALLOWED_HOSTS if "*" not in host)}
