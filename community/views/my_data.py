"""One's own data, at /cuenta/mis-datos/: asking for the archive, downloading it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.actions.archives import ask_for_archive
from community.models import Acceptance, PersonalArchive

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from community.http import MemberRequest


@never_cache
@login_required
@require_safe
def my_data(request: MemberRequest) -> HttpResponse:
    """What is held of the person and how they get it."""
    mine = PersonalArchive.objects.visible_to(request.user)
    context = {
        "accepted": Acceptance.objects.filter(user=request.user)
        .select_related("text")
        .order_by("-accepted_at"),
        "ready": mine.ready().first(),
        "waiting": mine.waiting().first(),
    }
    return render(request, "account/data.html", context)


@login_required
@require_POST
def ask(request: MemberRequest) -> HttpResponse:
    ask_for_archive(request.user)
    messages.success(request, _("We are gathering your data. We tell you when it is ready."))
    return redirect("account_data")


@never_cache
@login_required
@reauthentication_required
@require_safe
def archive(request: MemberRequest, key: UUID) -> HttpResponseBase:
    """The file, for its person alone, who has just shown who they are."""
    found = get_object_or_404(PersonalArchive.objects.visible_to(request.user).ready(), key=key)
    try:
        file = found.path.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    day = timezone.localdate(found.ready_at)
    name = f"cabildo-{request.user.handle}-{day:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name)
