"""The fields of a page as somebody reads them, whatever its type: no field is forgotten.

What a page type gains later is in the archive of its network without another word here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.html import conditional_escape, escape, format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail.blocks import BoundBlock, ChoiceBlock, ListBlock, StreamBlock, StructBlock, URLBlock
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from community.actions.notice_mails import absolute
from community.models import BasePage, User
from networks.taking.offline import place_of_file
from networks.taking.people import day_of, person_told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What the page says of itself above its text, or what is said elsewhere in the archive.
TOLD_ELSEWHERE = {"summary", "author", "published_on", "cover", "cover_alt", "network"}
TABLES_OF_THE_BASE = {"page_themes", "tagged_items", "wagtail_admin_comments"}


@dataclass
class Drawn:
    """A page read off its fields: short answers, and chapters of HTML.

    `fields` are all of them as JSON, by their names in the model.
    """

    facts: list[tuple[str, SafeString]] = field(default_factory=list)
    chapters: list[tuple[str, SafeString]] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)


def own_fields(model: type[models.Model]) -> list[Any]:
    """Columns its type adds to what every page has, in the order of the model; sources last."""
    base = {each.name for each in Page._meta.concrete_fields}
    columns = [
        each
        for each in model._meta.concrete_fields
        if each.name not in base and not each.primary_key and not is_link_to_page(each)
    ]
    return sorted(columns, key=lambda each: each.name == "sources")


def is_link_to_page(column: Any) -> bool:
    remote = column.remote_field
    return bool(remote and getattr(remote, "parent_link", False))


def child_relations(model: type[models.Model]) -> list[Any]:
    """Rows that belong to a page and are no table of every page."""
    return [
        each
        for each in get_all_child_relations(model)
        if each.get_accessor_name() not in TABLES_OF_THE_BASE
        and each.get_accessor_name() not in BASE_RELATIONS
    ]


BASE_RELATIONS = {each.get_accessor_name() for each in get_all_child_relations(Page)}


def draw(page: Any) -> Drawn:
    """All that this type of page holds beside title, summary, author, day, cover and themes."""
    drawn = Drawn()
    for column in own_fields(type(page)):
        value = getattr(page, column.name)
        if column.name in TOLD_ELSEWHERE:
            continue
        drawn.fields[column.name] = told(column, value)
        if value in (None, "") or (isinstance(column, StreamField) and not value):
            continue
        label = capfirst(str(column.verbose_name))
        if is_long(column):
            drawn.chapters.append((label, shown(column, value, page)))
        else:
            drawn.facts.append((label, shown(column, value, page)))
    for relation in child_relations(type(page)):
        draw_rows(drawn, page, relation)
    return drawn


def draw_rows(drawn: Drawn, page: Any, relation: Any) -> None:
    name, model = relation.get_accessor_name(), relation.related_model
    columns = [
        each
        for each in model._meta.concrete_fields
        if not each.primary_key and each.name not in ("sort_order", relation.field.name)
    ]
    rows, lines = [], []
    for row in getattr(page, name).all():
        rows.append({each.name: told(each, getattr(row, each.name)) for each in columns})
        said = [
            shown(each, value, page)
            for each in columns
            if each.name != "key" and (value := getattr(row, each.name)) not in (None, "")
        ]
        lines.append(format_html("<li>{}</li>", SafeString(" · ".join(said))))
    drawn.fields[name] = rows
    if lines:
        label = capfirst(str(model._meta.verbose_name_plural))
        drawn.chapters.append((label, format_html("<ul>{}</ul>", joined(lines))))


def is_long(column: Any) -> bool:
    return isinstance(column, StreamField | RichTextField | models.TextField)


# --- As JSON ---------------------------------------------------------------------------------


def told(column: Any, value: Any) -> Any:
    """The value as JSON. What it refers to by its name, a file by its place in the archive."""
    if isinstance(column, StreamField):
        return list(value.raw_data) if value else []
    if isinstance(value, AbstractDocument | AbstractImage):
        return place_of_file(str(value.file.name))
    if isinstance(value, models.Model):
        return thing_told(value)
    if column.many_to_many:
        return [str(each) for each in value.all()]
    return value if is_plain(value) else str(value)


def is_plain(value: Any) -> bool:
    return (
        value is None
        or isinstance(value, str | int | float | bool | list | dict)
        or hasattr(value, "isoformat")
    )


def thing_told(thing: Any) -> dict[str, Any]:
    if isinstance(thing, User):
        return person_told(thing)
    url = thing.url if isinstance(thing, Page) else address_of(thing)
    return {"name": str(thing), **({"url": absolute(url)} if url else {})}


def address_of(thing: Any) -> str:
    return str(thing.get_absolute_url()) if hasattr(thing, "get_absolute_url") else ""


# --- As HTML ---------------------------------------------------------------------------------


def shown(column: Any, value: Any, page: Any) -> SafeString:
    """The value as HTML of the site."""
    if isinstance(column, StreamField):
        return stream(value, page)
    if isinstance(column, RichTextField):
        return SafeString(expand_db_html(value))
    if isinstance(value, AbstractDocument | AbstractImage):
        return linked(value.title, value.file.url)
    if isinstance(value, BasePage):
        return linked(value.title, value.url or "")
    if isinstance(value, User):
        return escape(person_told(value)["name"])
    if isinstance(value, models.Model):
        return escape(str(value))
    if column.choices:
        return escape(capfirst(str(dict(column.flatchoices).get(value, value))))
    return plain(column, value)


def plain(column: Any, value: Any) -> SafeString:
    if hasattr(value, "isoformat"):
        return escape(day_of(value))
    if isinstance(column, models.URLField):
        return linked(str(value), str(value))
    if isinstance(column, models.TextField):
        return SafeString(linebreaks(value, autoescape=True))
    return escape(str(value))


def linked(words: str, address: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, words) if address else escape(words)


def stream(value: Any, page: Any) -> SafeString:
    return joined(block(child, {"page": page, "self": page}) for child in value)


def joined(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))


def block(bound: BoundBlock, context: dict[str, Any]) -> SafeString:
    """A block as its template draws it; one without a template by what its answers are called."""
    kind, value = bound.block, bound.value
    if getattr(kind.meta, "template", None):
        return SafeString(bound.render(context))
    if isinstance(kind, StructBlock):
        return struct(kind, value, context)
    if isinstance(kind, StreamBlock | ListBlock):
        inner = value if isinstance(kind, StreamBlock) else value.bound_blocks
        return joined(block(child, context) for child in inner)
    if isinstance(kind, ChoiceBlock):
        return escape(capfirst(str(dict(flat(kind.field.choices)).get(value, value))))
    if isinstance(kind, URLBlock):
        return linked(value, value)
    rendered = bound.render(context)
    is_text = isinstance(value, str)
    return SafeString(linebreaks(rendered, autoescape=True)) if is_text else words_of(rendered)


def words_of(rendered: Any) -> SafeString:
    return SafeString(conditional_escape(rendered))


def struct(kind: StructBlock, value: Any, context: dict[str, Any]) -> SafeString:
    rows = [
        format_html("<dt>{}</dt><dd>{}</dd>", capfirst(str(child.label)), words)
        for name, child in kind.child_blocks.items()
        if value.get(name) not in (None, "") and (words := block(bind(child, value[name]), context))
    ]
    return format_html("<dl>{}</dl>", joined(rows))


def bind(child: Any, value: Any) -> BoundBlock:
    return child.bind(value)


def flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
