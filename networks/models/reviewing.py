"""What one coordinator writes, another publishes, in the networks that want it.

It is a workflow of Wagtail's with one step: one for all networks, laid on the
page of each that wants it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from networks.handing_in import tell_of_decision, tell_of_handing_in
from networks.permissions import can_review, networks_reviewed_by

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import WorkflowState

    from community.models import User


class SecondReading(Task):
    """Somebody else who coordinates reads what was handed in, and publishes it or gives it back.

    While it waits nobody changes the text but who may decide; who handed it in
    can take it back.
    """

    class Meta:
        verbose_name = _("second reading")
        verbose_name_plural = _("second readings")

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        state: TaskState = super().start(workflow_state, user=user)
        tell_of_handing_in(workflow_state)
        return state

    def on_action(self, task_state: TaskState, user: User, action_name: str, **told: Any) -> None:
        super().on_action(task_state, user, action_name, **told)
        tell_of_decision(task_state.workflow_state, action_name, user, told.get("comment", ""))

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        if not can_review(user, obj):
            return []
        return [
            ("approve", _("Approve"), False),
            ("reject", _("Give it back with a reason"), True),
        ]

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return can_review(user, obj)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        return not can_review(user, obj)

    def get_task_states_user_can_moderate(self, user: User, **_kwargs: Any) -> QuerySet[TaskState]:
        return TaskState.objects.filter(waiting_for(user), task=self.pk)

    @classmethod
    def get_description(cls) -> str:
        return str(_("Somebody else who coordinates the network reads it before it is published."))


def waiting_for(user: User) -> Q:
    """Task states that wait for this person: where they publish, handed in by others."""
    paths = networks_reviewed_by(user)
    others = ~Q(workflow_state__requested_by=user.pk) & ~Q(revision__user=user.pk)
    waiting = Q(task__secondreading__isnull=False, status=TaskState.STATUS_IN_PROGRESS) & others
    if paths is None:
        return waiting
    inside = Q(*[("path__startswith", path) for path in paths], _connector=Q.OR)
    pages = Page.objects.filter(inside) if paths else Page.objects.none()
    numbers = pages.annotate(number=Cast("pk", CharField())).values("number")
    return waiting & Q(workflow_state__object_id__in=numbers)
