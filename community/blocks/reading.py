"""What the parts of a body show of other tables, read for all of them in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.html import escape
from wagtail.models import Collection, Page
from wagtail.rich_text import RichText, expand_db_html
from wagtail.rich_text.rewriters import LinkRewriter

from community.blocks.links import addresses_in
from community.cards import sources_at
from community.models.media import Rendition, UploadedDocument, UploadedImage
from community.models.visibility import visible_collections
from community.renditions import give
from community.together import Source, as_they_are, drawn_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model

    from community.models import User

    Key = tuple[type[Model], int]

TEXTS = ("paragraph", "callout")
# What a part chooses, and what a text links to, by the name under which its key is kept.
CHOSEN: dict[str, type[Model]] = {"image": UploadedImage, "document": UploadedDocument}
LINKED: dict[str, type[Model]] = {"page": Page, "document": UploadedDocument}
# All that the address of a page hangs on.
PLACE = ("id", "path", "depth", "slug", "url_path")


class Body:
    """The parts of a body, with their pictures, files and links, as this reader may see them.

    `cards` by path; `open_collections`, those whose files the reader may open.
    One query, none where nothing of another table is shown.
    """

    def __init__(self, value: Any, reader: User | AnonymousUser) -> None:
        kept = list(value.raw_data)
        # Without what they choose: Wagtail would read it, in a query for each kind of part.
        bare = [{**part, "value": without_chosen(part["value"])} for part in kept]
        self.parts = value.stream_block.to_python(bare)
        paths = addresses_in([part.value for part in self.parts if part.block_type == "card"])
        wanted = {key for part in kept for key in (*chosen_in(part["value"]), *linked_in(part))}
        found = drawn_together([*sources_of(wanted, reader), *sources_at(paths, reader)])
        self.cards = {key: each for key, each in found.items() if isinstance(key, str)}
        self.open_collections = {each.pk for each in found.values() if isinstance(each, Collection)}
        give_renditions(found)
        for part, before in zip(self.parts, kept, strict=True):
            fill(part, before["value"], found)


def without_chosen(kept: Any) -> Any:
    if isinstance(kept, dict):
        return {name: without_chosen(each) for name, each in kept.items() if name not in CHOSEN}
    return [without_chosen(each) for each in kept] if isinstance(kept, list) else kept


def chosen_in(kept: Any) -> Iterator[Key]:
    """What a part chooses, or its parts."""
    inside = kept.values() if isinstance(kept, dict) else kept if isinstance(kept, list) else ()
    for name, model in CHOSEN.items() if isinstance(kept, dict) else ():
        if isinstance(kept.get(name), int):
            yield model, kept[name]
    for each in inside:
        yield from chosen_in(each)


def linked_in(part: dict[str, Any]) -> Iterator[Key]:
    """What a text links to."""
    if part["type"] in TEXTS:
        tags = LinkRewriter().extract_tags(part["value"] or "")
        for name in LINKED:
            for match in tags.get(name, ()):
                yield from key_of(name, match.attrs)


def key_of(name: str, attrs: dict[str, str]) -> list[Key]:
    """What a link leads to, if it says so."""
    key = attrs.get("id", "")
    return [(LINKED[name], int(key))] if key.isascii() and key.isdecimal() else []


def sources_of(wanted: set[Key], reader: User | AnonymousUser) -> Iterator[Source]:
    keys = {
        model: [key for kind, key in wanted if kind is model]
        for model in (UploadedImage, UploadedDocument, Page)
    }
    if keys[Page]:
        yield as_they_are(Page.objects.filter(pk__in=keys[Page]), *PLACE)
    if keys[UploadedImage]:
        yield as_they_are(UploadedImage.objects.filter(pk__in=keys[UploadedImage]))
        yield as_they_are(Rendition.objects.filter(image__in=keys[UploadedImage]))
    if keys[UploadedDocument]:
        documents = UploadedDocument.objects.filter(pk__in=keys[UploadedDocument])
        yield as_they_are(documents)
        where = visible_collections(reader).filter(pk__in=documents.values("collection"))
        yield as_they_are(where, "id")


def give_renditions(found: dict[Any, Any]) -> None:
    renditions = [each for each in found.values() if isinstance(each, Rendition)]
    for image in found.values():
        if isinstance(image, UploadedImage):
            give(image, [each for each in renditions if each.image_id == image.pk])


def fill(part: Any, kept: Any, found: dict[Any, Any]) -> None:
    """Give a part what it chooses, and a text its links."""
    if part.block_type in TEXTS:
        part.value = Drawn(part.value.source, found)
    pairs = [(part.value, kept)]
    if part.block_type == "gallery":
        pairs = list(zip(part.value["pictures"], kept["pictures"], strict=True))
    for value, told in pairs:
        for model, key in chosen_in(told):
            name = next(name for name in CHOSEN if CHOSEN[name] is model)
            value[name] = found.get((model, key))


class Drawn(RichText):
    """A text; what it links to has been found."""

    def __init__(self, source: str, found: dict[Any, Any]) -> None:
        super().__init__(source)
        self.found = found

    def __html__(self) -> str:
        rules = {name: lambda attrs, name=name: self.opening(name, attrs) for name in LINKED}
        html = expand_db_html(LinkRewriter(rules)(self.source))
        return render_to_string("wagtailcore/shared/richtext.html", {"html": html})

    def opening(self, name: str, attrs: dict[str, str]) -> str:
        """The tag that opens a link, as Wagtail writes it; one that leads nowhere if it is gone."""
        thing = next((self.found.get(key) for key in key_of(name, attrs)), None)
        return f'<a href="{escape(thing.url)}">' if thing else "<a>"
