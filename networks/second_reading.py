"""The workflow by which one coordinator publishes what another wrote, laid on a network or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from networks.models.reviewing import SecondReading

if TYPE_CHECKING:
    from community.models import User
    from networks.models import NetworkPage

# Wagtail shows the name of the workflow in its buttons and lists.
LANGUAGE = "es"


def enforce_reviews(network: NetworkPage, by: User | None = None) -> None:
    """Have what is written in the network read by a second person, or no longer.

    Follows `network.reviews_before_publishing`; doing it twice changes nothing.
    What waits for its reading when it ends is a draft again.
    """
    laid = WorkflowPage.objects.filter(page=network.pk)
    if network.reviews_before_publishing:
        if not laid.exists():
            WorkflowPage.objects.create(page_id=network.pk, workflow=workflow_of_readings())
        return
    if not laid.exists():
        return
    laid.delete()
    inside = Page.objects.descendant_of(network).annotate(number=Cast("pk", CharField()))
    waiting = WorkflowState.objects.active().filter(
        workflow__workflow_tasks__task__in=SecondReading.objects.values("pk"),
        object_id__in=inside.values("number"),
    )
    for state in waiting:
        state.cancel(user=by)


def workflow_of_readings() -> Workflow:
    """The one workflow of all networks, made when the first wants it."""
    known = Workflow.objects.filter(
        active=True, workflow_tasks__task__in=SecondReading.objects.values("pk")
    ).first()
    if known is not None:
        return known
    with translation.override(LANGUAGE):
        task = SecondReading.objects.create(name=_("Reading by somebody else"))
        workflow = Workflow.objects.create(name=_("reading by somebody else"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
