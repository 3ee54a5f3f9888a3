"""What stands beside a resource: where it is used, and what is about the same. One query.

Apps above say what they know of when they start:

    uses.register("knowledge.uses.of_a_resource")

a function, named by its path because models are not there yet, that takes the
resource, the addresses under which others may have written it down, and a
reader, and gives the `Source`s of what uses it and may be opened by that reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.conf import settings
from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from community.models import User
    from networks.models import ResourcePage

    Reader: TypeAlias = User | AnonymousUser


def address_of(url_path: str) -> str:
    """The address of the page that stands there in the tree, in the reader's language."""
    return reverse("wagtail_serve", args=[url_path.split("/", 2)[2]])


@dataclass(frozen=True)
class Source:
    """Rows of one kind: `address` names the column of which `url` makes an address.

    `notes` names two more columns to be shown, or none.
    """

    kind: StrOrPromise
    rows: Any
    address: str = "url_path"
    url: Callable[[str], str] = address_of
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Beside:
    """One of them: what it is called, what it is, where it is read, what is noted of it."""

    title: str
    kind: StrOrPromise
    url: str
    notes: tuple[str, str] = ("", "")


_asked: list[str] = []


def register(ask: str) -> None:
    """Have the function at this path asked what uses a resource."""
    if ask not in _asked:
        _asked.append(ask)


def beside(resource: ResourcePage, reader: Reader, related: Source) -> list[list[Beside]]:
    """What uses the resource, and what is `related`, each by title. One query."""
    addresses = addresses_of(resource)
    sources = [related]
    for path in _asked:
        ask: Callable[[ResourcePage, set[str], Reader], Iterable[Source]] = import_string(path)
        sources += ask(resource, addresses, reader)
    arms = [columns(number, source) for number, source in enumerate(sources)]
    uses: list[Beside] = []
    others: list[Beside] = []
    for number, title, address, first, second in arms[0].union(*arms[1:], all=True):
        source = sources[number]
        row = Beside(title, source.kind, source.url(address), (first or "", second or ""))
        (others if source is related else uses).append(row)
    return [sorted(group, key=lambda each: each.title.casefold()) for group in (uses, others)]


def columns(number: int, source: Source) -> Any:
    first, second = map(F, source.notes) if source.notes else (Value(""), Value(""))
    named = {
        "row_title": F("title"),
        "row_address": F(source.address),
        "row_first": first,
        "row_second": second,
    }
    texts = {name: Cast(value, CharField()) for name, value in named.items()}
    rows = source.rows.order_by().annotate(row_of=Value(number, IntegerField()), **texts)
    return rows.values_list("row_of", *texts)


def addresses_of(resource: ResourcePage) -> set[str]:
    """What people copy: its page in each language, its download, its files, the link itself."""
    page = f"/{resource.url_path.split('/', 2)[2]}"
    languages = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    files = resource.files.all() if not resource.link else []
    paths = [
        *(f"{prefix}{page}" for prefix in ("", *(f"/{code}" for code in languages))),
        reverse("networks:download", args=[resource.pk]),
        *(reverse("networks:download", args=[resource.pk, each.key]) for each in files),
        *(each.document.url for each in files),
    ]
    return {resource.link or page, *(f"{settings.WAGTAILADMIN_BASE_URL}{path}" for path in paths)}
