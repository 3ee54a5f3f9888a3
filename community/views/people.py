"""People, as others see them."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.directory import list_people
from community.http import is_fragment
from community.models import FormerHandle, User
from community.permissions import (
    can_edit_profile,
    can_see_profile,
    contacts_open_to,
    shows_links,
)
from community.spoken import SPOKEN_LANGUAGES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest

# The lists of a profile that have a page of their own: the word of the address and the title.
SECTIONS = [
    ("experiencias", _("Experiences")),
    ("publicaciones", _("Publications")),
    ("comentarios", _("Comments")),
    ("actividad", _("Activity")),
]


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
    person = visible.filter(handle=handle).select_related("photo").with_contributions().first()
    if person is None:
        former = FormerHandle.objects.filter(handle=handle, user__in=visible).first()
        if former is None or former.user is None:
            raise Http404
        return redirect(former.user, permanent=True)
    section = request.GET.get("ver", "")
    context = {
        **what_is_shown(request.user, person),
        "section": section if section in dict(SECTIONS) else "",
        "sections": SECTIONS,
    }
    return render(request, "community/person.html", context)


@never_cache
@login_required
@require_safe
def preview(request: MemberRequest) -> HttpResponse:
    """One's own profile as a visitor sees it, or a member who shares no network with one."""
    mine = User.objects.filter(pk=request.user.pk).select_related("photo").with_contributions()
    person = mine.get()
    is_for_members = request.GET.get("como") == "miembros"
    reader = somebody_else(person) if is_for_members else AnonymousUser()
    seen: Any = copy(request)
    seen.user = reader
    context = {
        **what_is_shown(reader, person),
        "section": "",
        "seen_as": "miembros" if is_for_members else "visitantes",
        "is_hidden": not can_see_profile(reader, person),
    }
    return render(seen, "community/person.html", context)


def somebody_else(person: User) -> User:
    """A member who is nobody in particular; the head of the page shows the person's own name."""
    return User(pk=0, handle=person.handle, display_name=person.display_name)


def what_is_shown(reader: User | AnonymousUser, person: User) -> dict[str, Any]:
    """What the page of a person shows to this reader, apart from what upper apps add."""
    names = dict(SPOKEN_LANGUAGES)
    return {
        "person": person,
        "themes": person.themes.all(),
        "languages_spoken": [names[code] for code in person.spoken_languages if code in names],
        "may_edit": can_edit_profile(reader, person),
        "contacts": contacts_open_to(reader, person),
        "links": [(url, in_short(url)) for url in person.links] if shows_links(person) else [],
    }


def in_short(url: str) -> str:
    """An address as people read it: "altazara.example/informes"."""
    return url.removeprefix("https://").removeprefix("www.").rstrip("/")
