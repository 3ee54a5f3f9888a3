"""The shape in which cases travel in files: its sheets and their columns, told from the models.

Reading a file, writing one, the templates and their help all ask here. Names
of columns are those of the fields and never change; people may also write the
words the site uses for them, in any of its languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.fields import RichTextField

from community.models import Theme
from knowledge.models import NARRATIVE, Case, ChoiceList, TargetGroup
from networks.models import NetworkPage
from territories.models import Territory
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise

CASES = "cases"
NUMBER = "number"


@dataclass(frozen=True, eq=False)
class Column:
    """One column. `kind` says how its cells are read and written: see `cells.KINDS`.

    `field` is the field of the model whose rules hold; `parts` are the fields
    that one cell fills together (a date); `to` is the model it refers to, and
    `relation` where its rows are kept, of lists of references.
    """

    name: str
    label: StrOrPromise
    kind: str
    field: Any = None
    parts: tuple[str, ...] = ()
    to: Any = None
    relation: str = ""
    help: StrOrPromise = ""
    is_required: bool = False

    @property
    def choices(self) -> list[tuple[Any, Any]]:
        """The values it may have, with their words; none where anything may be written."""
        if isinstance(self.field, ChoiceList):
            return [(each.value, each.label) for each in self.field.scale]
        return list(getattr(self.field, "choices", None) or [])


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table of the file: the cases, or one kind of their rows, each with the number of its."""

    name: str
    label: StrOrPromise
    model: Any
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


KIND_OF_FIELD: tuple[tuple[Any, str], ...] = (
    (RichTextField, "narrative"),
    (ChoiceList, "choices"),
    (models.UUIDField, "key"),
    (models.BooleanField, "yes_no"),
    (models.DateField, "date"),
    (models.DecimalField, "decimal"),
    (models.IntegerField, "whole"),
    (models.TextField, "text"),
    (models.CharField, "line"),
)


def of_field(model: Any, name: str, **options: Any) -> Column:
    field = model._meta.get_field(name)
    kind = "choice" if field.choices else ""
    if isinstance(field, models.ForeignKey):
        kind, options["to"] = "reference", field.related_model
    kind = kind or next(kind for type_, kind in KIND_OF_FIELD if isinstance(field, type_))
    is_required = not (field.blank or field.null or field.has_default())
    options = {"label": field.verbose_name, "help": field.help_text, **options}
    return Column(name, kind=kind, field=field, is_required=is_required, **options)


def moment(name: str, label: StrOrPromise, *parts: str, required: bool = False) -> Column:
    """A date as exact as it is known, kept in two or three fields."""
    return Column(
        name,
        label,
        "moment",
        parts=parts,
        is_required=required,
        help=_("As exact as you know it: 2019, 03/2019 or 15/03/2019."),
    )


def references(name: str, label: StrOrPromise, to: Any, relation: str = "") -> Column:
    return Column(
        name,
        label,
        "references",
        to=to,
        relation=relation,
        help=_("Several are parted by vertical bars: one | another."),
    )


def names_of_fields(*names: str, model: Any = Case) -> Iterator[Column]:
    for name in names:
        yield of_field(model, name)


def own_number() -> Column:
    return Column(
        NUMBER,
        _("number of the experience"),
        "line",
        is_required=True,
        help=_(
            "Your own number or word for it. Imported again, it is known by it; "
            "in the other sheets it says whose row it is."
        ),
    )


def columns_of_cases() -> tuple[Column, ...]:
    return (
        own_number(),
        Column(
            "source",
            _("source of the list"),
            "line",
            help=_("Who keeps the list, in one word. Left empty, it is asked when importing."),
        ),
        Column("key", _("key on this site"), "key", help=_("Of exported files: leave it.")),
        Column("revision", _("text on this site"), "whole", help=_("Of exported files: leave it.")),
        *names_of_fields("title", "summary"),
        of_field(
            Case,
            "lead_municipality",
            help=_("Its name with what it lies in: Sucre (Miranda, Venezuela); or its code."),
        ),
        references(
            "other_municipalities", _("other municipalities"), Territory, "other_municipalities"
        ),
        *names_of_fields("association", "record_kind", "language", "stage"),
        moment("start", _("beginning"), "start_year", "start_month"),
        moment("end", _("end"), "end_year", "end_month"),
        *names_of_fields("is_ongoing", "recurrence", "scope", "latitude", "longitude"),
        references("themes", _("themes"), Theme, "case_themes"),
        references("networks", _("networks"), NetworkPage, "case_networks"),
        references("target_groups", _("people it is for"), TargetGroup),
        Column(
            "keywords",
            _("keywords"),
            "words",
            help=_("Several are parted by vertical bars: one | another."),
        ),
        *names_of_fields("innovation_types", "sdgs", "participation_spectrum"),
        *names_of_fields(*NARRATIVE),
        *names_of_fields("cost_band", "staff_months", "staff_profile", "staff_note"),
        *names_of_fields("months_to_first_result", "months_to_implement", "complexity"),
        *names_of_fields("nothing_of", "in_plan_and_budget", "plan_reference"),
        *names_of_fields("min_scale", "max_scale", "support_offered"),
        *names_of_fields("prior_inspiration", "inspiration_url", "inspired_by"),
        *names_of_fields("population", "population_year"),
        *names_of_fields("budget_amount", "budget_currency", "budget_year", "snapshot_source"),
        *names_of_fields("validity_status", "validity_checked_on"),
        *names_of_fields("interruption_reason", "validity_note"),
    )


