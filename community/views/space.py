"""One's own space, at /mi-espacio/: what waits, what is new, where one belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.actions.notices import read_all_notices, read_notice
from community.models import Affiliation, Notification
from community.notices import is_gone
from community.waiting import waiting_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest

NEWEST = 5
PER_PAGE = 20


@never_cache
@login_required
@require_safe
def my_space(request: MemberRequest) -> HttpResponse:
    """A member's home. What other apps know of the person, the template asks of their tags."""
    current = Affiliation.objects.current(timezone.localdate())
    context = {
        "affiliation": current.filter(user=request.user)
        .select_related("organization__territory")
        .first(),
        "waiting": waiting_for(request.user),
        "notices": Notification.objects.visible_to(request.user)[:NEWEST],
    }
    return render(request, "community/my_space.html", context)


@never_cache
@login_required
@require_safe
def notices(request: MemberRequest) -> HttpResponse:
    """Everything the site has told this person, the newest first."""
    told = Notification.objects.visible_to(request.user)
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "community/notices.html", {"page_obj": page, "notices": page})


@never_cache
@login_required
@require_safe
def open_notice(request: MemberRequest, pk: int) -> HttpResponse:
    """Leads to what the notice speaks of, and counts it as read."""
    notice = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    read_notice(notice)
    if is_gone(notice):
        messages.info(request, _("That comment can no longer be read."))
        return redirect("community:notices")
    if not url_has_allowed_host_and_scheme(notice.url, allowed_hosts={request.get_host()}):
        return redirect("community:notices")
    return redirect(notice.url)


@login_required
@require_POST
def read_notices(request: MemberRequest) -> HttpResponse:
    """Count all as read."""
    number = read_all_notices(request.user)
    if number:
        said = ngettext(
            "%(count)d notice is marked as read.", "%(count)d notices are marked as read.", number
        )
        messages.success(request, said % {"count": number})
    else:
        messages.info(request, _("There was nothing new."))
    return redirect("community:notices")
