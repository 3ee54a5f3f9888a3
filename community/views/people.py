"""People, as others see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from community.forms.profile import SPOKEN_LANGUAGES
from community.models import FormerHandle, User
from community.permissions import can_edit_profile, can_see_email

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PEOPLE_PER_PAGE = 24


def people(request: HttpRequest) -> HttpResponse:
    """Everybody whose profile this visitor may open, by name."""
    shown = (
        User.objects.visible_to(request.user)
        .with_posts(timezone.localdate())
        .select_related("photo")
        .prefetch_related("themes", "photo__renditions")
        .order_by("display_name", "pk")
    )
    page = Paginator(shown, PEOPLE_PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "community/people.html", {"people": page})


def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """One person. A handle given up leads to the one in use, for good."""
    visible = User.objects.visible_to(request.user)
    person = visible.filter(handle=handle).select_related("photo").first()
    if person is None:
        former = FormerHandle.objects.filter(handle=handle, user__in=visible).first()
        if former is None or former.user is None:
            raise Http404
        return redirect(former.user, permanent=True)
    names = dict(SPOKEN_LANGUAGES)
    context = {
        "person": person,
        "themes": person.themes.all(),
        "languages_spoken": [names[code] for code in person.spoken_languages if code in names],
        "may_edit": can_edit_profile(request.user, person),
        "sees_email": can_see_email(request.user, person),
    }
    return render(request, "community/person.html", context)
