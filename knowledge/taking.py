"""The experiences shown in a network, for its archive: as published, what every reader sees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community.actions.notice_mails import absolute
from community.html import clean_html
from knowledge.exports.record import Addresses, json_schema, record_of
from knowledge.models import Case
from knowledge.reading import read_published, to_read
from networks.taking import Part, Taken
from networks.taking.people import day_of, in_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.reading import Reading
    from networks.models import NetworkPage

# What the page says above its data.
TOLD_ABOVE = {"$schema", "title", "summary", "links"}


def cases(network: NetworkPage) -> Part:
    """Those that are published; what is being written belongs to its authors."""
    visitor = AnonymousUser()
    shown = Case.objects.visible_to(visitor).shown_in(network)
    codes = filter(None, shown.values_list("code", flat=True))
    places = {reverse("cases:case", args=[code]): code for code in codes}
    schema = json_schema(addresses())
    terms = {name: words_of(told) for name, told in schema["properties"].items()}
    return Part(_("Experiences"), len(places), told(shown, schema), terms, places)


def addresses() -> Addresses:
    return Addresses(absolute, reverse("cases:schema"))


def words_of(schema: Mapping[str, Any]) -> str:
    words = [str(schema[name]) for name in ("title", "description") if schema.get(name)]
    return ". ".join(words) or _("See the schema of experiences: %(url)s") % {
        "url": absolute(reverse("cases:schema"))
    }


def told(shown: Any, schema: Mapping[str, Any]) -> Iterator[Taken]:
    visitor = AnonymousUser()
    rows = to_read(visitor).filter(pk__in=shown.values("pk")).order_by("-first_published_at", "-pk")
    related = ("lead_municipality", "latest_revision", "registered_by")
    for chunk in in_chunks(rows.select_related(*related)):
        for case in chunk:
            yield case_told(read_published(case, visitor), schema)


def case_told(reading: Reading, schema: Mapping[str, Any]) -> Taken:
    record = json.loads(json.dumps(record_of(reading, addresses()), cls=DjangoJSONEncoder))
    data = data_of(record, schema)
    body = render_to_string("knowledge/taken_case.html", {"told": reading, "data": data})
    said = f"{reading.place_with_parents} · {day_of(reading.case.first_published_at)}"
    # Files of attachments are open to everybody: `files` brings them along.
    files = tuple(str(row.file.name) for row in reading.attachments if row.file)
    return Taken(
        reading.text.title, record, body=body, page=reading.case.code or "", said=said, files=files
    )


def data_of(record: Mapping[str, Any], schema: Mapping[str, Any]) -> SafeString:
    """All of the record as a list of names and values, by what its schema calls them."""
    rows = (
        (properties.get("title") or name, value_of(record[name], properties))
        for name, properties in schema["properties"].items()
        if name not in TOLD_ABOVE and record.get(name) not in (None, "", [], {})
    )
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))


def value_of(value: Any, schema: Mapping[str, Any]) -> SafeString:
    if isinstance(value, dict):
        known = schema.get("properties") or {name: {} for name in value}
        return data_of(value, {"properties": known})
    if isinstance(value, list):
        items = ((value_of(each, schema.get("items") or {}),) for each in value)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))
    if isinstance(value, bool):
        return SafeString(_("yes") if value else _("no"))
    for choice in schema.get("oneOf", ()):
        if choice.get("const") == value:
            return format_html("{}", choice.get("title", value))
    # Texts of the narrative are HTML; so may a title look, which is none.
    is_html = isinstance(value, str) and value.startswith("<p>")
    return clean_html(value) if is_html else format_html("{}", value)
