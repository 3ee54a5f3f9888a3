"""What the workspace of authors is drawn with, and what it lends to a member's home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

from community.http import reader_of
from knowledge.forms.fields import LineField, NarrativeField, count_words
from knowledge.levels import REQUIRED
from knowledge.matters import own_cases
from knowledge.models import Case
from knowledge.scales import Level
from knowledge.sections import SECTIONS

if TYPE_CHECKING:
    from django.forms import BaseForm, BoundField
    from django.http import HttpRequest
    from django.template import Context


register = template.Library()

ASKED = {*REQUIRED[Level.REGISTERED], "theme_1", "language", "on_behalf_of"}
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
    return {
        "field": bound,
        "bare": bare,
        "shows_errors": errors,
        "control": bound.as_widget() if is_group else bound.as_widget(attrs=attributes),
        "is_optional": bound.name not in ASKED and not field.required and not bare,
        "counter": counted,
        "example": getattr(field, "example", ""),
        "is_formatted": isinstance(field, NarrativeField),
        "is_in_conflict": bound.name in (context.get("stored") or {}),
        "stored": (context.get("stored") or {}).get(bound.name, ""),
    }


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


@register.inclusion_tag("knowledge/workspace/_errors.html")
def case_errors(form: BaseForm) -> dict[str, Any]:
    """What has to be mended, above the form, with the way to each field; receives the focus."""
    wrong = [*wrong_fields(form)]
    general = [*form.non_field_errors()]
    rows: Any = getattr(form, "sources", None)
    if rows is not None and rows.is_bound:
        general += rows.non_form_errors()
        wrong += [entry for row in rows.forms for entry in wrong_fields(row)]
    return {"general": general, "wrong": wrong, "count": len(general) + len(wrong)}


def wrong_fields(form: BaseForm) -> list[dict[str, Any]]:
    return [
        {"anchor": anchor_of(bound), "label": bound.label, "errors": bound.errors}
        for bound in form
        if bound.errors
    ]


def anchor_of(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.id_for_label or bound.auto_id)


@register.simple_tag
def typed_texts(request: HttpRequest) -> list[dict[str, str]]:
    """What somebody typed in a section that could not be saved: label and text of each field."""
    labels = {
        name: str(field.label)
        for section in SECTIONS
        for name, field in section.form_class.base_fields.items()
    }
    told = []
    for name, values in request.POST.lists():
        text = "\n".join(values).strip()
        is_source = name.startswith("sources-") and name.endswith(("-title", "-author", "-url"))
        if (name in labels or is_source) and len(text) >= WORTH_KEEPING:
            told.append({"label": labels.get(name, ""), "text": text})
    return told


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
