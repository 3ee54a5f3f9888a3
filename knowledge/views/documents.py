"""The documents of a case, and the way its files come, at …/editar/documentos/."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from community.file_kinds import DOCUMENTS, IMAGES, ending_of
from community.incoming import (
    PIECE,
    as_file,
    forget_upload,
)
from community.views.incoming import answer_beginning, answer_piece, answer_stranger
from knowledge.actions import documents as actions
from knowledge.actions.documents import PHOTO_PIXELS, Room
from knowledge.forms.belonging import DocumentForm, UploadForm, lacking_in
from knowledge.lookup import case_for
from knowledge.models import Upload
from knowledge.permissions import can_edit
from knowledge.views import rows
from knowledge.views.rows import RowScreen, to_write
from knowledge.views.workspace import frame

if TYPE_CHECKING:
    from django.core.files.base import File
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest
    from knowledge.actions.documents import Received
    from knowledge.models import Case

SCREEN = RowScreen(
    relation="attachments",
    place="cases:documents",
    part="documentos",
    form_class=DocumentForm,
    template="knowledge/workspace/document.html",
    title_new=gettext_lazy("Add a document that is on the web"),
    saved=gettext_lazy("The document is saved."),
    removed=gettext_lazy("The document is removed from the text you are writing."),
)


@to_write
def documents(request: MemberRequest, case: Case) -> HttpResponse:
    """The documents, and the form by which files come, whole or piece by piece."""
    form = UploadForm(request.POST if request.method == "POST" else None)
    wrong: list[str] = []
    uploads: list[Upload] = []
    if request.method == "POST":
        uploads = actions.uploads_of(case, request.user, keys_in(request))
        files = [*request.FILES.getlist("files"), *map(as_file, uploads)]
        wrong = check_files(form, files)
        if form.is_valid() and not wrong:
            received = actions.receive(case, request.user, files, **form.cleaned_data)
            for upload in uploads:
                forget_upload(upload)
            if not received.refused:
                return onward(request, case, received)
            wrong = received.refused
            say_kept(request, received)
            uploads, case = [], case_for(request, case.reference)
        else:
            came = (
                actions.put_aside(case, request.user, file)
                for file in request.FILES.getlist("files")
            )
            uploads += [each for each in came if each is not None]
    draft = case.draft()
    kept = list(draft.attachments.all())
    room = Room.left_in(draft)
    context = {
        **frame(request, case, draft),
        "form": form,
        "wrong": wrong,
        "uploads": uploads,
        "rows": [(row, lacking_in(row)) for row in kept],
        "limits": limits(room),
        "is_full": room.files < 1,
        "accepted": ",".join(f".{ending}" for ending in DOCUMENTS),
        "piece": PIECE,
    }
    return render(request, "knowledge/workspace/documents.html", context)


def keys_in(request: MemberRequest) -> list[uuid.UUID]:
    keys = []
    for text in request.POST.getlist("uploaded")[: settings.CASE_FILES_MOST]:
        try:
            keys.append(uuid.UUID(text))
        except ValueError:
            continue
    return keys


def check_files(form: UploadForm, files: list[File]) -> list[str]:
    """Sentences on what is wrong before anything is looked at; consent goes to its field."""
    if not files:
        return [_("Choose at least one file.")]
    shows_people = any(ending_of(file.name or "") in (*IMAGES, "mp4") for file in files)
    if shows_people and form.is_valid() and not form.cleaned_data["person_consent"]:
        form.add_error("person_consent", _("Say whether people appear, and whether they agreed."))
    return []


def onward(request: MemberRequest, case: Case, received: Received) -> HttpResponse:
    """To describe the one file that came, or back to the list of all."""
    say_kept(request, received)
    if len(received.rows) == 1:
        return redirect("cases:document", case.reference, received.rows[0].key)
    return redirect("cases:documents", case.reference)


def say_kept(request: MemberRequest, received: Received) -> None:
    count = len(received.rows)
    if count:
        said = ngettext("%(count)d file is kept.", "%(count)d files are kept.", count)
        messages.success(request, said % {"count": count})


def limits(room: Room) -> dict[str, Any]:
    """What is said before anybody chooses a file."""
    return {
        "image": filesizeformat(settings.IMAGE_MAX_BYTES),
        "document": filesizeformat(settings.DOCUMENT_MAX_BYTES),
        "millions": settings.IMAGE_MAX_PIXELS // 1_000_000,
        "pixels": PHOTO_PIXELS,
        "files": max(0, room.files),
        "most": settings.CASE_FILES_MOST,
        "size": filesizeformat(max(0, room.size)),
        "kinds": ", ".join(sorted({*DOCUMENTS} - {"jpeg"})).upper(),
    }


@to_write
def document(request: MemberRequest, case: Case, key: uuid.UUID | None = None) -> HttpResponse:
    return rows.write(request, case, SCREEN, key)


@require_POST
@to_write
def move_document(request: MemberRequest, case: Case, key: uuid.UUID) -> HttpResponse:
    return rows.move(request, case, SCREEN, key)


@to_write
def drop_document(request: MemberRequest, case: Case, key: uuid.UUID) -> HttpResponse:
    return rows.drop(request, case, SCREEN, key)


# --- For the browser that sends a file piece by piece ------------------------------------


@never_cache
@require_POST
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the pieces of a file go and how many bytes of it are here already."""
    case = written_by(request, reference)
    if isinstance(case, JsonResponse):
        return case
    reference = case.reference
    return answer_beginning(
        request,
        partial(actions.begin_upload, case, request.user),  # type: ignore[arg-type]
        lambda key: reverse("cases:upload", args=[reference, key]),
    )


@never_cache
@require_http_methods(["PUT", "DELETE"])
def upload(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Take the next piece, or forget the file. The answer says how much is here."""
    case = written_by(request, reference)
    if isinstance(case, JsonResponse):
        return case
    mine = Upload.objects.filter(case=case, user=request.user.pk)
    return answer_piece(request, mine.filter(key=key).first())


def written_by(request: HttpRequest, reference: str) -> Case | JsonResponse:
    """The case, for who may write in it; else what to say beside the file."""
    if not request.user.is_authenticated:
        return answer_stranger()
    case = case_for(request, reference)
    if not can_edit(request.user, case):
        raise PermissionDenied
    return case
