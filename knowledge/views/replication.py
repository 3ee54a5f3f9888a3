"""What came of a case elsewhere, and what transfers teach, for everybody to read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.models import Theme
from community.tables import csv_lines
from knowledge.exports.transfers import record_of_transfers, table_of
from knowledge.lookup import case_for, moved
from knowledge.models import Case, Transfer
from knowledge.replication import comes_from, nested, tree_of
from knowledge.replication_drawing import draw
from knowledge.teaching import changes_of, components_of, ranked, results_of, stops_of
from knowledge.transfer_kinds import STOPPED, StopReason
from knowledge.views.outputs import open_data

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from knowledge.replication import Tree

# Lines of the list on a page.
A_PAGE = 40
MOST_COMPONENTS = 12
# One that says no reason counts among the others.
REASONS = {StopReason.OTHER.value: ["", StopReason.OTHER.value]}


def published_case(request: HttpRequest, reference: str) -> Case:
    """The case, as long as it is public: of a draft nothing has come yet.

    Raises:
        Http404: there is none, or it is not published.

    """
    case = case_for(request, reference, Case.objects.with_row(), with_people=False)
    if not case.live:
        raise Http404
    return case


@require_safe
def replicas(request: HttpRequest, reference: str) -> HttpResponse:
    """Who repeated it, from whom they learned, with which results, and what they changed.

    `?indicador=` has the key of one that is shown alone, with everybody who measured it.
    """
    case = published_case(request, reference)
    elsewhere = moved(request, case, reference)
    if elsewhere:
        return elsewhere
    tree = tree_of(case, request.user)
    chosen = request.GET.get("indicador", "")
    number = request.GET.get("pagina")
    results = results_of(case, tree.direct, chosen, number) if tree.branches else None
    context: dict[str, Any] = {
        "case": case,
        "tree": tree,
        "came_from": comes_from(case, request.user),
        "results": results,
    }
    if results is not None and results.page is not None:
        context |= {"is_one": True, "page_obj": results.page}
    elif tree.branches:
        context |= taught(tree, number)
    return render(request, "knowledge/replicas.html", context)


def taught(tree: Tree, number: str | None) -> dict[str, Any]:
    """The tree, a page of its list, what is adapted and why some stopped."""
    page = Paginator(tree.branches, A_PAGE).get_page(number)
    return {
        "page_obj": page,
        "drawing": draw(tree),
        "twigs": nested(page.object_list),
        "changes": changes_of(list(page.object_list)),
        "components": components_of(tree.direct)[:MOST_COMPONENTS],
        "stops": stops_of(tree.branches),
    }


@require_safe
def replicas_table(request: HttpRequest, reference: str) -> HttpResponseBase:
    """A line for each transfer that everybody may read, whoever asks: it is passed on."""
    case = published_case(request, reference)
    elsewhere = moved(request, case, reference)
    if elsewhere:
        return elsewhere
    lines = csv_lines(table_of(tree_of(case, AnonymousUser()), request.build_absolute_uri))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{case.reference}-replicas.csv"'
    return response


@require_safe
def replicas_data(request: HttpRequest, reference: str) -> HttpResponse:
    """The same with results and reasons, as JSON."""
    case = published_case(request, reference)
    return moved(request, case, reference) or open_data(
        record_of_transfers(tree_of(case, AnonymousUser()), request.build_absolute_uri)
    )


@require_safe
def why_they_stop(request: HttpRequest) -> HttpResponse:
    """Transfers that were suspended or abandoned, of all cases, counted by their reason.

    `?motivo=` one reason; `?tema=` the slug of a theme of the origin.
    """
    stopped = Transfer.objects.visible_to(request.user).filter(stage__in=STOPPED)
    theme = Theme.objects.filter(slug=request.GET.get("tema", "")).first()
    if theme is not None:
        stopped = stopped.filter(origin_case__in=Case.objects.about(theme.slug).values("pk"))
    rows = stopped.order_by().values_list("stop_reason", "stage").annotate(number=Count("pk"))
    numbers: Counter[str] = Counter()
    stages: Counter[str] = Counter()
    for reason, stage, number in rows:
        numbers[reason or StopReason.OTHER.value] += number
        stages[stage] += number
    chosen = request.GET.get("motivo", "")
    chosen = chosen if chosen in StopReason.values else ""
    found = stopped.filter(stop_reason__in=REASONS.get(chosen, [chosen])) if chosen else stopped
    listed = found.with_row().order_by("-stage_since", "-pk")
    context = {
        "stops": ranked(numbers),
        "total": sum(numbers.values()),
        "stages": stages,
        "theme": theme,
        "chosen": chosen,
        "chosen_label": StopReason(chosen).label if chosen else "",
        "page_obj": Paginator(listed, A_PAGE).get_page(request.GET.get("pagina")),
    }
    return render(request, "knowledge/why_they_stop.html", context)
