"""Organizations, as everybody sees them, and what their people tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.actions.organizations import update_organization
from community.forms.organizations import OrganizationForm
from community.http import is_fragment
from community.models import Affiliation, Organization, User
from community.permissions import answers_for, can_edit_organization, can_invite

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest

PER_PAGE = 30
PEOPLE_PER_PAGE = 24


def organization_for(request: HttpRequest, slug: str) -> Organization:
    """The organization, if this visitor may see it; raises Http404 otherwise."""
    shown = Organization.objects.visible_to(request.user).select_related("territory", "parent")
    found = shown.select_related("logo").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    """All of them, by name; narrowed by words, kind and country. HTMX asks for the list alone."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "tipo", "pais")}
    shown = Organization.objects.visible_to(request.user).filter(is_listed=True)
    if asked["q"]:
        shown = shown.matching(asked["q"])
    if asked["tipo"] in Organization.Kind.values:
        shown = shown.filter(kind=asked["tipo"])
    if asked["pais"]:
        shown = shown.filter(territory__country_code=asked["pais"].upper()[:2])
    rows = shown.select_related("territory").order_by("name", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    partial = is_fragment(request)
    context: dict[str, Any] = {"page_obj": page, "asked": asked, "is_narrowed": any(asked.values())}
    if not partial:
        context |= {"kinds": Organization.Kind.choices, "countries": countries()}
    template = "community/_organizations.html" if partial else "community/organizations.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def countries() -> list[tuple[str, str]]:
    """Code and name of the countries that have organizations, by name. One query."""
    here = Organization.objects.filter(
        is_listed=True, territory__country_code=OuterRef("country_code")
    )
    model: Any = Organization._meta.get_field("territory").related_model
    places = model.objects.countries().filter(Exists(here)).order_by("name")
    return list(places.values_list("country_code", "name"))


@require_safe
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """One: who it is, its people who let themselves be listed, what was done in its name."""
    found = organization_for(request, slug)
    page = Paginator(people_of(found, request.user), PEOPLE_PER_PAGE).get_page(
        request.GET.get("pagina")
    )
    context = {
        "organization": found,
        "people": page,
        "parts": found.parts.filter(is_listed=True).order_by("name")[:PER_PAGE],
        **what_one_may(request.user, found),
    }
    return render(request, "community/organization.html", context)


def people_of(organization: Organization, reader: Any) -> QuerySet[Affiliation]:
    """Confirmed affiliations of today of people who asked to be listed, as this reader may see."""
    today = timezone.localdate()
    held = organization.affiliations.verified().current(today)
    shown = held.filter(user__in=User.objects.visible_to(reader).listed())
    with_faces = shown.select_related("user__photo").prefetch_related("user__photo__renditions")
    return with_faces.order_by("user__display_name", "pk")


def what_one_may(reader: Any, organization: Organization) -> dict[str, Any]:
    """What the page offers: nothing to visitors, and no query for them."""
    if not reader.is_authenticated:
        return {}
    own = reader.affiliations.current(timezone.localdate()).filter(organization=organization)
    may_invite = can_invite(reader, organization)
    return {"own": own.first(), "may_invite": may_invite, "may_edit": may_invite}


@never_cache
@login_required
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    """What its people tell of it."""
    found = organization_for(request, slug)
    if not can_edit_organization(request.user, found):
        raise PermissionDenied
    form = OrganizationForm(
        request.POST or None,
        request.FILES or None,
        instance=Organization.objects.get(pk=found.pk),
        answers_for_it=answers_for(request.user, found),
    )
    if request.method == "POST" and form.is_valid():
        update_organization(found, request.user, **form.cleaned_data)
        messages.success(request, _("The page of the organization is saved."))
        return redirect(found)
    context = {"organization": found, "form": form}
    return render(request, "community/organization_edit.html", context)
