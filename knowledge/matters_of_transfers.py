"""What waits for somebody about transfers; shown on "Mi espacio"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from community.waiting import Matter, Source
from knowledge.models import Transfer
from knowledge.transfer_kinds import OriginAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from community.models import User


def of_the_origin(user: User) -> Iterator[Source]:
    """Municipalities that want to repeat what the person tells, and have no answer yet."""
    asked = Transfer.objects.answered_by(user).going_on()
    yield Source(
        asked.filter(origin_answer=OriginAnswer.PENDING, origin_case__live=True, hidden_at=None),
        {"pk": F("pk"), "title": F("origin_case__title"), "adopter": F("adopter__name")},
        told_of_request,
        since="created_at",
    )


def told_of_request(told: dict[str, Any], since: datetime | None) -> Iterator[Matter]:
    yield Matter(
        badge=_("Transfer"),
        title=_("%(adopter)s wants to repeat “%(title)s”") % told,
        said=_("You may confirm it, decline it or offer help"),
        url=reverse("transfers:origin", args=[told["pk"]]),
        act=_("Answer"),
        since=since,
    )
