"""Feedback as readers find it: how much there is, of which part it speaks, whom a version credits.

Read as columns of the row itself, so that the page of a case costs no query more for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import User
from knowledge.models import Feedback
from knowledge.models.feedback import OPEN, signature_of
from knowledge.protection import may_know_giver
from knowledge.reading_parts import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from knowledge.models import Case, CaseVersion

TITLES = {slug: title for slug, title, _names in PARTS}
# Beside a version stand as many names as fit on a line.
MOST_NAMED = 4


def title_of_part(slug: str) -> StrOrPromise:
    return TITLES.get(slug) or _("The whole experience")


def number_in(rows: Any) -> Subquery:
    """How many rows there are for each case of a query; None where there are none."""
    of_it = rows.filter(case=OuterRef("pk")).order_by().values("case")
    return Subquery(of_it.annotate(number=Count("pk")).values("number"))


def feedback_columns(reader: User | AnonymousUser) -> dict[str, Any]:
    """For a query of cases: `number_of_feedback` that the reader may read; for members also
    `number_to_bundle`, what was accepted and waits for the next version.
    """
    shown = Feedback.objects.visible_to(reader).published()
    columns = {"number_of_feedback": number_in(shown)}
    if reader.is_authenticated:
        columns["number_to_bundle"] = number_in(Feedback.objects.for_next_version())
    return columns


def credit_columns(reader: User | AnonymousUser) -> dict[str, Any]:
    """For a query of versions, what `credits_of` reads: who said what each of them took up."""
    taken = Feedback.objects.visible_to(reader).published().filter(resolved_in=OuterRef("pk"))
    told = (
        taken.order_by("made_at", "pk")
        .annotate(
            told=JSONObject(
                name=F("author__display_name"),
                organization=F("organization__name"),
                shown_as=F("shown_as"),
            )
        )
        .values("told")
    )
    counted = taken.order_by().values("resolved_in").annotate(number=Count("pk")).values("number")
    names = {f"credit_{place}": Subquery(told[place : place + 1]) for place in range(MOST_NAMED)}
    return {**names, "number_taken_up": Subquery(counted)}


def credits_of(version: CaseVersion) -> str:
    """The names of whom a version credits, of one read with `credit_columns`. No query."""
    rows = (vars(version).get(f"credit_{place}") for place in range(MOST_NAMED))
    names = [
        signature_of(row["shown_as"], row["name"] or "", row["organization"] or "")
        for row in rows
        if row
    ]
    more = (vars(version).get("number_taken_up") or 0) - len(names)
    told = "; ".join(dict.fromkeys(names))
    if more > 0:
        others = ngettext("%(number)d more", "%(number)d more", more) % {"number": more}
        told = f"{told}; {others}"
    return told


def shown_to(reader: User | AnonymousUser, rows: Any) -> Any:
    """Feedback of a query with what a row of it shows; see `told`. Files in one query more."""
    open_profiles = User.objects.visible_to(reader).filter(pk=OuterRef("author"))
    return (
        rows.with_author()
        .select_related("case", "version", "transfer")
        .defer("version__record", "version__names")
        .annotate(author_is_open=Exists(open_profiles))
        .prefetch_related("files")
    )


def told(rows: Iterable[Any], reader: User | AnonymousUser) -> list[Any]:
    """The rows, each with `part_title` and `known_as`, the name of who is protected for who may
    know it. No query.
    """
    found = list(rows)
    for each in found:
        each.part_title = title_of_part(each.part) if each.part else ""
        knows = each.is_protected and each.author and may_know_giver(reader, each)
        each.known_as = each.author.display_name if knows else ""
        each.is_own = reader.is_authenticated and each.author_id == reader.pk
    return found


def counts_of(rows: Any) -> dict[str, int]:
    """How many there are in all, how many wait, were accepted and stand in a version. One query."""
    found: dict[str, int] = rows.order_by().aggregate(
        todas=Count("pk"),
        esperan=Count("pk", filter=Q(disposition=OPEN)),
        aceptadas=Count("pk", filter=TAKEN),
        incorporadas=Count("pk", filter=Q(resolved_in__isnull=False)),
    )
    return found


TAKEN = Q(disposition__in=["accepted", "partly"])
# The words of the address and which feedback each means.
STATES: dict[str, Q] = {
    "todas": Q(),
    "esperan": Q(disposition=OPEN),
    "aceptadas": TAKEN,
    "incorporadas": Q(resolved_in__isnull=False),
}


def to_bundle(case: Case) -> list[Any]:
    """What was accepted and waits for the next version, the oldest first. At most one query.

    None of a case asked `feedback_columns` that has none.
    """
    if not vars(case).get("number_to_bundle", True):
        return []
    rows = Feedback.objects.for_next_version().filter(case=case)
    return list(rows.select_related("author", "organization").order_by("made_at", "pk"))
