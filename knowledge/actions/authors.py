"""What happens to experiences when the person who registered them is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import ngettext

from knowledge.models import Case, CaseVersion, CorrectionRequest

if TYPE_CHECKING:
    from community.models import User

NOBODY = "Cuenta cerrada"


@transaction.atomic
def take_name_off(author: User) -> None:
    """The versions stay as they were published, but for the name of the person."""
    for version in CaseVersion.objects.filter(case__registered_by=author).only("names"):
        if version.names.get("registered_by"):
            version.names["registered_by"] = NOBODY
            version.save(update_fields=["names"])
    asked = CorrectionRequest.objects.filter(asker=author)
    asked.update(name=NOBODY, post="", email="")


def unfinished_by(author: User) -> list[str]:
    """A sentence on the experiences that nobody else goes on writing; none when there are none."""
    states = (Case.State.DRAFT, Case.State.RETURNED)
    number = Case.objects.filter(registered_by=author, state__in=states).count()
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
