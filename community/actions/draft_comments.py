"""Who hears what is said beside a draft in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from community.actions.notices import notify
from community.models import User

if TYPE_CHECKING:
    from wagtail.models import Page

# As much as fits in a notice; the rest stands beside the text.
QUOTED = 400


def tell_of_draft_comments(page: Page, by: User, said: list[str]) -> None:
    """Tell the others who work on the page what somebody just said beside it, in one notice.

    That is its owner, whoever signs it, whoever spoke there before and whoever
    asked to hear of it; of them, those who can open the draft.
    """
    for person in others_at_work(page, by):
        notify(
            person,
            "draft_commented",
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            title=page.title,
            author=str(by),
            words=Truncator("\n\n".join(said)).chars(QUOTED),
        )


def others_at_work(page: Page, by: User) -> list[User]:
    signs: Any = getattr(page, "author_id", None)
    concerned = (
        Q(pk__in=[key for key in (page.owner_id, signs) if key])
        | Q(wagtail_admin_comments__page=page.pk)
        | Q(comment_replies__comment__page=page.pk)
        | Q(page_subscriptions__page=page.pk, page_subscriptions__comment_notifications=True)
    )
    people = User.objects.filter(concerned, is_active=True).exclude(pk=by.pk).distinct()
    return [each for each in people if page.permissions_for_user(each).can_edit()]
