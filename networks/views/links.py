"""The links of a network that do not answer, for who coordinates it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from networks.actions.links import ask_again, excuse_links
from networks.links import broken_links
from networks.models import LinkCheck
from networks.permissions import can_coordinate
from networks.tasks import check_links_of
from networks.views.network import network_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest
    from networks.models import NetworkPage

LINKS_PER_PAGE = 25


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def links(request: MemberRequest, slug: str) -> HttpResponse:
    """What is broken, since when, and where it stands. `acto`: "preguntar" or "vale"."""
    network = network_for(request, slug)
    if not can_coordinate(request.user, network):
        raise PermissionDenied
    if request.method == "POST":
        act(request, network)
        return redirect("networks:links", slug)
    page_obj = Paginator(broken_links(network), LINKS_PER_PAGE).get_page(request.GET.get("pagina"))
    asked = LinkCheck.objects.under(network).filter(page__live=True)
    context = {
        "network": network,
        "page_obj": page_obj,
        "number": asked.count(),
        "is_asking": settings.CHECK_LINKS,
        "last_at": asked.order_by("-checked_at").values_list("checked_at", flat=True).first(),
    }
    return render(request, "networks/links.html", context)


def act(request: MemberRequest, network: NetworkPage) -> None:
    now = timezone.now()
    if request.POST.get("acto") == "preguntar" and settings.CHECK_LINKS:
        if ask_again(network, now):
            check_links_of.enqueue(network.pk)
        messages.success(request, _("They are being asked again. Look here in a minute."))
        return
    chosen = [
        key for key in request.POST.getlist("enlace")[:100] if key.isascii() and key.isdigit()
    ]
    if request.POST.get("acto") != "vale" or not chosen or max(map(len, chosen)) > 18:
        raise Http404
    number = excuse_links(broken_links(network).filter(pk__in=chosen), now)
    said = ngettext(
        "%(number)d link counts as fine until it answers otherwise.",
        "%(number)d links count as fine until they answer otherwise.",
        number,
    )
    messages.success(request, said % {"number": number})
