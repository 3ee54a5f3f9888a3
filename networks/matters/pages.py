"""What waits for those who publish in networks; shown on "Mi espacio"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, DateTimeField, F, Q
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from community.waiting import Matter, Source
from networks.matters.questions import publishes
from networks.models.reviewing import waiting_for
from networks.models.upkeep import ASKED_BEFORE
from networks.permissions import networks_reviewed_by
from networks.publications import entry_models

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from community.models import User

# A home is no archive: the rest stands in the desk of the network.
MOST = 10


def of_who_publishes(user: User) -> Iterator[Source]:
    """Pages of theirs whose day comes; what others handed in; what was given back to them.

    One query, which asks whether they publish anywhere, of who may.
    """
    if publishes(user) and networks_reviewed_by(user) != []:
        yield to_look_at(user)
        yield handed_in(user)


def to_look_at(user: User) -> Source:
    """Live pages this person owns and should look at within a month, the stalest first."""
    today = timezone.localdate()
    days = [f"{model._meta.model_name}__review_on" for model in entry_models()]
    pages = Page.objects.live().filter(owner=user.pk)
    due: Any = Coalesce(*days, output_field=DateField()) if len(days) > 1 else days[0]
    near = pages.annotate(due=due).filter(due__lte=today + ASKED_BEFORE).order_by("due", "pk")
    stalest = Page.objects.filter(pk__in=near.values("pk")[:MOST]).annotate(due=due)
    told = {"pk": F("pk"), "title": F("title"), "due": F("due")}
    return Source(stalest.annotate(day=Cast("due", DateTimeField())), told, page_due, "day")


def page_due(told: dict[str, Any], day: datetime) -> Iterator[Matter]:
    due = date.fromisoformat(told["due"])
    is_late = due < timezone.localdate()
    said = {"day": date_format(due, "DATE_FORMAT")}
    yield Matter(
        badge=_("Review"),
        title=told["title"],
        url=reverse("networks:confirm", args=[told["pk"]]),
        act=_("Say whether it still holds"),
        said=_("Should have been reviewed before %(day)s") % said
        if is_late
        else _("To be reviewed before %(day)s") % said,
        tone="bad" if is_late else "quiet",
    )


def handed_in(user: User) -> Source:
    """What waits to be read by this person, and what was given back to them."""
    given_back = Q(
        workflow_state__requested_by=user.pk,
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        status=TaskState.STATUS_REJECTED,
        task__secondreading__isnull=False,
        workflowstate__isnull=False,
    )
    states = TaskState.objects.filter(waiting_for(user) | given_back).order_by("started_at", "pk")
    first = TaskState.objects.filter(pk__in=states.values("pk")[:MOST])
    told = {
        "status": F("status"),
        "comment": F("comment"),
        "title": F("revision__object_str"),
        "page": F("workflow_state__object_id"),
        "asked_by": F("workflow_state__requested_by__display_name"),
        "answered_by": F("finished_by__display_name"),
    }
    when = Coalesce("finished_at", "started_at")
    return Source(first.annotate(when=when), told, page_handed_in, "when")


def page_handed_in(told: dict[str, Any], since: datetime) -> Iterator[Matter]:
    is_back = told["status"] == TaskState.STATUS_REJECTED
    if is_back:
        said = told["comment"] or _("Given back by %(person)s") % {"person": told["answered_by"]}
    else:
        said = _("Handed in by %(person)s") % {"person": told["asked_by"]}
    yield Matter(
        badge=_("Given back") if is_back else _("To read"),
        title=told["title"],
        url=reverse("wagtailadmin_pages:edit", args=[told["page"]]),
        act=_("Go on writing") if is_back else _("Read it and decide"),
        said=said,
        since=since,
    )
