"""What the workspace of authors is drawn with, and what it lends to a member's home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

from community.http import reader_of
from knowledge import sections
from knowledge.forms.fields import LineField, NarrativeField, count_words
from knowledge.forms.rows import RowForm
from knowledge.forms.section import NEVER, asked_at
from knowledge.matters import own_cases
from knowledge.models import Case
from knowledge.scales import Level
from knowledge.sections import ROW_KINDS, SECTIONS

if TYPE_CHECKING:
    from django.forms import BaseForm, BoundField
    from django.http import HttpRequest
    from django.template import Context

    from knowledge.forms.rows import RowSet


register = template.Library()

# Always answered, whatever is asked for.
ANSWERED = {"language", "on_behalf_of"}
# A member's home is no archive: what is older is found in the library.
MOST_PUBLISHED = 5
# What an author would miss: shorter answers are given again in a moment.
WORTH_KEEPING = 12


@register.inclusion_tag("knowledge/workspace/_field.html", takes_context=True)
def case_field(
    context: Context, bound: BoundField, *, bare: bool = False, errors: bool = True
) -> dict[str, Any]:
    """A field of a case: label, help, error, control, the count of its words, an example.

    In a conflict, what is kept stands beneath. `bare`: one of a group, whose
    legend speaks for it; without `errors`, the group shows them too.
    """
    field: Any = bound.field
    counted = counter_of(bound)
    described = [bound.aria_describedby, f"{bound.auto_id}_count" if counted else ""]
    attributes: dict[str, str | bool] = {
        "class": f"input {field.widget.attrs.get('class', '')}".strip()
    }
    if any(described):
        attributes["aria-describedby"] = " ".join(filter(None, described))
    is_group = bound.use_fieldset
    is_in_row = isinstance(bound.form, RowForm)
    bare = bare or is_in_row
    return {
        "field": bound,
        "bare": bare,
        "shows_errors": errors,
        "control": bound.as_widget() if is_group else bound.as_widget(attrs=attributes),
        "level": 0 if bare or bound.name in ANSWERED or field.required else asked_at(bound.name),
        "counter": counted,
        "example": getattr(field, "example", ""),
        "is_formatted": isinstance(field, NarrativeField),
        "is_in_conflict": not is_in_row and bound.name in (context.get("stored") or {}),
        "stored": (context.get("stored") or {}).get(bound.name, ""),
    }


@register.inclusion_tag("knowledge/workspace/_rows.html", takes_context=True)
def case_rows(context: Context, rows: RowSet) -> dict[str, Any]:
    """The rows of one kind: those there are, empty ones, the button for another."""
    relation, form = rows.kind.relation, context["form"]
    said = form["nothing_of"].value() if "nothing_of" in form.fields else None
    stored = context.get("stored") or {}
    return {
        "rows": rows,
        "kind": rows.kind,
        "level": asked_at(relation),
        "asks_none": rows.kind.none if said is not None else "",
        "has_none": relation in (said or []),
        "is_in_conflict": relation in stored,
        "kept_rows": stored.get(relation, ""),
    }


@register.inclusion_tag("knowledge/workspace/_level.html")
def asked_for(level: int) -> dict[str, Any]:
    """Beside a label: for which level it is asked; nothing for the first."""
    return {"level": 0 if level == Level.REGISTERED else level, "never": level == NEVER}


def counter_of(bound: BoundField) -> dict[str, Any]:
    """What is counted of a text and what is said of it; empty where nothing is counted.

    In the sentences "#" stands for the count and "@" for what is too much.
    """
    field, text = bound.field, str(bound.value() or "")
    if isinstance(field, NarrativeField):
        count, said = (
            count_words(text),
            {
                "none": _("Guide: %(aim)s words"),
                "one": _("1 word; guide: %(aim)s words"),
                "some": _("# words; guide: %(aim)s words"),
            },
        )
        return {"unit": "words", **counted(count, field.guide, said)}
    if isinstance(field, LineField) and field.example:
        said = {
            "none": _("Up to %(aim)s characters"),
            "one": _("1 of %(aim)s characters"),
            "some": _("# of %(aim)s characters"),
            "over": _("# of %(aim)s characters: @ too many"),
        }
        return {"unit": "characters", **counted(len(text), field.max_length or 0, said)}
    return {}


def counted(count: int, aim: int, said: dict[str, str]) -> dict[str, Any]:
    """The sentences for this aim, and the one that holds now."""
    said = {key: sentence % {"aim": aim} for key, sentence in said.items()}
    is_over = "over" in said and count > aim
    which = "over" if is_over else {0: "none", 1: "one"}.get(count, "some")
    now = said[which].replace("#", str(count)).replace("@", str(count - aim))
    return {"count": count, "aim": aim, "said": said, "now": now, "is_over": is_over}


@register.inclusion_tag("knowledge/workspace/_errors.html", takes_context=True)
def case_errors(context: Context, form: BaseForm) -> dict[str, Any]:
    """What has to be mended, above the form, with the way to each field; receives the focus."""
    wrong = [*wrong_fields(form)]
    general = [*form.non_field_errors()]
    for rows in getattr(form, "row_sets", []):
        general += [f"{rows.kind.title}: {error}" for error in rows.complaints]
        wrong += [entry for row in rows.forms for entry in wrong_fields(row)]
    is_begun = context.get("case") is not None and not context.get("stored")
    return {
        "general": general,
        "wrong": wrong,
        "count": len(general) + len(wrong),
        "is_rest_kept": is_begun,
    }


def wrong_fields(form: BaseForm) -> list[dict[str, Any]]:
    if not form.errors or (isinstance(form, RowForm) and form.is_removed):
        return []
    return [
        {
            "field": bound,
            "anchor": anchor_of(bound),
            "label": label_of(bound),
            "errors": bound.errors,
        }
        for bound in form
        if bound.errors
    ]


def label_of(bound: BoundField) -> str:
    """What a field is called above the form; those of rows with their row."""
    form = bound.form
    if not isinstance(form, RowForm):
        return str(bound.label)
    name = form.called or f"{form.of.one} {int(str(form.prefix).rsplit('-', 1)[1]) + 1}"
    return f"{name}, {bound.label}"


@register.simple_tag
def wrong_answers(form: BaseForm) -> list[dict[str, Any]]:
    """Every field of a section that is wrong, those of its rows too."""
    forms = [form, *(row for rows in getattr(form, "row_sets", []) for row in rows.forms)]
    return [entry for each in forms for entry in wrong_fields(each)]


@register.simple_tag
def way_to(case: Case, name: str) -> str:
    """The address at which a field or rows of the record are filled in."""
    return sections.way_to(case, name)


@register.filter
def is_right(form: BaseForm) -> bool:
    """Whether nothing in it is wrong; one that was not sent is right."""
    return not form.is_bound or form.is_valid()


def anchor_of(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.id_for_label or bound.auto_id)


@register.simple_tag
def typed_texts(request: HttpRequest) -> list[dict[str, str]]:
    """What somebody typed in a section that could not be saved: label and text of each field."""
    labels = {
        name: str(field.label) for section in SECTIONS for name, field in section.fields.items()
    }
    told = []
    for name, values in request.POST.lists():
        text = "\n".join(values).strip()
        label = labels.get(name) or label_in_rows(name)
        if label and len(text) >= WORTH_KEEPING:
            told.append({"label": label, "text": text})
    return told


def label_in_rows(name: str) -> str:
    """What "indicators-0-source" is called; "" for what is no answer of a row."""
    relation, _dash, rest = name.partition("-")
    number, _dash, answer = rest.partition("-")
    kind = ROW_KINDS.get(relation)
    if kind is None or not number.isdecimal() or answer not in kind.names:
        return ""
    return f"{kind.one} {int(number[:4]) + 1}: {kind.form_class.base_fields[answer].label}"


@register.inclusion_tag("knowledge/workspace/_my_cases.html", takes_context=True)
def my_cases(context: Context) -> dict[str, Any]:
    """A member's own cases: what the team reads and what is published.

    What waits for the member, `knowledge.matters` says; they share one query.
    """
    user = reader_of(context)
    mine = own_cases(user) if user.is_authenticated else []
    kept = [case for case in mine if case.kept_by_id == user.pk]
    published = [case for case in mine if case.live]
    return {
        "has_any": bool(mine),
        "in_review": [case for case in kept if case.state == Case.State.SENT],
        "published": published[:MOST_PUBLISHED],
        "unlisted": len(published[MOST_PUBLISHED:]),
    }