# Each kind of row, and what is written of it; "date" stands for year, month and day.
ROWS: dict[str, tuple[str, ...]] = {
    "actors": (
        *("name", "organization", "kind", "role", "support", "contribution"),
        *("contact", "contact_audience"),
    ),
    "milestones": ("date", "title", "change", "kind"),
    "indicators": (
        *("name", "unit", "direction", "baseline", "baseline_year", "target"),
        *("result", "result_year", "source", "method", "verified_by"),
    ),
    "evaluations": ("kind", "year", "author", "finding", "url"),
    "lessons": ("kind", "text"),
    "cost_lines": ("concept", "kind", "amount", "currency", "year", "funds"),
    "funding_sources": ("source", "percent", "who"),
    "technologies": ("name", "licence", "url", "needs_connectivity", "note"),
    "legal_instruments": ("kind", "title", "date", "text", "url"),
    "enabling_conditions": ("condition", "weight", "note"),
    "core_components": ("name", "adaptability", "why"),
    "steps": ("what", "who", "duration", "output", "resource"),
    "contributors": (
        *("name", "person", "role", "post", "organization", "organization_name", "shown_as"),
    ),
    "attachments": (
        *("kind", "title", "author", "year", "url", "licence"),
        *("alt_text", "person_consent", "language"),
    ),
}


def sheet_of_rows(relation: str, names: tuple[str, ...]) -> Sheet:
    model: Any = Case._meta.get_field(relation).related_model
    columns = [own_number()]
    for name in names:
        if name == "date":
            is_required = not model._meta.get_field("year").null
            columns.append(moment("date", _("date"), "year", "month", "day", required=is_required))
        else:
            columns.append(of_field(model, name))
    columns.append(
        Column("key", _("key on this site"), "key", help=_("Of exported files: leave it."))
    )
    return Sheet(relation, model._meta.verbose_name_plural, model, tuple(columns))


@cache
def sheets() -> tuple[Sheet, ...]:
    """All of them, that of the cases first."""
    rows = (sheet_of_rows(relation, names) for relation, names in ROWS.items())
    return (Sheet(CASES, _("experiences"), Case, columns_of_cases()), *rows)


@cache
def sheet(name: str) -> Sheet:
    return next(each for each in sheets() if each.name == name)


def header(column: Column) -> str:
    """What heads it where people read."""
    return capfirst(str(column.label))


@cache
def headers(name: str) -> dict[str, Column]:
    """All that may head a column of that sheet, folded: its name, its label in each language."""
    found: dict[str, Column] = {}
    columns = sheet(name).columns
    for language, _name in settings.LANGUAGES:
        with override(language):
            for column in columns:
                found.setdefault(fold(str(column.label)), column)
    # Names win: they mean one thing in every language.
    return found | {fold(column.name): column for column in columns}


@cache
def columns_of(name: str) -> dict[str, Column]:
    """The columns of that sheet, by their name."""
    return {column.name: column for column in sheet(name).columns}


def headed(name: str, heading: str) -> Column | None:
    """The column of that sheet which the words head; its own name is known at once."""
    return columns_of(name).get(heading) or headers(name).get(fold(heading))


@cache
def sheet_names() -> dict[str, Sheet]:
    """All that may be the name of a sheet, folded."""
    found: dict[str, Sheet] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for each in sheets():
                found.setdefault(fold(title_of(each)), each)
    return found | {fold(each.name): each for each in sheets()}


def title_of(each: Sheet) -> str:
    """Its name in a spreadsheet, which takes 31 letters and few signs."""
    return capfirst(str(each.label))[:31]
