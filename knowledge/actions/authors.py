"""What happens to experiences when the person who registered them is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import ngettext

from knowledge.actions.protection import forget_protected
from knowledge.kinds import ShownAs
from knowledge.models import Authorship, Case, CaseVersion, Contributor, CorrectionRequest

if TYPE_CHECKING:
    from community.models import User

NOBODY = "Cuenta cerrada"


@transaction.atomic
def take_name_off(author: User) -> None:
    """The versions stay as they were published, but for the name of the person."""
    openly = CaseVersion.objects.filter(
        case__registered_by=author, case__author_shown_as=ShownAs.PERSON
    )
    for version in openly.only("names"):
        if version.names.get("registered_by"):
            version.names["registered_by"] = NOBODY
            version.save(update_fields=["names"])
    take_credits_off(author)
    forget_protected(author)
    asked = CorrectionRequest.objects.filter(asker=author)
    asked.update(name=NOBODY, post="", email="")


def take_credits_off(author: User) -> None:
    """Where they stand among those who made a record: there, in versions and in drafts."""
    parts = Authorship.objects.filter(person=author)
    parts.filter(state=Authorship.State.ACCEPTED).update(state=Authorship.State.LEFT)
    parts.filter(state=Authorship.State.INVITED).update(state=Authorship.State.DECLINED)
    parts.update(person=None, email="", post="", organization_name="")
    rows = Contributor.objects.filter(person=author)
    cases = set(rows.values_list("case", flat=True))
    # The row of a version may be gone from the case since.
    versions = CaseVersion.objects.filter(record__contributors__0__isnull=False)
    for version in versions.only("case", "record", "names").iterator(chunk_size=100):
        theirs = [row for row in version.record["contributors"] if row["person"] == author.pk]
        if theirs:
            cases.add(version.case_id)
            forget(theirs, version.names.get("contributors", {}))
            version.save(update_fields=["record", "names"])
    rows.update(person=None, name=NOBODY)
    drafts = Q(pk__in=cases) | Q(live=True, has_unpublished_changes=True)
    for case in Case.objects.filter(drafts).select_related("latest_revision"):
        revision = case.latest_revision
        theirs = [
            row
            for row in (revision.content.get("contributors", []) if revision else [])
            if row["person"] == author.pk
        ]
        if revision is not None and theirs:
            forget(theirs, {})
            revision.save(update_fields=["content"])


def forget(rows: list[dict[str, Any]], names: dict[str, str]) -> None:
    for row in rows:
        row["person"], row["name"] = None, NOBODY
        if names.get(row["key"]) and row["shown_as"] == ShownAs.PERSON:
            names[row["key"]] = NOBODY


def unfinished_by(author: User) -> list[str]:
    """A sentence on the experiences that nobody else goes on writing; none when there are none."""
    states = (Case.State.DRAFT, Case.State.RETURNED)
    others = Authorship.objects.accepted().filter(may_edit=True, case=OuterRef("pk"))
    alone = Case.objects.filter(~Exists(others), registered_by=author, state__in=states)
    number = alone.count()
    if not number:
        return []
    sentence = ngettext(
        "You have %(number)d experience that is not published and that only you write: "
        "send it, or hand it to a colleague, before you go.",
        "You have %(number)d experiences that are not published and that only you write: "
        "send them, or hand them to a colleague, before you go.",
        number,
    )
    return [sentence % {"number": number}]
