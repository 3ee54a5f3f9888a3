"""Bringing articles in through the admin: choose a file, look, confirm, watch, read the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blog.actions import uploads
from blog.forms import ConfirmForm, ImportForm
from blog.importing import SourceError
from blog.models import ArticleImport
from blog.permissions import blogs_to_import_into, can_import
from blog.tasks import run_import

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LATEST = 10
# After how many seconds a page that shows progress asks again, without any script.
REFRESH = "3"


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """The form, and the imports this person began; a good file leads to its preview."""
    user: Any = request.user
    if not blogs_to_import_into(user):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None, user=user)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            blog = form.cleaned_data["blog"]
            begun = uploads.begin_import(user, blog, file.name, file.read())
        except SourceError as error:
            form.add_error("file", str(error))
        else:
            return redirect(begun)
    mine = ArticleImport.objects.started_by(user)[:LATEST]
    context = {"form": form, "imports": mine, "page_title": _("Import articles")}
    return render(request, "blog/admin/import_begin.html", context)


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import, whatever its state. While it runs, the page asks again by itself."""
    begun = mine_or_404(request, pk)
    context = {"import": begun, "form": ConfirmForm(), "page_title": begun.file_name}
    response = render(request, "blog/admin/import_run.html", context)
    if begun.state in (ArticleImport.State.WAITING, ArticleImport.State.RUNNING):
        response["Refresh"] = REFRESH
    return response


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    begun = mine_or_404(request, pk)
    form = ConfirmForm(request.POST)
    form.is_valid()
    with transaction.atomic():
        is_on_its_way = uploads.confirm_import(begun, **form.cleaned_data)
        if is_on_its_way:
            run_import.enqueue(begun.pk)
    if not is_on_its_way and begun.state == ArticleImport.State.PREVIEW:
        messages.error(request, _("Some rows have errors: say that the others may be imported."))
    return redirect(begun)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    uploads.discard_import(mine_or_404(request, pk))
    messages.success(request, _("Nothing was imported; the file is not kept."))
    return redirect("import_articles:begin")


def mine_or_404(request: HttpRequest, pk: int) -> ArticleImport:
    """An import of this person in a blog they may still publish in; others do not exist."""
    mine = ArticleImport.objects.started_by(request.user).select_related("blog")
    begun = get_object_or_404(mine, pk=pk)
    if not can_import(request.user, begun.blog):
        raise Http404
    return begun
