"""Bringing many files to a library at once, at /redes/<slug>/cargar/."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from community.file_kinds import DOCUMENTS
from community.forms.themes import theme_in_list
from community.incoming import (
    PIECE,
    complete_ones,
    forget_upload,
)
from community.models import Theme
from community.views.incoming import answer_beginning, answer_piece, answer_stranger
from networks.actions import uploads as actions
from networks.actions.uploads import MOST_AT_ONCE, Sheet, waiting_uploads
from networks.models import ResourceIndexPage, ResourcePage, ResourceUpload
from networks.permissions import can_write_in
from networks.upload_forms import SharedForm, SheetForm, initial_of
from networks.views.network import network_for

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest
    from networks.models import NetworkPage

    Row = tuple[ResourceUpload, SheetForm]
DRAFTS_SHOWN = 40


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload_many(request: MemberRequest, slug: str) -> HttpResponse:
    """Files come, each gets its row, all rows are saved together as drafts.

    `acto`: "guardar", "publicar" with `pagina`, or "quitar-" and the key of a
    file. Whatever is sent, what was typed comes back.
    """
    network = library_of(request, slug)
    act = request.POST.get("acto", "")
    if act == "publicar":
        return publish(request, network)
    wrong = receive(request, network) if request.method == "POST" else []
    uploads = waiting_uploads(network, request.user)
    came = {upload.pk for upload in uploads if is_new(request, upload)}
    if act.startswith("quitar-"):
        for upload in [each for each in uploads if f"quitar-{each.key}" == act]:
            forget_upload(upload)
            uploads.remove(upload)
    shared, rows = table_of(request, uploads, came)
    is_asked = act == "guardar" and not came and not wrong
    if is_asked and rows and all(form.is_valid() for _upload, form in rows):
        return save(request, network, rows)
    if is_asked and not rows:
        wrong = [_("Choose at least one file.")]
    context = {
        "network": network,
        "shared": shared,
        "rows": rows,
        "wrong": wrong,
        "has_errors": is_asked and any(form.errors for _upload, form in rows),
        "drafts": drafts_of(request, network),
        "limits": limits(),
        "accepted": ",".join(f".{ending}" for ending in DOCUMENTS),
        "piece": PIECE,
    }
    return render(request, "networks/upload_many.html", context)


def library_of(request: HttpRequest, slug: str) -> NetworkPage:
    """The network, for who fills its library; Http404 for who does not see it, else 403."""
    network = network_for(request, slug)
    if not can_write_in(request.user, network):
        raise PermissionDenied
    return network


def receive(request: MemberRequest, network: NetworkPage) -> list[str]:
    """Keep aside the files that came whole, look at those that came in pieces; what was refused."""
    wrong: list[str] = []
    for file in request.FILES.getlist("files"):
        try:
            actions.receive(network, request.user, file)
        except ValidationError as refused:
            wrong += refused.messages
    mine = ResourceUpload.objects.filter(network=network, user=request.user, is_checked=False)
    for upload in complete_ones(mine, [upload.key for upload in mine]):
        try:
            actions.look_at(upload)
        except ValidationError as refused:
            wrong += refused.messages
    return wrong


def is_new(request: HttpRequest, upload: ResourceUpload) -> bool:
    """Whether no row of the form that was sent is about it."""
    return request.method == "POST" and str(upload.key) not in request.POST.getlist("fila")


def table_of(
    request: HttpRequest, uploads: list[ResourceUpload], came: set[int]
) -> tuple[SharedForm, list[Row]]:
    """The form of what is the same for all, and one for each file, as it was typed."""
    themes = [(theme.pk, theme_in_list(theme)) for theme in Theme.objects.active().in_tree()]
    is_sent = request.method == "POST"
    shared = SharedForm(request.POST if is_sent else None, prefix="todos", themes=themes)
    told = shared.cleaned_data if is_sent and shared.is_valid() else {}
    said = {name: value for name, value in told.items() if value}
    if said.get("theme"):
        said["theme"] = said["theme"].pk
    rows: list[Row] = []
    for upload in uploads:
        is_typed = is_sent and upload.pk not in came
        form = SheetForm(
            request.POST if is_typed else None,
            prefix=str(upload.key),
            initial=initial_of(upload, said),
            themes=themes,
        )
        rows.append((upload, form))
    return shared, rows


def save(request: MemberRequest, network: NetworkPage, rows: list[Row]) -> HttpResponse:
    sheets = [Sheet(upload, form.cleaned_data) for upload, form in rows]
    number = len(actions.make_drafts(network, request.user, sheets))
    said = ngettext(
        "%(number)d draft is saved. Nobody else reads it until it is published.",
        "%(number)d drafts are saved. Nobody else reads them until they are published.",
        number,
    )
    messages.success(request, said % {"number": number})
    return redirect(f"{request.path}#borradores")


def drafts_of(request: MemberRequest, network: NetworkPage) -> list[Any]:
    """The resources of the library that are not published yet, the newest first."""
    section = ResourceIndexPage.objects.child_of(network).first()
    drafts = ResourcePage.objects.child_of(section) if section else ResourcePage.objects.none()
    return list(drafts.filter(live=False, locked=False).order_by("-pk")[:DRAFTS_SHOWN])


def publish(request: MemberRequest, network: NetworkPage) -> HttpResponse:
    chosen = set(request.POST.getlist("pagina"))
    drafts = [page for page in drafts_of(request, network) if str(page.pk) in chosen]
    number = actions.publish_drafts(drafts, request.user)
    said = ngettext(
        "%(number)d resource is published.", "%(number)d resources are published.", number
    )
    if number:
        messages.success(request, said % {"number": number})
    if number < len(drafts):
        messages.error(request, _("Some wait for somebody else to publish them: open each."))
    return redirect(f"{request.path}#borradores")


def limits() -> dict[str, Any]:
    """What is said before anybody chooses a file."""
    return {
        "image": filesizeformat(settings.IMAGE_MAX_BYTES),
        "document": filesizeformat(settings.DOCUMENT_MAX_BYTES),
        "most": MOST_AT_ONCE,
        "kinds": ", ".join(sorted({*DOCUMENTS} - {"jpeg"})).upper(),
    }


# --- For the browser that sends a file piece by piece ------------------------------------


@never_cache
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the pieces of a file go and how many bytes of it are here already."""
    network = written_by(request, slug)
    if isinstance(network, JsonResponse):
        return network
    return answer_beginning(
        request,
        partial(actions.begin_upload, network, request.user),  # type: ignore[arg-type]
        lambda key: reverse("networks:upload", args=[slug, key]),
    )


@never_cache
@require_http_methods(["PUT", "DELETE"])
def upload(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """Take the next piece, or forget the file. The answer says how much is here."""
    network = written_by(request, slug)
    if isinstance(network, JsonResponse):
        return network
    mine = ResourceUpload.objects.filter(network=network, user=request.user.pk, is_checked=False)
    return answer_piece(request, mine.filter(key=key).first())


def written_by(request: HttpRequest, slug: str) -> NetworkPage | JsonResponse:
    """The network, for who fills its library; else what to say beside the file."""
    if not request.user.is_authenticated:
        return answer_stranger()
    return library_of(request, slug)
