"""Wagtail's editor of pages, but for its mails."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.pages.edit import EditView

from community.actions.draft_comments import tell_of_draft_comments


class PageEditor(EditView):
    """What is said beside a draft is told through notices, not by mails within the request."""

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        said = [comment.text for comment in changes["new_comments"]]
        said += [reply.text for _comment, replies in changes["new_replies"] for reply in replies]
        if said:
            tell_of_draft_comments(self.page, self.request.user, said)
