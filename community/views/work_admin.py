"""Work in the background, as whoever runs the site sees it in the admin, among the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.contrib import messages
from django.db.models import Case, Value, When
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView

from community import periodic
from community.actions.work import try_again
from community.background import attempts_of, task_at
from community.models import Chore

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING
GIVEN_UP, DONE = TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL
STATES = {
    GIVEN_UP: gettext_lazy("Given up"),
    RUNNING: gettext_lazy("Under way"),
    READY: gettext_lazy("Waiting"),
    DONE: gettext_lazy("Done"),
}
# What Wagtail has done in the background, in our words.
TITLES_OF_LIBRARIES = {
    "modelsearch.tasks.insert_or_update_object_task": gettext_lazy("Renew a page in the search"),
    "wagtail.tasks.update_reference_index_task": gettext_lazy("Note what refers to what"),
    "wagtail.tasks.delete_file_from_storage_task": gettext_lazy("Delete a file out of use"),
}


# --- What is said of a piece of work ----------------------------------------------


def title_of(piece: DBTaskResult) -> str:
    """What it does, in words; the path of the code where nobody gave it any."""
    title = getattr(task_at(piece.task_path), "title", "")
    return str(title or TITLES_OF_LIBRARIES.get(piece.task_path, piece.task_path))


def arguments_of(piece: DBTaskResult) -> str:
    given = piece.args_kwargs
    named = [f"{name}={value}" for name, value in given["kwargs"].items()]
    return ", ".join([*map(str, given["args"]), *named])


def state_of(piece: DBTaskResult) -> str:
    if piece.status == READY and piece.worker_ids:
        return _("Will be tried again")
    return str(STATES[piece.status])


def is_put_off(piece: DBTaskResult) -> bool:
    return piece.status == READY and bool(piece.worker_ids) and piece.run_after > now()


def moment_of(piece: DBTaskResult) -> str:
    """When it was asked for, began, ended, or will be tried again, whatever its state asks."""
    if is_put_off(piece):
        return _("next on %(moment)s") % {"moment": in_full(piece.run_after)}
    moments = {READY: piece.enqueued_at, RUNNING: piece.started_at}
    return in_full(moments.get(piece.status, piece.finished_at))


def in_full(moment: datetime | None) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""


def attempts_in_words(piece: DBTaskResult) -> str:
    return _("%(made)s of %(allowed)s") % {
        "made": len(piece.worker_ids),
        "allowed": attempts_of(piece.task_path),
    }


def error_in_short(piece: DBTaskResult) -> str:
    """The last line of what went wrong."""
    lines = piece.traceback.strip().splitlines()
    return lines[-1][:160] if lines else ""


# --- The screens ------------------------------------------------------------------


class ButtonColumn(Column):
    """Try again, where there is something to try again."""

    cell_template_name = "community/admin/try_again_cell.html"

    def get_cell_context_data(
        self, instance: DBTaskResult, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {
            **context,
            "title": title_of(instance),
            "is_given_up": instance.status == GIVEN_UP,
            "csrf_token": get_token(context["request"]),
        }


class WorkFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=list(STATES.items()))

    class Meta:
        model = DBTaskResult
        fields = ["status"]


class WorkPaginator(WagtailPaginator):
    """Counts them in the reader's language; the table's own name is in English."""

    verbose_name = gettext_lazy("task")
    verbose_name_plural = gettext_lazy("tasks")


class WorkListView(BaseListingView):
    """Given up first, then under way and waiting; what is done only when asked for."""

    model = DBTaskResult
    template_name = "community/admin/work.html"
    page_title = gettext_lazy("Background work")
    header_icon = "tasks"
    filterset_class = WorkFilterSet
    index_url_name = "background_work"
    index_results_url_name = "background_work_results"
    paginate_by = 50
    paginator_class = WorkPaginator
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("What"),
            accessor=title_of,
            url_name="background_work_piece",
        ),
        Column("arguments", label=gettext_lazy("On what"), accessor=arguments_of),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor=state_of),
        Column("moment", label=gettext_lazy("When"), accessor=moment_of),
        Column("attempts", label=gettext_lazy("Attempts"), accessor=attempts_in_words),
        Column("error", label=gettext_lazy("Error"), accessor=error_in_short),
        ButtonColumn("again", label="", accessor=lambda piece: ""),
    ]

    def get_base_queryset(self) -> QuerySet[DBTaskResult]:
        pieces = DBTaskResult.objects.all()
        if not self.request.GET.get("status"):
            pieces = pieces.exclude(status=DONE)
        rank = Case(
            *(When(status=state, then=Value(place)) for place, state in enumerate(STATES)),
        )
        return pieces.order_by(rank, "-enqueued_at", "pk")

    def order_queryset(self, queryset: QuerySet[DBTaskResult]) -> QuerySet[DBTaskResult]:
        return queryset

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = {chore.name: chore for chore in Chore.objects.all()}
        return super().get_context_data(**kwargs) | {
            "given_up": DBTaskResult.objects.failed().count(),
            "no_results_message": _("Nothing waits and nothing was given up."),
            "chores": [(each.title, known.get(each.name)) for each in periodic.registered()],
        }


@require_safe
def piece_of_work(request: HttpRequest, pk: str) -> HttpResponse:
    """One piece with its whole error."""
    piece = get_object_or_404(DBTaskResult, pk=pk)
    return render(
        request,
        "community/admin/piece_of_work.html",
        {
            "header_title": title_of(piece),
            "header_icon": "tasks",
            "breadcrumbs_items": [
                *BaseListingView.breadcrumbs_items,
                {"url": reverse("background_work"), "label": WorkListView.page_title},
                {"url": "", "label": title_of(piece)},
            ],
            "piece": piece,
            "is_given_up": piece.status == GIVEN_UP,
            "state": state_of(piece),
            "attempts": attempts_in_words(piece),
            "arguments": arguments_of(piece),
            "due_at": piece.run_after if is_put_off(piece) else None,
        },
    )


@require_POST
def try_piece_again(request: HttpRequest, pk: str) -> HttpResponse:
    return _tried_again(request, DBTaskResult.objects.filter(pk=pk))


@require_POST
def try_all_again(request: HttpRequest) -> HttpResponse:
    return _tried_again(request, DBTaskResult.objects.all())


def _tried_again(request: HttpRequest, pieces: QuerySet[DBTaskResult]) -> HttpResponse:
    number = try_again(pieces)
    if number:
        said = ngettext(
            "%(count)d task will be tried again now.",
            "%(count)d tasks will be tried again now.",
            number,
        )
        messages.success(request, said % {"count": number})
    else:
        messages.warning(request, _("There was nothing to try again."))
    return redirect("background_work")
