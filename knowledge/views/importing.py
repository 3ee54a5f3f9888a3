"""Bringing experiences in through the admin: a file, a look, a yes, progress and a report."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge.actions import importing, uploads
from knowledge.forms.importing import ConfirmForm, ImportForm
from knowledge.importing import SourceError, sentences
from knowledge.importing.blank import TEMPLATES
from knowledge.importing.preview import samples_of
from knowledge.importing.report import report_csv, report_xlsx
from knowledge.importing.writing import FORMATS
from knowledge.models import CaseImport, StagedCase
from knowledge.permissions import can_import
from knowledge.tasks import read_cases_file, write_cases

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

LATEST = 10
# After how many seconds a page that shows progress asks again, without any script.
REFRESH = "3"
MOST_SENTENCES = 200


def for_importers(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not can_import(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_importers
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """The form, and the imports this person began; a good file leads to its preview."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            with transaction.atomic():
                begun = uploads.begin_import(
                    request.user,  # type: ignore[arg-type]
                    told["file"].name,
                    told["file"].read(),
                    source=told["source"],
                    goal=told["goal"],
                )
                read_cases_file.enqueue(begun.pk)
        except SourceError as error:
            form.add_error("file", str(error))
        else:
            return redirect(begun)
    mine = CaseImport.objects.started_by(request.user)[:LATEST]
    context = {"form": form, "imports": mine, "page_title": _("Import experiences")}
    return render(request, "knowledge/admin/import_begin.html", context)


@for_importers
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import, whatever its state. While it works, the page asks again by itself."""
    begun = mine_or_404(request, pk)
    context: dict[str, Any] = {
        "import": begun,
        "form": ConfirmForm(),
        "page_title": begun.file_name,
        "counts": [(label, begun.counts.get(value, 0)) for value, label in StagedCase.Fate.choices],
    }
    if not begun.is_working:
        context |= {"problems": problems_of(begun), "kept": kept_of(begun)}
    if begun.state == CaseImport.State.PREVIEW:
        context["samples"] = samples_of(begun)
    response = render(request, "knowledge/admin/import_run.html", context)
    if begun.is_working:
        response["Refresh"] = REFRESH
    return response


def problems_of(begun: CaseImport) -> list[str]:
    """The first complaints; the report has all of them."""
    rows = begun.rows.filter(fate=StagedCase.Fate.BAD).order_by("pk")[:MOST_SENTENCES]
    told = [sentence for row in rows for sentence in sentences(row.problems)]
    return told[:MOST_SENTENCES]


def kept_of(begun: CaseImport) -> list[StagedCase]:
    return list(begun.rows.filter(fate=StagedCase.Fate.KEPT).order_by("pk")[:MOST_SENTENCES])


@for_importers
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    begun = mine_or_404(request, pk)
    form = ConfirmForm(request.POST)
    form.is_valid()
    with transaction.atomic():
        is_on_its_way = importing.confirm(begun, **form.cleaned_data)
        if is_on_its_way:
            write_cases.enqueue(begun.pk)
    if not is_on_its_way and begun.state == CaseImport.State.PREVIEW:
        messages.error(request, _("Some rows have errors: say that the others may be imported."))
    return redirect(begun)


@for_importers
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    uploads.discard_import(mine_or_404(request, pk))
    messages.success(request, _("Nothing was imported; the file is not kept."))
    return redirect("import_cases:begin")


@for_importers
@require_safe
def report(request: HttpRequest, pk: int, ending: str) -> HttpResponse | StreamingHttpResponse:
    """All of it by row and column, to be opened in a spreadsheet."""
    begun = mine_or_404(request, pk)
    if ending not in ("csv", "xlsx"):
        raise Http404
    name = _("report-%(number)s") % {"number": begun.pk}
    if ending == "csv":
        return as_file(report_csv(begun), FORMATS["csv"][0], f"{name}.csv")
    return as_file(report_xlsx(begun), FORMATS["xlsx"][0], f"{name}.xlsx")


@for_importers
@require_safe
def template(request: HttpRequest, ending: str) -> HttpResponse | StreamingHttpResponse:
    """An empty table to be filled in, with what may be written in it."""
    if ending not in TEMPLATES:
        raise Http404
    return as_file(TEMPLATES[ending](), FORMATS[ending][0], _("experiences") + f".{ending}")


def as_file(content: Any, content_type: str, name: str) -> HttpResponse | StreamingHttpResponse:
    kind = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
    response: Any = kind(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def mine_or_404(request: HttpRequest, pk: int) -> CaseImport:
    """An import of this person; those of others do not exist."""
    return get_object_or_404(CaseImport.objects.started_by(request.user), pk=pk)
