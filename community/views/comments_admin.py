"""The newest comments, in Wagtail's admin: for those who moderate, only what they moderate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from community.html import text_of
from community.models import Comment

if TYPE_CHECKING:
    from django.http import HttpRequest

    from community.models import CommentQuerySet


def beginning(comment: Comment) -> str:
    return Truncator(text_of(comment.body)).words(20)


def state(comment: Comment) -> str:
    if comment.is_hidden:
        return gettext("Hidden")
    if comment.is_waiting:
        return pgettext("a comment", "Waiting")
    return gettext("edited").capitalize() if comment.edited_at else ""


def address(comment: Comment) -> str:
    return comment.get_absolute_url()


class CommentsReport(ReportView):
    """Each leads to where it stands, where it is hidden or shown again."""

    page_title = _("Comments")
    header_icon = "comment"
    index_url_name = "comments_report"
    index_results_url_name = "comments_report_results"
    default_ordering = "-posted_at"
    columns = [
        TitleColumn("body", label=_("Comment"), accessor=beginning, get_url=address),
        Column("author", label=_("Author")),
        Column("thing", label=pgettext_lazy("a comment", "About")),
        DateColumn(
            "posted_at", label=pgettext_lazy("a comment", "Published"), sort_key="posted_at"
        ),
        Column("state", label=_("State"), accessor=state),
    ]

    def get_base_queryset(self) -> CommentQuerySet:
        mine = Comment.objects.moderated_by(self.request.user)
        return mine.select_related("author").prefetch_related("thing")


class CommentsMenuItem(MenuItem):
    """For those in whose networks somebody has commented."""

    def is_shown(self, request: HttpRequest) -> Any:
        return Comment.objects.moderated_by(request.user).exists()
