"""What the forms of all the sections of a case share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from modelcluster.forms import ClusterForm
from wagtail.rich_text import expand_db_html

from community.html import text_of
from knowledge.forms.fields import NarrativeField
from knowledge.forms.making import field_for
from knowledge.levels import CHECKS, REQUIRED
from knowledge.models import Case
from knowledge.scales import NothingOf
from territories.forms import MunicipalityField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField
    from django_stubs_ext import StrOrPromise

    from community.models import User
    from knowledge.forms.rows import RowKind, RowSet

# The level from which each field is asked for; what is not here never is.
ASKED_AT: dict[str, int] = {}
for _level in sorted(REQUIRED, reverse=True):
    ASKED_AT |= dict.fromkeys(REQUIRED[_level], _level)
for _level, _checks in CHECKS.items():
    for _check in _checks:
        ASKED_AT.setdefault(_check.field, _level)
NEVER = 9
# Fields of a form that stand for one of the case.
STANDS_FOR = {"theme_1": "case_themes", "is_ongoing": "start_year"}


def asked_at(name: str) -> int:
    """The level that asks first for what a field of a form tells; NEVER if none does."""
    return ASKED_AT.get(STANDS_FOR.get(name, name), NEVER)


@dataclass(frozen=True)
class Group:
    """Questions that belong together: `names` of fields, or of relations with rows.

    `template` draws them in a way of its own.
    """

    names: tuple[str, ...]
    title: StrOrPromise = ""
    lead: StrOrPromise = ""
    template: str = ""


@dataclass(frozen=True)
class Entry:
    """A question on the page: one field, or the rows of one kind."""

    field: BoundField | None = None
    rows: RowSet | None = None


@dataclass(frozen=True)
class ShownGroup:
    """A group as a page draws it; `level` is the lowest that asks for something in it."""

    group: Group
    entries: tuple[Entry, ...]
    level: int
    has_errors: bool


class SectionForm(ClusterForm):
    """Some fields of a case, all of which may stay empty while it is a draft but the title.

    `relations` are the rows of the case that the section writes in its own way,
    `row_kinds` those written as rows; no two sections write the same. What is
    wrong is said and stays as it was; everything else is kept.

    `extra` says for which relations how many more empty rows are shown, `windows`
    which of their windows.
    """

    relations: tuple[str, ...] = ()
    row_kinds: tuple[RowKind, ...] = ()
    layout: ClassVar[tuple[Group, ...]] = ()
    use_required_attribute = False
    # Saving needs no valid form: see `save`.
    keeps_what_is_right = True

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = []
        formfield_callback = field_for

    def __init__(
        self,
        data: Any = None,
        *,
        instance: Case,
        user: User | None = None,
        extra: dict[str, int] | None = None,
        windows: dict[str, int] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data, instance=instance, **options)
        self.user = user
        names = self._meta.fields or ()
        self.before = {name: vars(instance).get(attname(name)) for name in names if attname(name)}
        for name in self.narratives():
            self.initial[name] = text_of(expand_db_html(getattr(instance, name)))
        if "nothing_of" in self.fields:
            self.offer_nothing_of()
        self.row_sets: list[RowSet] = [
            kind.formset_class(
                data,
                case=instance,
                extra_rows=(extra or {}).get(kind.relation, 0),
                window=(windows or {}).get(kind.relation, 1),
            )
            for kind in self.row_kinds
        ]

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The fields and relations of the section: what a conflict can be about."""
        rows = tuple(kind.relation for kind in cls.row_kinds)
        return (*(cls._meta.fields or ()), *cls.relations, *rows)

    def narratives(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, NarrativeField)]

    def offer_nothing_of(self) -> None:
        """Of what an author may say the case did not need, what this section asks for."""
        mine = {kind.relation for kind in self.row_kinds}
        field: Any = self.fields["nothing_of"]
        field.choices = [choice for choice in NothingOf.choices if choice[0] in mine]
        field.widget.choices = field.choices
        told = self.instance.nothing_of or []
        self.elsewhere = [each for each in told if each not in mine]
        self.initial["nothing_of"] = [each for each in told if each in mine]

    def groups(self) -> Iterator[ShownGroup]:
        """The questions in the groups of the layout, as the page draws them."""
        rows = {each.kind.relation: each for each in self.row_sets}
        for group in self.layout:
            entries = tuple(
                Entry(rows=rows[name]) if name in rows else Entry(field=self[name])
                for name in group.names
                if name in rows or name in self.fields
            )
            if entries:
                level = min(asked_at(name) for name in group.names)
                wrong = any(name in self.errors for name in group.names) or any(
                    each.rows.is_bound and not each.rows.is_valid() for each in entries if each.rows
                )
                yield ShownGroup(group, entries, level, wrong)

    # --- What was sent ------------------------------------------------------------

    def is_valid(self) -> bool:
        # All of them, so that all that is wrong is said at once.
        return all([super().is_valid(), *(rows.is_valid() for rows in self.row_sets)])

    def has_changed(self) -> bool:
        return super().has_changed() or any(rows.has_changed() for rows in self.row_sets)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        # A text nobody touched stays to the letter as it was, whatever an editor set in it.
        for name in self.narratives():
            if name in cleaned and name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
        if "nothing_of" in cleaned:
            cleaned["nothing_of"] = [*self.elsewhere, *cleaned["nothing_of"]]
        return cleaned

    def stays_together(self) -> tuple[str, ...]:
        """Fields of which none is kept while one of them is wrong."""
        return ()

    def save(self, commit: bool = False) -> Case:
        """The case with every answer that can be kept; those that are wrong stay as they were."""
        case: Case = self.instance
        wrong = set(self.errors)
        if wrong & set(self.stays_together()):
            wrong |= set(self.stays_together())
        for name in wrong & set(self.before):
            setattr(case, attname(name), self.before[name])
        self.save_cluster_m2m()
        for rows in self.row_sets:
            getattr(case, rows.kind.relation).set(rows.told())
        return case

    # --- What is kept, in words ----------------------------------------------------

    def stored_words(self) -> dict[str, str]:
        """For each field that differs from what is kept: what is kept, in words."""
        told = {name: self.words_of(name) for name in self.changed_data}
        changed = [rows for rows in self.row_sets if rows.has_changed()]
        return told | {rows.kind.relation: rows.names for rows in changed}

    def words_of(self, name: str) -> str:
        field: Any = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if isinstance(field, MunicipalityField):
            return str(value.text)
        if not hasattr(field, "choices"):
            return "" if value is None else str(value)
        chosen = value if isinstance(value, list | tuple) else [value]
        names = names_of_choices(field.choices)
        return ", ".join(names[str(key)] for key in chosen if str(key) in names and key != "")


def attname(name: str) -> str:
    """The attribute that holds the value of a field of a case; "" for relations."""
    field: Any = Case._meta.get_field(name)
    return str(field.attname) if field.concrete and not field.many_to_many else ""


def names_of_choices(choices: Any) -> dict[str, str]:
    """What each value of a list of choices is called, those in groups too."""
    names: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            names |= names_of_choices(label)
        else:
            names[str(value)] = str(label)
    return names
