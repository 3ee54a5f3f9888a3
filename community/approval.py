"""What happens when the last step of a workflow says yes. Loaded with Wagtail's models."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from community.models import User


def publish_approved(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish what was approved, or have it wait for its date.

    Whether this person may approve was asked before; to publish alone, as the
    stock action asks, is another right.
    """
    page = workflow_state.content_object
    page.get_latest_revision().publish(user=user, skip_permission_checks=True)
