"""People, as others see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from community.directory import list_people
from community.http import is_fragment
from community.models import FormerHandle, User
from community.permissions import can_edit_profile, can_see_email
from community.spoken import SPOKEN_LANGUAGES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The directory. HTMX asks for the list alone, the filters come along."""
    partial = is_fragment(request)
    template = "community/_people.html" if partial else "community/people.html"
    context = {"directory": list_people(request), "is_fragment": partial}
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
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
