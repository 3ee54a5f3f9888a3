"""The record of a published case as open data, and the JSON Schema that describes it.

Both come from one table of entries, most of them made from the fields of the
models: a field added to the record is in the data and in the schema at once.
References go out by the names the reading has; people only as its credits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge.exports.citing import apa
from knowledge.exports.rows import ROWS
from knowledge.exports.shapes import (
    ADDRESS,
    DAY,
    MOMENT,
    TEXT,
    Schema,
    listed,
    one_of,
    or_null,
    schema_of,
    thing,
    value_of,
    whole,
)
from knowledge.models import Case
from knowledge.models.case_classification import Classification
from knowledge.models.case_means import Means, Snapshot
from knowledge.models.case_narrative import Narrative
from knowledge.scales import InterruptionReason, Level, Validity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from knowledge.exports.rows import Rows
    from knowledge.reading import Reading

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# What a case is called and when it was; the rest comes with the parts it is put together from.
IDENTIFICATION = (
    "title",
    "summary",
    "record_kind",
    "stage",
    "start_year",
    "start_month",
    "end_year",
    "end_month",
    "is_ongoing",
    "recurrence",
    "scope",
    "language",
)


@dataclass(frozen=True)
class Entry:
    """A name in the record, what it may be, and how it is read."""

    name: str
    schema: Schema
    read: Callable[[Reading], Any]


class Addresses:
    """Full addresses on this site: of a path, and of what belongs to one case."""

    def __init__(self, absolute: Callable[[str], str], schema: str) -> None:
        self.absolute = absolute
        self.schema = absolute(schema)

    def of(self, told: Reading, rest: str = "") -> str:
        return self.absolute(f"{told.case.get_absolute_url()}{rest}")

    def beside(self, told: Reading, suffix: str) -> str:
        return f"{self.of(told).rstrip('/')}.{suffix}"


def record_of(told: Reading, addresses: Addresses) -> dict[str, Any]:
    """All that readers may know of it. No query beyond those of the reading."""
    return {entry.name: entry.read(told) for entry in entries(addresses)}


def json_schema(addresses: Addresses) -> Schema:
    """Of every record, in the dialect of 2020-12, with labels in the active language."""
    return {
        "$schema": DIALECT,
        "$id": addresses.schema,
        **thing({entry.name: entry.schema for entry in entries(addresses)}),
        "title": _("Municipal experience"),
        "description": _(
            "What one municipality lived, as %(site)s publishes it. Null and empty lists mean"
            " that it was not told. Texts of the narrative are HTML with paragraphs, lists,"
            " emphasis and links."
        )
        % {"site": settings.WAGTAIL_SITE_NAME},
    }


def entries(addresses: Addresses) -> Iterator[Entry]:
    yield from about_the_record(addresses)
    yield from standing()
    yield from told_fields()
    yield from references(addresses)
    for relation, rows in ROWS.items():
        yield Entry(relation, rows.schema(), partial(rows_of, rows, addresses))


def rows_of(rows: Rows, addresses: Addresses, told: Reading) -> list[dict[str, Any]]:
    return rows.read(told, addresses)


def column(field: Any, told: Reading) -> Any:
    return value_of(field, told.text)


def about_the_record(addresses: Addresses) -> Iterator[Entry]:
    yield Entry("$schema", ADDRESS, lambda told: addresses.schema)
    code = {"type": "string", "pattern": "^[A-Z]{2}-[0-9]{4}-[0-9]{4,}$", "title": _("Code")}
    yield Entry("code", code, lambda told: told.case.code)
    yield Entry("url", ADDRESS, addresses.of)
    number = {"type": "integer", "minimum": 1, "title": _("Number of the version")}
    yield Entry("version", number, lambda told: told.number or 1)
    yield Entry("first_published_at", MOMENT, lambda told: told.case.first_published_at)
    yield Entry("last_published_at", MOMENT, lambda told: told.case.last_published_at)
    yield Entry("licence", {"const": LICENCE}, lambda told: LICENCE)
    yield Entry("citation", TEXT, lambda told: apa(told, addresses.of(told)))
    credit = thing(dict.fromkeys(("role", "name", "post", "organization"), TEXT))
    yield Entry(
        "credits",
        listed(credit, _("Who made the record, as far as readers may know")),
        lambda told: [
            {
                "role": each.role,
                "name": each.name,
                "post": each.post,
                "organization": each.organization,
            }
            for each in told.credits
        ],
    )
    links = {
        "sheet": lambda told: addresses.of(told, "ficha.pdf"),
        "council_note": lambda told: addresses.of(told, "nota.pdf"),
        "bibtex": lambda told: addresses.beside(told, "bib"),
        "version": lambda told: addresses.absolute(
            reverse("cases:version", args=[told.case.reference, told.number or 1])
        ),
    }
    yield Entry(
        "links",
        thing(dict.fromkeys(links, ADDRESS)),
        lambda told: {name: link(told) for name, link in links.items()},
    )


def standing() -> Iterator[Entry]:
    """What belongs to the case as a whole: how far it was worked through, proved, and in force."""
    yield Entry("level", one_of(Level.choices), lambda told: told.level)
    rung = {"type": "integer", "minimum": 1, "maximum": 5, "title": _("Evidence")}
    yield Entry(
        "evidence",
        thing({"rung": rung, "why": TEXT}),
        lambda told: {"rung": told.evidence, "why": told.proof.why},
    )
    validity = {
        "status": one_of(Validity.choices),
        "checked_on": or_null(DAY),
        "reason": one_of(InterruptionReason.choices, may_be_empty=True),
        "note": TEXT,
    }
    yield Entry("validity", thing(validity, _("Validity")), validity_of)
    yield Entry(
        "confirmed_by_the_municipality_at",
        or_null(MOMENT),
        lambda told: told.case.confirmed_at,
    )


def validity_of(told: Reading) -> dict[str, Any]:
    return {
        "status": told.case.validity_status,
        "checked_on": told.case.validity_checked_on,
        "reason": told.case.interruption_reason or None,
        "note": told.case.validity_note,
    }


def told_fields() -> Iterator[Entry]:
    """What the author told, but for rows and references."""
    for name in (*IDENTIFICATION, *fields_of(Classification, Narrative, Means, Snapshot)):
        field = Case._meta.get_field(name)
        yield Entry(name, schema_of(field), partial(column, field))


def fields_of(*parts: Any) -> Iterator[str]:
    """Those of the abstract parts of a case that are columns and refer to nothing."""
    for part in parts:
        for field in part._meta.local_fields:
            if not field.is_relation:
                yield field.name


def references(addresses: Addresses) -> Iterator[Entry]:
    place = thing(
        {
            "name": TEXT,
            "within": TEXT,
            "country_code": TEXT,
            "code": TEXT,
            "url": or_null(ADDRESS),
        },
        _("Municipality"),
    )
    yield Entry("municipality", place, lambda told: place_of(told, addresses))
    partners = listed(TEXT, _("Other municipalities"))
    yield Entry("other_municipalities", partners, lambda told: told.other_municipalities)
    theme = thing({"slug": TEXT, "name": TEXT})
    yield Entry(
        "themes",
        {**listed(theme, _("Themes, the first one first")), "maxItems": 3},
        lambda told: [{"slug": each.slug, "name": str(each)} for each in told.themes],
    )
    network = thing({"slug": TEXT, "title": TEXT})
    yield Entry(
        "networks",
        listed(network, _("Networks")),
        lambda told: [{"slug": each.slug, "title": each.title} for each in told.networks],
    )
    yield Entry("target_groups", listed(TEXT, _("For whom")), lambda told: told.groups)
    yield Entry("keywords", listed(TEXT, _("Keywords")), lambda told: told.keywords)
    origin = or_null(thing({"code": TEXT, "title": TEXT}))
    yield Entry("inspired_by", origin, lambda told: told.inspired_by)
    rate = thing(
        {
            "currency": TEXT,
            "year": {"type": "integer"},
            "units_per_dollar": {"type": "number"},
            "source": TEXT,
        }
    )
    yield Entry(
        "exchange_rates", listed(rate, _("Rates by which amounts are told in dollars")), rates_of
    )


def place_of(told: Reading, addresses: Addresses) -> dict[str, Any]:
    place = told.municipality
    return {
        "name": told.place,
        "within": told.parents,
        "country_code": place.country_code if place else told.names.get("country_code", ""),
        "code": place.code if place else told.names.get("territory_code", ""),
        "url": addresses.absolute(place.get_absolute_url()) if place else None,
    }


def rates_of(told: Reading) -> list[dict[str, Any]]:
    return [
        {
            "currency": rate.currency,
            "year": rate.year,
            "units_per_dollar": whole(rate.per_dollar),
            "source": rate.source,
        }
        for rate in told.rates.known.values()
    ]
